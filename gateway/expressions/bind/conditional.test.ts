import { describe, expect, test } from 'vitest';
import { errors } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('conditionals', () => {
  test.each<[string, string[]]>([
    ['1 ? 2 : 3', ["CS0029 1: Cannot implicitly convert type 'int' to 'bool'"]],
    ['@{ string s = true ? 1 : "a"; return s; }', ["CS0029 21: Cannot implicitly convert type 'int' to 'string'"]],
    [
      '@{ object s = true ? 1 : "a"; return s; }',
      [
        "CS8957 14: Conditional expression is not valid in language version 7.3 because a common type was not found between 'int' and 'string'. To use a target-typed conversion, upgrade to language version 9.0 or greater.",
      ],
    ],
    [
      '(true ? 1 : "a").ToString()',
      [
        "CS0173 2: Type of conditional expression cannot be determined because there is no implicit conversion between 'int' and 'string'",
      ],
    ],
  ])('common type: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
