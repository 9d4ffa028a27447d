import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('operators of enums', () => {
  test.each<[string, unknown]>([
    ['@{ StringComparison c = StringComparison.Ordinal; return c.ToString() + (int)c; }', 'Ordinal4'],
    ['@{ RegexOptions o = 0; o |= RegexOptions.Singleline; return o; }', 'Singleline'],
    ['@{ DayOfWeek d = DayOfWeek.Monday; return d + 1; }', 'Tuesday'],
    ['DayOfWeek.Friday - DayOfWeek.Monday', 4],
    ['DayOfWeek.Friday > DayOfWeek.Monday', true],
    ['StringComparison.Ordinal + "a"', 'Ordinala'],
    ['Regex.IsMatch("ABC", "b", RegexOptions.IgnoreCase, TimeSpan.FromMilliseconds(100))', true],
    ['"a".Equals("A", StringComparison.OrdinalIgnoreCase)', true],
    ['"abc".Contains("B", StringComparison.OrdinalIgnoreCase)', true],
    ['string.Compare("a", "b", StringComparison.Ordinal)', -1],
  ])('flags and arithmetic: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['StringComparison.Foo', ["CS0117 18: 'StringComparison' does not contain a definition for 'Foo'"]],
    [
      'StringComparison.Ordinal | 1',
      ["CS0019 1: Operator '|' cannot be applied to operands of type 'StringComparison' and 'int'"],
    ],
  ])('flags and arithmetic: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
