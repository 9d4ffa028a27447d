import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('equality', () => {
  test.each<[string, unknown]>([
    ["'a' == 97", true],
    ['"a" == "a"', true],
    ['1 == 1.0', true],
    ['1.0f == 1.0', true],
    ['0.1 + 0.2 == 0.3', false],
    ['0.1m + 0.2m == 0.3m', true],
    ['double.NaN == double.NaN', false],
    ['Array.Exists(new[]{"a","b"}, s => s == "b")', true],
    ['Array.FindIndex(new[]{1,2,3}, x => x == 2)', 1],
    ['@{ int x = 0; if (x == 0) if (x == 1) x = 5; else x = 6; return x; }', 6],
    ['@{ int x = 3; var y = x == 3 ? "three" : x == 4 ? "four" : "other"; return y; }', 'three'],
    [
      '@{ RegexOptions o = RegexOptions.IgnoreCase | RegexOptions.Multiline; return o.ToString() + ((o & RegexOptions.IgnoreCase) != 0); }',
      'IgnoreCase, MultilineTrue',
    ],
    ['@{ Guid g = default(Guid); return g == Guid.Empty; }', true],
    ['@{ var d1 = new DateTime(2020,1,2); return d1 > new DateTime(2019,1,1) && d1 != default(DateTime); }', true],
    ['"abc".Contains("b") && "abc".IndexOf(\'c\') == 2', true],
    ['1 == null', false],
    ['DateTime.Now == null', false],
    ['new[]{"a"}.FirstOrDefault(x => x == "b")', null],
    ['JObject.Parse("{\\"a\\":1}")["a"] == null', false],
    ['Array.Find(new[]{"a","b"}, s => s == "b")', 'b'],
  ])('values, texts and references: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['1 == "a"', ["CS0019 1: Operator '==' cannot be applied to operands of type 'int' and 'string'"]],
    ['"a" == 1', ["CS0019 1: Operator '==' cannot be applied to operands of type 'string' and 'int'"]],
  ])('values, texts and references: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
