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

/** The best of several timings, in milliseconds per round: what else the machine does only ever adds. */
function fastest(rounds: number, run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample < 8; sample++) {
    const start = performance.now();
    for (let i = 0; i < rounds; i++) run();
    best = Math.min(best, (performance.now() - start) / rounds);
  }
  return best;
}

const measure = JSON.stringify(
  Array.from({ length: 200 }, (_, index) => ({
    id: index,
    name: `n${index}`,
    list: [index, index + 1, String(index)],
  })),
);

/** A timing in terms of what this machine needs, at about the same time, to parse 9 KB of JSON. */
function comparedToJson(rounds: number, run: () => void): number {
  const json = (): number => fastest(3, () => void JSON.parse(measure));
  const [before, time, after] = [json(), fastest(rounds, run), json()];
  return time / Math.max(before, after);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

// Some twenty times what it is: a slow or busy machine must not fail the build, a blunder must.
describe('speed', () => {
  test('a typical expression is bound as fast as some JSON is read', async () => {
    const compiler = await createExpressionCompiler();
    const timings = TYPICAL.map((text) => comparedToJson(5, () => void compiler.compile(text)));
    expect(median(timings)).toBeLessThan(25);
  });

  test('a typical evaluation takes a small part of that', async () => {
    const compiler = await createExpressionCompiler();
    const scope = { context: null as unknown as NetObject, runtime: frozen };
    const timings = TYPICAL.map((text) => {
      const result = compiler.compile(text);
      if (!result.ok) throw new Error(text);
      return comparedToJson(50, () => void result.expression.evaluate(scope));
    });
    expect(median(timings)).toBeLessThan(0.6);
  });
});
