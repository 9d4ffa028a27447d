import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('foreach', () => {
  test.each<[string, unknown]>([
    ['@{ int[] a = {1,2,3}; int s = 0; foreach (var x in a) s += x; return s; }', 6],
    ['@{ string s = ""; foreach (char c in "héllo") s = c + s; return s; }', 'olléh'],
    ['@{ IEnumerable<char> e = "ab"; string r = ""; foreach (var c in e) r += c + "."; return r; }', 'a.b.'],
    ['@{ var o = JObject.Parse("{\\"a\\":1}"); foreach (var p in o) return p.Key + p.Value; return ""; }', 'a1'],
    ['@{ foreach (JProperty p in JObject.Parse("{\\"a\\":1}").Properties()) return p.Name; return ""; }', 'a'],
    ['@{ foreach (var x in JArray.Parse("[1,2]")) if ((int)x == 2) return x; return null; }', '2'],
  ])('elements: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    [
      '@{ foreach (var x in 5) {} return 1; }',
      [
        "CS1579 21: foreach statement cannot operate on variables of type 'int' because 'int' does not contain a public instance or extension definition for 'GetEnumerator'",
      ],
    ],
    ['@{ foreach (int x in new[]{"a"}) {} return 1; }', ["CS0030 3: Cannot convert type 'string' to 'int'"]],
    [
      '@{ foreach (var x in new[]{1}) { x = 2; } return 1; }',
      ["CS1656 33: Cannot assign to 'x' because it is a 'foreach iteration variable'"],
    ],
    ['@{ foreach (var x in null) { } return 1; }', ['CS0186 21: Use of null is not valid in this context']],
  ])('elements: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
