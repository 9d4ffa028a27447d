import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NetThrow } from '../dotnet/core/exception.ts';
import type { NetObject } from '../dotnet/core/values.ts';
import { createExpressionCompiler, LimitExceeded } from './index.ts';
import { frozen } from './testing/evaluate.ts';

const compiler = await createExpressionCompiler();
const limits = { steps: 2_000, depth: 50, work: 200_000, stringLength: 10_000, collectionSize: 1_000 };

/** Compiles and, where that works, evaluates: only errors, .NET exceptions and limits may come of it. */
function survives(text: string): void {
  const result = compiler.compile(text);
  if (!result.ok) {
    expect(result.errors.length).toBeGreaterThan(0);
    for (const { message, offset, length, line, column } of result.errors) {
      expect(message).not.toBe('');
      expect(offset).toBeGreaterThanOrEqual(0);
      expect(offset + length).toBeLessThanOrEqual(text.length);
      expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
    }
    return;
  }
  try {
    result.expression.evaluate({ context: null as unknown as NetObject, runtime: frozen, limits });
  } catch (error) {
    if (!(error instanceof NetThrow || error instanceof LimitExceeded)) throw error;
  }
}

const TOKENS =
  `( ) { } [ ] < > , ; . ? : => = == != + - * / % ! ~ & | ^ ?? ?. ++ -- += int string var new return if else for foreach
   while in out ref is as null true false default typeof nameof switch case break continue throw try catch finally using
   const object bool 0 1 42 1.5 1m 'a' "b" @"c" $"{x}" x y z f List<int> JObject Parse Select Where ToString Length from
   where select let orderby group by into join on equals yield goto checked await async this base`.split(/\s+/);

const token = fc.constantFrom(...TOKENS);
const noise = fc.string({ unit: 'binary', maxLength: 200 });

const atom = fc.constantFrom(
  '1',
  '2L',
  '1.5',
  '"a"',
  "'c'",
  'null',
  'true',
  'x',
  'y',
  's',
  'a',
  'new int[3]',
  '1.5m',
  'default(int)',
);
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    atom,
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('+', '-', '*', '/', '%', '==', '<', '&&', '|', '??', '<<'),
        tie('expression'),
      )
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc
      .tuple(
        fc.constantFrom('int', 'string', 'object', 'double', 'byte', 'int?', 'IEnumerable<int>'),
        tie('expression'),
      )
      .map(([type, a]) => `((${type})${a})`),
    tie('expression').map((a) => `${a}.ToString()`),
    tie('expression').map((a) => `(${a})?.GetHashCode()`),
    tie('expression').map((a) => `a[${a}]`),
    tie('expression').map((a) => `((Func<int, object>)(q => ${a}))(1)`),
    tie('expression').map((a) => `$"{(${a}),3:N1}"`),
    tie('expression').map((a) => `new[] { ${a}, ${a} }`),
    tie('expression').map((a) => `(${a} is int q${a.length} ? 1 : 2)`),
  ),
}));

describe('arbitrary text', () => {
  test('random characters never crash the compiler', () => {
    fc.assert(
      fc.property(noise, fc.boolean(), (text, block) => {
        survives(text);
        survives(block ? `@{${text}}` : `@(${text})`);
      }),
      { numRuns: 400 },
    );
  });

  test('random sequences of tokens never crash the compiler', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), fc.boolean(), (tokens, block) => {
        survives(block ? `@{ ${tokens.join(' ')} }` : `@(${tokens.join(' ')})`);
      }),
      { numRuns: 600 },
    );
  });

  test('random well-formed expressions compile or not, and what compiles runs within its limits', () => {
    fc.assert(
      fc.property(expression, (text) => {
        survives(`@{ int x = 3; int? y = null; string s = "abc"; var a = new[] { 1, 2, 3 }; return ${text}; }`);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['parentheses', '('.repeat(50_000)],
    ['brackets', '['.repeat(50_000)],
    ['braces', '{'.repeat(50_000)],
    ['type arguments', 'a<'.repeat(30_000)],
    ['tuples', '(a,'.repeat(20_000)],
    ['casts', '(int)'.repeat(20_000)],
    ['prefix operators', '-'.repeat(50_001)],
    ['a long sum', Array.from({ length: 50_000 }, () => '1').join('+')],
    ['a long chain', `x${'.a'.repeat(50_000)}`],
    ['conditionals', '1 ? '.repeat(20_000)],
    ['lambdas', 'x => '.repeat(20_000)],
    ['interpolated strings', '$"{'.repeat(20_000)],
    ['an unclosed string', `"${'a'.repeat(100_000)}`],
    ['an unclosed comment', `/*${'*'.repeat(100_000)}`],
    ['queries', 'from x in '.repeat(10_000)],
    ['coalescing', 'a ?? '.repeat(20_000)],
  ])('%s nested or repeated without end are refused quickly', (_, text) => {
    survives(`@(${text})`);
    survives(`@{ return ${text}; }`);
  });

  test('lambdas nested in overloaded calls are bound within bounds', () => {
    const text = `${'new[] { 1 }.Select(a => '.repeat(25)}1${')'.repeat(25)}`;
    survives(`@(${text})`);
  });

  test('a text that is too long is refused unread', () => {
    const result = compiler.compile(`@("${'a'.repeat(600_000)}")`);
    expect(result).toMatchObject({
      ok: false,
      errors: [{ message: 'The expression is longer than 524288 characters' }],
    });
  });
});
