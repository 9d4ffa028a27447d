import { describe, expect, test } from 'vitest';
import { arrayOf, named, T } from '../dotnet/core/type-ref.ts';
import { Boxed, type NetObject } from '../dotnet/core/values.ts';
import { createExpressionCompiler } from './index.ts';
import { frozen, warnings } from './testing/evaluate.ts';

const compiler = await createExpressionCompiler();
const scope = { context: null as unknown as NetObject, runtime: frozen };

describe('the expression compiler', () => {
  test('gives the static type of a value and the value in its static form', () => {
    for (const [text, type, value] of [
      ['@(1 + 2)', T.int, 3],
      ['@(1L)', T.long, 1n],
      [`@('a')`, T.char, 97],
      ['@("a")', T.string, 'a'],
      ['@(1 > 2)', T.bool, false],
      ['@((int?)null)', named('System.Nullable', T.int), null],
      ['@(null)', T.object, null],
      ['@{ if (1 > 2) return 1; return 2; }', T.int, 2],
      ['@{ if (1 < 2) return 1; return 2.5; }', T.double, 1],
    ] as const) {
      const result = compiler.compile(text);
      if (!result.ok) throw new Error(text);
      expect(result.expression.type, text).toBe(type);
      expect(result.expression.evaluate(scope), text).toBe(value);
    }
  });

  test('gives an object where returned values have no type in common', () => {
    const result = compiler.compile('@{ if (1 < 2) return 1; return "a"; }');
    if (!result.ok) throw new Error('does not compile');
    expect(result.expression.type).toBe(T.object);
    expect(result.expression.evaluate(scope)).toEqual(new Boxed(T.int, 1));
  });

  test('converts to the expected type, or says why that is not possible', () => {
    const asObject = compiler.compile('@(5)', { expects: T.object });
    expect(asObject.ok && asObject.expression.evaluate(scope)).toEqual(new Boxed(T.int, 5));
    const asLong = compiler.compile('@(5)', { expects: T.long });
    expect(asLong.ok && asLong.expression.evaluate(scope)).toBe(5n);
    const condition = compiler.compile('@("true")', { expects: T.bool });
    expect(condition).toMatchObject({
      ok: false,
      errors: [
        {
          code: 'CS0029',
          message: "Cannot implicitly convert type 'string' to 'bool'",
          offset: 2,
          length: 6,
          line: 1,
          column: 3,
        },
      ],
    });
    const block = compiler.compile('@{ return 1; }', { expects: T.bool });
    expect(block).toMatchObject({ ok: false, errors: [{ code: 'CS0029', offset: 10 }] });
    const items = compiler.compile('@(new[] { 1 })', { expects: arrayOf(T.string) });
    expect(items).toMatchObject({
      ok: false,
      errors: [{ message: "Cannot implicitly convert type 'int[]' to 'string[]'" }],
    });
  });

  test('places errors by offset, line and column', () => {
    const result = compiler.compile('@{\n  var a = 1;\r\n  return foo + bar;\n}');
    expect(result).toMatchObject({
      ok: false,
      errors: [
        { code: 'CS0103', offset: 26, length: 3, line: 3, column: 10 },
        { code: 'CS0103', offset: 32, length: 3, line: 3, column: 16 },
      ],
    });
  });

  test('asks for the type of context only where context is used', async () => {
    const lacking = await createExpressionCompiler({ contextType: 'No.Such.Type' });
    expect(lacking.compile('@(1)').ok).toBe(true);
    expect(lacking.compile('@(context.Request)')).toMatchObject({
      ok: false,
      errors: [{ message: "The type of 'context' is not declared, so the expression cannot use it", offset: 2 }],
    });
  });

  test('refuses what is no expression', () => {
    for (const text of ['', ' ', 'x', '@', '@x', '@(', '@{', '@(1', '@{ return 1;', '@[1]']) {
      expect(compiler.compile(text).ok, text).toBe(false);
    }
  });

  test('an expression may end in a comment', () => {
    const result = compiler.compile('@(1 // one)');
    expect(result.ok && result.expression.evaluate(scope)).toBe(1);
  });

  test('evaluations of one expression do not see each other', () => {
    const result = compiler.compile('@{ var l = new List<int>(); l.Add(1); int n = 0; n++; return l.Count + n; }');
    if (!result.ok) throw new Error('does not compile');
    expect([1, 2, 3].map(() => result.expression.evaluate(scope))).toEqual([2, 2, 2]);
  });

  test('warns of texts that are compared by reference', () => {
    expect(warnings('@{ object o = "a"; return o == "a"; }')).toEqual([
      "CS0252: Possible unintended reference comparison; to get a value comparison, cast the left hand side to type 'string'",
    ]);
    expect(warnings('@{ object o = "a"; return (string)o == "a"; }')).toEqual([]);
  });
});
