import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('tuples', () => {
  test.each<[string, unknown]>([
    ['@{ var t = (1, "a"); return t.Item1 + t.Item2; }', '1a'],
    ['@{ var t = (a: 1, b: "x"); t.a = 5; return t.a + t.b; }', '5x'],
    ['@{ var (x, y) = (3, "q"); return y + x; }', 'q3'],
    ['@{ int a = 1, b = 2; (a, b) = (b, a); return a * 10 + b; }', 21],
    ['@{ (int, int) t = (1, 2); return t == (1, 2); }', true],
    ['@{ (int, string) t = default; return t.Item1 + (t.Item2 ?? "null"); }', '0null'],
    ['(1, "a").ToString()', '(1, a)'],
    ['(1, 2) == (1, 2)', true],
    ['(1, (2, "x")).ToString()', '(1, (2, x))'],
    ['@{ var a = new[]{3,1,2}; Array.Sort(a, (x, y) => y - x); return a[0]; }', 3],
    ['System.Math.Max(1, 2.5)', 2.5],
    ['Math.Max(1, 2L)', 2n],
    ['new[]{1,2,3}.Aggregate((a, b) => a + b)', 6],
    ['new[]{1,2,3}.Aggregate("", (a, b) => a + b)', '123'],
    ['new[]{1,2,3}.Aggregate("", (a, b) => a + b, r => r.Length)', 3],
    ['new[]{"a","b"}.Select((x, i) => x + i).ToArray()[1]', 'b1'],
    ['new[]{1,2}.SelectMany(x => new[]{"a","b"}, (x, y) => x + y).Last()', '2b'],
    ['new[]{1,2}.Zip(new[]{"a","b"}, (x, y) => x + y).First()', '1a'],
    ['new[]{1,2}.Join(new[]{2,3}, a => a, b => b, (a, b) => a * b).Single()', 4],
    ['Enumerable.Range(1, 5).Where(x => x % 2 == 0).Sum()', 6],
    [
      'new JObject(new JProperty("a", 1), new JProperty("b", new JArray(1, "x"))).ToString(Newtonsoft.Json.Formatting.None)',
      '{"a":1,"b":[1,"x"]}',
    ],
    ['Tuple.Create(1, "a").Item2', 'a'],
    ['string.Concat(1, 2)', '12'],
    ['object.Equals(1, 1)', true],
    ['Math.Min(1, 2.5m)', '1m'],
    ['new TimeSpan(1, 2, 3).TotalSeconds', 3723],
    ['"abc".Substring(1, 1)', 'b'],
    ['"abc".Insert(1, "x").Remove(0, 1)', 'xbc'],
    ['Tuple.Create(1, "a").Item1', 1],
    ['new Tuple<int, string>(1, "a").Item2', 'a'],
    ['new KeyValuePair<int, int>(1, 2).Key', 1],
    ['Nullable.Compare<int>(1, 2)', -1],
  ])('literals, names and deconstruction: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['"a".Substring(1, 2, 3)', ["CS1501 5: No overload for method 'Substring' takes 3 arguments"]],
    ['Math.Max(1, null)', ["CS1503 13: Argument 2: cannot convert from '<null>' to 'byte'"]],
    [
      '@{ var t = (1, 2); return t.Item3; }',
      [
        "CS1061 28: '(int, int)' does not contain a definition for 'Item3' and no accessible extension method 'Item3' accepting a first argument of type '(int, int)' could be found (are you missing a using directive or an assembly reference?)",
      ],
    ],
    [
      '@{ (int a, int b) = (1, 2, 3); return a; }',
      ["CS8132 3: Cannot deconstruct a tuple of '3' elements into '2' variables."],
    ],
    ['string.Concat(1, out 2)', ['CS1510 22: A ref or out value must be an assignable variable']],
  ])('literals, names and deconstruction: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
