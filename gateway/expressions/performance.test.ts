import { describe, expect, test } from 'vitest';
import type { NetObject } from '../dotnet/core/values.ts';
import { createExpressionCompiler } from './index.ts';
import { frozen } from './testing/evaluate.ts';

const TYPICAL = [
  '@("a" + 1 + true)',
  '@(JObject.Parse("{\\"a\\":{\\"b\\":5}}")["a"]["b"].Value<int>() + 1)',
  '@("Bearer abc".Split(\' \')[1].Substring(1).ToUpper())',
  '@{ var parts = "a;b;c".Split(\';\'); string r = ""; foreach (var p in parts) { if (p != "b") r += p; } return r; }',
  '@(new[] { 1, 2, 3 }.Where(x => x > 1).Select(x => x * 2).Sum())',
  '@(string.IsNullOrEmpty("") ? "none" : "some")',
  '@{ try { return int.Parse("12") + 1; } catch (Exception) { return 0; } }',
];

/** The middle of several timings, in milliseconds per round. */
function median(rounds: number, run: () => void): number {
  const timings: number[] = [];
  for (let sample = 0; sample < 9; sample++) {
    const start = performance.now();
    for (let i = 0; i < rounds; i++) run();
    timings.push((performance.now() - start) / rounds);
  }
  return timings.sort((a, b) => a - b)[4] as number;
}

// Ten times the goals: a loaded machine must not fail the build, a blunder must.
describe('speed', () => {
  test('a typical expression is bound in far less than ten milliseconds', async () => {
    const compiler = await createExpressionCompiler();
    for (const text of TYPICAL) compiler.compile(text);
    const each = median(5, () => TYPICAL.forEach((text) => void compiler.compile(text))) / TYPICAL.length;
    expect(each).toBeLessThan(10);
  });

  test('a typical evaluation takes microseconds', async () => {
    const compiler = await createExpressionCompiler();
    const expressions = TYPICAL.flatMap((text) => {
      const result = compiler.compile(text);
      return result.ok ? [result.expression] : [];
    });
    expect(expressions).toHaveLength(TYPICAL.length);
    const scope = { context: null as unknown as NetObject, runtime: frozen };
    const run = (): void => {
      for (const expression of expressions) expression.evaluate(scope);
    };
    median(20, run);
    expect(median(50, run) / expressions.length).toBeLessThan(0.05);
  });
});
