import { describe, expect, test } from 'vitest';
import { errors, evaluate, thrown } from '../../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('overload resolution', () => {
  test.each<[string, unknown]>([
    ['Array.ConvertAll(new[]{1,2,3}, x => x.ToString())', ['1', '2', '3']],
    ['Math.Abs(-5)', 5],
    ['Math.Round(2.5)', 2],
    ['string.Format("{0}-{1}", 1, "a")', '1-a'],
    ['string.Format("{0}-{1}-{2}-{3}", 1, "a", \'c\', 2.5)', '1-a-c-2.5'],
    ['string.IsNullOrEmpty("")', true],
    ["\"a,b;c\".Split(',', ';').Length", 3],
    ['String.Compare("a", "B", true)', -1],
    ['Convert.ToInt32("12") + Convert.ToInt32(2.5) + Convert.ToInt32(\'a\')', 111],
    ['Convert.ToString(12, 2)', '1100'],
    ['int.Parse("12") + long.Parse("3")', 15n],
    ['Convert.ToBase64String(Encoding.UTF8.GetBytes("a"))', 'YQ=='],
    ['TimeSpan.FromMinutes(90).TotalHours', 1.5],
    ['"a b".Split(null).Length', 2],
    ['"a b".Split(null, 2).Length', 2],
    ['"a b".Split().Length', 2],
    ['"a b".Split(default).Length', 2],
    ['"a b".Split((char[])null).Length', 2],
    ['"a b".Split(\' \', 2).Length', 2],
    ['"a b".Split(" ").Length', 2],
    ['"a,b".Split(",", StringSplitOptions.None).Length', 2],
    ["\"a,b\".Split(',', ';', '-').Length", 2],
    ['string.Format("{0}{1}", null, null)', ''],
    ['string.Equals("a", null)', false],
    ['"a".Equals((object)"a")', true],
    ['Math.Round(2.5m)', '2m'],
    ['Math.Round(2.567, 2)', 2.57],
    ['Math.Round(2.5, MidpointRounding.AwayFromZero)', 3],
    ['Math.Abs(-5L)', 5n],
    ['Math.Pow(2, 3)', 8],
    ['Convert.ToInt32("5", 16)', 5],
    ['Convert.ToInt32((object)"5")', 5],
    ["Convert.ToInt32('5')", 53],
    ['Convert.ToInt32(5.5)', 6],
    ['Convert.ToInt32(null)', 0],
    ['Convert.ToString(5)', '5'],
    ['Convert.ToString((object)null)', ''],
    ['Convert.ToString(null)', null],
    ["Convert.ToString('c')", 'c'],
    ['Convert.ToBoolean("true")', true],
    ['Convert.ToChar(65)', "'A'"],
    ['Convert.ToDouble("1.5")', 1.5],
    ['int.Parse("5", System.Globalization.NumberStyles.Any)', 5],
    ['TimeSpan.FromSeconds(1).TotalMilliseconds', 1000],
    ['TimeSpan.FromMilliseconds(5).Ticks', 50000n],
    ['Guid.Parse("00000000-0000-0000-0000-000000000001").ToString("N")', '00000000000000000000000000000001'],
    ['"abc".IndexOf("c", 1)', 2],
    ['"abc".IndexOf(\'c\', 1, 2)', 2],
  ])('which overload is called: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string]>([
    ['string.Format("{0}", null)', "System.ArgumentNullException: Value cannot be null. (Parameter 'args')"],
    ['string.Format("x", null)', "System.ArgumentNullException: Value cannot be null. (Parameter 'args')"],
  ])('which overload is called: exceptions: %s', (text, expected) => {
    expect(thrown(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['"a".Substring()', ["CS1501 5: No overload for method 'Substring' takes 0 arguments"]],
    ['"a".Substring("b")', ["CS1503 15: Argument 1: cannot convert from 'string' to 'int'"]],
    ['string.Foo()', ["CS0117 8: 'string' does not contain a definition for 'Foo'"]],
    ['string.Foo', ["CS0117 8: 'string' does not contain a definition for 'Foo'"]],
    ['int.Parse()', ["CS1501 5: No overload for method 'Parse' takes 0 arguments"]],
    ['int.Parse(5)', ["CS1503 11: Argument 1: cannot convert from 'int' to 'string'"]],
    ['Math.Foo()', ["CS0117 6: 'Math' does not contain a definition for 'Foo'"]],
    ['Convert.ToInt32()', ["CS1501 9: No overload for method 'ToInt32' takes 0 arguments"]],
    ['string.Format()', ["CS1501 8: No overload for method 'Format' takes 0 arguments"]],
    [
      'Math.Round(25)',
      [
        "CS0121 6: The call is ambiguous between the following methods or properties: 'System.Math.Round(decimal)' and 'System.Math.Round(double)'",
      ],
    ],
  ])('which overload is called: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
