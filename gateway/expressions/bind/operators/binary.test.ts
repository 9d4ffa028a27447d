import { describe, expect, test } from 'vitest';
import { errors, evaluate, thrown } from '../../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('binary operators', () => {
  test.each<[string, unknown]>([
    ['"a" + \'b\' + 1 + 2', 'ab12'],
    ['1 + 2 + "a" + 1 + 2', '3a12'],
    ['"" + null + "x"', 'x'],
    ['"a" + 1.0 + 1.5f + 2.50m + true + \'c\' + 10L', 'a11.52.50Truec10'],
    ['@{ string s = "a"; s += 1 + 2; s += \'b\'; return s; }', 'a3b'],
    ['"a" + null', 'a'],
    ['@{ string s = "a"; s += null; return s; }', 'a'],
  ])('strings: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['@{ unchecked { return (byte)300; } }', 44],
    ['1.0 / 3', 0.3333333333333333],
    ['1f / 3', 0.3333333432674408],
    ['1 / 3m', '0.3333333333333333333333333333m'],
    ['10 % 3.5', 3],
    ['-7 / 2', -3],
    ['-7 % 3', -1],
    ['7 / 2 * 2.0', 6],
    ['5 / 2 + 5 % 2', 3],
    ["'a' + 1", 98],
    ["'a' < 'b'", true],
    ['true ^ true', false],
    ['true & false | true', true],
    ['!true || !false', true],
    ['~5', -6],
    ['~5u', 4294967290],
    ['-(-5)', 5],
    ["+'a'", 97],
    ['1 << 3 | 1', 9],
    ['1u + 1', 2],
    ['1L + 1', 2n],
    ['1 > 0 ? "y" : "n"', 'y'],
    ['true ? 1 : 2.5', 1],
    ["false ? 1 : 'a'", 97],
    ['true ? (int?)1 : null', 1],
    ['true ? 1 : (long)2', 1n],
    ['true ? (object)1 : "a"', 1],
    ['unchecked(int.MaxValue + 1)', -2147483648],
    ['-2147483648', -2147483648],
    ['-9223372036854775808', -9223372036854775808n],
    ['1 << 40', 256],
    ["'a' + 'b'", 195],
    ['@{ int x = int.MaxValue; return x + 1; }', -2147483648],
    ['true.ToString()', 'True'],
  ])('numbers and logic: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string]>([
    [
      '@{ long l = 1L<<40; return checked((int)l); }',
      'System.OverflowException: Arithmetic operation resulted in an overflow.',
    ],
    [
      '@{ int x = int.MaxValue; return checked(x + 1); }',
      'System.OverflowException: Arithmetic operation resulted in an overflow.',
    ],
  ])('numbers and logic: exceptions: %s', (text, expected) => {
    expect(thrown(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['1 + true', ["CS0019 1: Operator '+' cannot be applied to operands of type 'int' and 'bool'"]],
    ['true + true', ["CS0019 1: Operator '+' cannot be applied to operands of type 'bool' and 'bool'"]],
    ['!1', ["CS0023 1: Operator '!' cannot be applied to operand of type 'int'"]],
    ['-"a"', ["CS0023 1: Operator '-' cannot be applied to operand of type 'string'"]],
    ['~1.5', ["CS0023 1: Operator '~' cannot be applied to operand of type 'double'"]],
    ['+"a"', ["CS0023 1: Operator '+' cannot be applied to operand of type 'string'"]],
    [
      'true ? 1 : "a"',
      [
        "CS8957 1: Conditional expression is not valid in language version 7.3 because a common type was not found between 'int' and 'string'. To use a target-typed conversion, upgrade to language version 9.0 or greater.",
      ],
    ],
    [
      'true ? null : null',
      [
        "CS8957 1: Conditional expression is not valid in language version 7.3 because a common type was not found between '<null>' and '<null>'. To use a target-typed conversion, upgrade to language version 9.0 or greater.",
      ],
    ],
    ['int.MaxValue + 1', ['CS0220 1: The operation overflows at compile time in checked mode']],
    ['1 / 0', ['CS0020 1: Division by constant zero']],
    ['checked(int.MaxValue + 1)', ['CS0220 9: The operation overflows at compile time in checked mode']],
  ])('numbers and logic: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
