import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('object and collection initialisers', () => {
  test.each<[string, unknown]>([
    ['@{ var d = new Dictionary<string,int> { ["a"] = 1 }; d["a"]++; d["a"] += 5; return d["a"]; }', 7],
    ['@{ var l = new List<int> { 1, 2, 3 }; l[0] = 5; l[1] *= 4; return l[0] + l[1] + l.Count; }', 16],
    ['@{ IEnumerable<object> e = new List<string> { "a" }; foreach (object o in e) return o; return null; }', 'a'],
    ['@{ object o = new List<int> { 1 }; return o is IEnumerable<int>; }', true],
    [
      '@{ var list = new List<object> { 1, "a", 2.5, null, \'c\' }; string r = ""; foreach (var o in list) r += (o ?? "null").ToString() + ","; return r; }',
      '1,a,2.5,null,c,',
    ],
    ['new List<string>{"1","2"}.Select(int.Parse).Sum()', 3],
    ['new List<string>{"a"}.Select(string.IsNullOrEmpty).First()', false],
    [
      'new JObject { ["a"] = 1, ["b"] = "x", ["c"] = new JArray { 1, 2 } }.ToString(Newtonsoft.Json.Formatting.None)',
      '{"a":1,"b":"x","c":[1,2]}',
    ],
    ['new JObject { { "a", 1 }, { "b", true } }["b"].Value<bool>()', true],
    [
      '@{ var o = new JObject(); o["a"] = 5; o["b"] = new JObject { ["c"] = "x" }; return o["b"]["c"].ToString() + o["a"]; }',
      'x5',
    ],
    ['new JArray(new[]{1,2}.Select(x => new JObject { ["v"] = x })).Count', 2],
    ['new HashSet<string> { "a", "A" }.Count', 2],
    ['new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "a", "A" }.Count', 1],
    ['new Dictionary<string,int>{{"a",1}}.Select(kv => kv.Key + kv.Value).First()', 'a1'],
    ['new Dictionary<string,int>{{"a",1}}.OrderBy(kv => kv.Value).ToDictionary(k => k.Key, v => v.Value).Count', 1],
    ['string.Concat(new List<string>{"a","b"})', 'ab'],
    ['string.Concat(new List<int>{1,2})', '12'],
  ])('members, indexes and elements: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    [
      '@{ var d = new Dictionary<string,int> { ["a"] = 1, { "b", 2 } }; string r = ""; foreach (var kv in d) r += kv.Key + kv.Value; return r; }',
      ['CS0747 51: Invalid initializer member declarator'],
    ],
    [
      'new List<int> { "a" }',
      [
        "CS1950 17: The best overloaded Add method 'List<int>.Add(int)' for the collection initializer has some invalid arguments",
        "CS1503 17: Argument 1: cannot convert from 'string' to 'int'",
      ],
    ],
    ['new JObject { a = 1 }', ["CS0117 15: 'JObject' does not contain a definition for 'a'"]],
    [
      'new Dictionary<string,int> { { 1, 2 } }',
      [
        "CS1950 30: The best overloaded Add method 'Dictionary<string, int>.Add(string, int)' for the collection initializer has some invalid arguments",
        "CS1503 32: Argument 1: cannot convert from 'int' to 'string'",
      ],
    ],
    [
      'new Dictionary<string,int> { { "a" } }',
      [
        "CS7036 30: There is no argument given that corresponds to the required parameter 'value' of 'Dictionary<string, int>.Add(string, int)'",
      ],
    ],
    ['new Dictionary<string,int> { ["a"] = "b" }', ["CS0029 38: Cannot implicitly convert type 'string' to 'int'"]],
    ['new object { Foo = 1 }', ["CS0117 14: 'object' does not contain a definition for 'Foo'"]],
  ])('members, indexes and elements: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
