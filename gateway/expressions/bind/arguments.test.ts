import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('arguments', () => {
  test.each<[string, unknown]>([
    ['@{ if (int.TryParse("42", out var y)) return y + 1; return -1; }', 43],
    ['@{ if (!int.TryParse("42", out int y)) return -1; return y + 2; }', 44],
    ['@{ return int.TryParse("zz", out _) ? 1 : 0; }', 0],
    ['@{ var o = JObject.Parse("{\\"a\\":1}"); JToken t; if (o.TryGetValue("a", out t)) return (int)t; return 0; }', 1],
    ['new Dictionary<string,string>().TryGetValue("a", out var v) ? v : "no"', 'no'],
  ])('out, ref, named and default: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    [
      '"a".Substring(start: 1)',
      ["CS1739 15: The best overload for 'Substring' does not have a parameter named 'start'"],
    ],
    [
      '"a".Substring(startIndex: 1, startIndex: 2)',
      ["CS1740 30: Named argument 'startIndex' cannot be specified multiple times"],
    ],
    ['@{ int.TryParse("1", 5); return 1; }', ["CS1620 21: Argument 2 must be passed with the 'out' keyword"]],
    [
      '@{ int.TryParse("1", out string s); return 1; }',
      ["CS1503 25: Argument 2: cannot convert from 'out string' to 'out int'"],
    ],
  ])('out, ref, named and default: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
