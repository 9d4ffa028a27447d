import { describe, expect, test } from 'vitest';
import { errors, evaluate, thrown } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('generic methods', () => {
  test.each<[string, unknown]>([
    ['string.Concat("a", 1, \'c\')', 'a1c'],
    ['string.Join(",", "a", "b")', 'a,b'],
    ['string.Join("-", 1, \'a\', "z")', '1-a-z'],
    ['new List<int>().FirstOrDefault(1)', 1],
    ['string.Join(",")', ''],
    ['new[]{1,2,3}.Select(x => x * 2.5).Sum()', 15],
    ['new[]{1,2,3}.Where(x => x > 1).Select(x => x.ToString()).ToList()[0]', '2'],
    ['new[]{"a","bb"}.ToDictionary(x => x, x => x.Length)["bb"]', 2],
    ['new[]{3,1,2}.OrderBy(x => x).First()', 1],
    ['new[]{1,2}.SelectMany(x => new[]{x, x * 10}).Count()', 4],
    ['new[]{1,2,3}.GroupBy(x => x % 2).Select(g => g.Key + ":" + g.Count()).ToArray()[0]', '1:2'],
    ['new[]{1,2}.Any(x => x > 1) && new[]{1,2}.All(x => x > 0)', true],
    ['new[]{1,2}.Max(x => x * 2) + new[]{1.5}.Min()', 5.5],
    ['"abc".Select(c => (int)c).Sum()', 294],
    ['new string("abc".Reverse().ToArray())', 'cba'],
    ['string.Join(",", new[]{1,2}.Select(x => x + 1))', '2,3'],
    ['new[]{1,2}.FirstOrDefault(x => x > 5)', 0],
    ['JObject.Parse("{\\"a\\":[1,2,3]}")["a"].Select(t => (int)t).Sum()', 6],
    [
      'JObject.Parse("{\\"a\\":[{\\"b\\":1},{\\"b\\":2}]}")["a"].Where(t => (int)t["b"] > 1).Select(t => t["b"].ToString()).First()',
      '2',
    ],
    ['JObject.Parse("{\\"a\\":1,\\"b\\":2}").Properties().Select(p => p.Name + (int)p.Value).Last()', 'b2'],
    ['string.Concat("a", null)', 'a'],
    ["string.Join(\",\", 'a', 'b')", 'a,b'],
    ["string.Concat('a', 'b')", 'ab'],
    ['Math.Max(1u, 2)', 2],
    ['Math.Max((byte)1, (byte)2)', 2],
  ])('inference: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string]>([
    ['string.Join(",", null)', "System.ArgumentNullException: Value cannot be null. (Parameter 'value')"],
    ['string.Concat(null)', "System.ArgumentNullException: Value cannot be null. (Parameter 'values')"],
  ])('inference: exceptions: %s', (text, expected) => {
    expect(thrown(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['Math.Max("a", 1)', ["CS1503 10: Argument 1: cannot convert from 'string' to 'byte'"]],
    ['Math.Max(1)', ["CS1501 6: No overload for method 'Max' takes 1 arguments"]],
    [
      'new List<int>().Select(x => x.Foo)',
      [
        "CS1061 31: 'int' does not contain a definition for 'Foo' and no accessible extension method 'Foo' accepting a first argument of type 'int' could be found (are you missing a using directive or an assembly reference?)",
      ],
    ],
    [
      'new List<int>().Where(x => 1)',
      [
        "CS0029 28: Cannot implicitly convert type 'int' to 'bool'",
        'CS1662 28: Cannot convert lambda expression to intended delegate type because some of the return types in the block are not implicitly convertible to the delegate return type',
      ],
    ],
    ['new List<int>().Where("a")', ["CS1503 23: Argument 2: cannot convert from 'string' to 'System.Func<int, bool>'"]],
    ['new List<int>().Select()', ["CS1501 17: No overload for method 'Select' takes 0 arguments"]],
    [
      "Math.Max('a', 1)",
      [
        "CS0121 6: The call is ambiguous between the following methods or properties: 'System.Math.Max(int, int)' and 'System.Math.Max(ushort, ushort)'",
      ],
    ],
  ])('inference: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
