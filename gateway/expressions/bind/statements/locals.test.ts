import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('local declarations', () => {
  test.each<[string, unknown]>([
    ['@{ int x; if (int.TryParse("42", out x)) return x; return -1; }', 42],
    ['@{ const int K = 60 * 20; const string S = "a" + "b"; return K + S; }', '1200ab'],
    ['@{ const uint K = 60 * 20; return K; }', 1200],
    ['@{ string s; if (true) s = "a"; return s; }', 'a'],
  ])('types, constants and scopes: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['@{ int x = "a"; return x; }', ["CS0029 11: Cannot implicitly convert type 'string' to 'int'"]],
    ['@{ int x; return x; }', ["CS0165 17: Use of unassigned local variable 'x'"]],
    ['@{ return y; int y = 1; }', ["CS0841 10: Cannot use local variable 'y' before it is declared"]],
    [
      '@{ int x = 1; int x = 2; return x; }',
      ["CS0128 18: A local variable or function named 'x' is already defined in this scope"],
    ],
    [
      '@{ int x = 1; { int x = 2; } return x; }',
      [
        "CS0136 20: A local or parameter named 'x' cannot be declared in this scope because that name is used in an enclosing local scope to define a local or parameter",
      ],
    ],
    [
      '@{ const int x = 1; x = 2; return x; }',
      ['CS0131 20: The left-hand side of an assignment must be a variable, property or indexer'],
    ],
    ['@{ var x = null; return x; }', ['CS0815 7: Cannot assign <null> to an implicitly-typed variable']],
    [
      '@{ var x = () => 1; return x; }',
      [
        "CS8370 11: Feature 'inferred delegate type' is not available in C# 7.3. Please use language version 10.0 or greater.",
      ],
    ],
    ['@{ var x = 1, y = 2; return x; }', ['CS0819 3: Implicitly-typed variables cannot have multiple declarators']],
    [
      '@{ var x = {1}; return x; }',
      ['CS0820 7: Cannot initialize an implicitly-typed variable with an array initializer'],
    ],
    ['@{ int[] x = {1, "a"}; return x; }', ["CS0029 17: Cannot implicitly convert type 'string' to 'int'"]],
    [
      '@{ string s; if (DateTime.Now.Year > 1) s = "a"; return s; }',
      ["CS0165 56: Use of unassigned local variable 's'"],
    ],
    ['@{ return 1; string s = 5; }', ["CS0029 24: Cannot implicitly convert type 'int' to 'string'"]],
    [
      '@{ var x = true ? 1 : "a"; return x; }',
      [
        "CS0173 11: Type of conditional expression cannot be determined because there is no implicit conversion between 'int' and 'string'",
      ],
    ],
    [
      '@{ var x = true ? 1 : null; return x; }',
      [
        "CS0173 11: Type of conditional expression cannot be determined because there is no implicit conversion between 'int' and '<null>'",
      ],
    ],
  ])('types, constants and scopes: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
