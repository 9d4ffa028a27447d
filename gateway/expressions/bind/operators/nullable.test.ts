import { describe, expect, test } from 'vitest';
import { errors, evaluate, thrown } from '../../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('lifted operators', () => {
  test.each<[string, unknown]>([
    ['@{ int? i = null; int? j = 5; return (i + j) == null; }', true],
    ['@{ int? i = 3; int? j = 5; return i + j; }', 8],
    ['@{ int? i = null; return i > 3; }', false],
    ['@{ int? i = null; return i == null; }', true],
    ['@{ int? i = null; return !(i > 3) && !(i <= 3); }', true],
    ['@{ bool? b = null; return (b & false) == false; }', true],
    ['@{ bool? b = null; return (b | true) == true; }', true],
    ['@{ int? i = null; i = i ?? 7; return i; }', 7],
    ['@{ int? i = 4; i++; return i; }', 5],
    ['@{ int? i = null; i++; return i; }', null],
    ['@{ int? a = 5; return a.HasValue ? a.Value : 0; }', 5],
    ['@{ int? a = null; return a.GetValueOrDefault() + a.GetValueOrDefault(3); }', 3],
    ['@{ int? a = null; return a.ToString() + "|"; }', '|'],
    ['@{ Guid? g = null; return g == null; }', true],
    ['@{ TimeSpan? t = null; TimeSpan? u = TimeSpan.FromSeconds(1); return (t + u) == null; }', true],
    ['@{ DateTime? d = null; return d < DateTime.Now; }', false],
  ])('null in the operands: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string]>([
    ['@{ int? i = null; return (int)i; }', 'System.InvalidOperationException: Nullable object must have a value.'],
  ])('null in the operands: exceptions: %s', (text, expected) => {
    expect(thrown(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    [
      '@{ int? x = true ? 1 : null; return x; }',
      [
        "CS8957 12: Conditional expression is not valid in language version 7.3 because a common type was not found between 'int' and '<null>'. To use a target-typed conversion, upgrade to language version 9.0 or greater.",
      ],
    ],
    [
      '@{ int? x = DateTime.Now.Year > 1 ? null : 5; return x; }',
      [
        "CS8957 12: Conditional expression is not valid in language version 7.3 because a common type was not found between '<null>' and 'int'. To use a target-typed conversion, upgrade to language version 9.0 or greater.",
      ],
    ],
  ])('null in the operands: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
