import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('null coalescing', () => {
  test.each<[string, unknown]>([
    ['(true ? "a" : null) ?? "b"', 'a'],
    ['null ?? (string)null ?? "z"', 'z'],
    ['null ?? "a"', 'a'],
  ])('types and laziness: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['1 ?? 2', ["CS0019 1: Operator '??' cannot be applied to operands of type 'int' and 'int'"]],
    ['"a" ?? 1', ["CS0019 1: Operator '??' cannot be applied to operands of type 'string' and 'int'"]],
  ])('types and laziness: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
