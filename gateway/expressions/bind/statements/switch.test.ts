import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('switch statements', () => {
  test.each<[string, unknown]>([
    [
      '@{ object o = 2.5; switch (o) { case int i: return "int"; case double d when d > 3: return "big"; case double d: return "d" + d; default: return "x"; } }',
      'd2.5',
    ],
    ['@{ string s = "b"; switch (s) { case "a": case "b": return 1; case null: return 2; default: return 3; } }', 1],
    ['@{ string s = null; switch (s) { case "a": return 1; case null: return 2; default: return 3; } }', 2],
    [
      '@{ int i = 1; switch (i) { case 1: i = 10; goto case 2; case 2: i += 5; break; default: i = 0; break; } return i; }',
      15,
    ],
    ['@{ int i = 7; switch (i) { default: i = 1; break; case 3: i = 2; break; } return i; }', 1],
    [
      '@{ switch (StringComparison.Ordinal) { case StringComparison.OrdinalIgnoreCase: return 1; case StringComparison.Ordinal: return 2; } return 3; }',
      2,
    ],
    ['@{ switch (1) { case 1: return 1; } }', 1],
    ['@{ int i = 1; switch (i) { case 1: return 1; default: return 2; } }', 1],
  ])('labels and patterns: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    [
      '@{ switch (1) { case "a": return 1; } return 2; }',
      ["CS0029 21: Cannot implicitly convert type 'string' to 'int'"],
    ],
    [
      '@{ switch (1) { case 1: return 1; case 1: return 2; } return 3; }',
      ["CS0152 34: The switch statement contains multiple cases with the label value '1'"],
    ],
    [
      '@{ switch (1) { case 1: int a = 5; } return 3; }',
      ["CS8070 16: Control cannot fall out of switch from final case label ('case 1:')"],
    ],
    [
      '@{ int n = 1; switch (2) { case n: return 1; } return 2; }',
      ["CS9135 32: A constant value of type 'int' is expected"],
    ],
    [
      '@{ switch (1) { case 1: var x = 1; case 2: return 2; } return 3; }',
      ["CS0163 16: Control cannot fall through from one case label ('case 1:') to another"],
    ],
  ])('labels and patterns: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
