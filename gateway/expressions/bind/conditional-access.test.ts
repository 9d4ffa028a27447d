import { describe, expect, test } from 'vitest';
import { evaluate } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('null-conditional access', () => {
  test.each<[string, unknown]>([
    ['@{ string s = null; return s?.Length; }', null],
    ['@{ string s = null; return s?.Length ?? -1; }', -1],
    ['@{ string s = null; return s?.Substring(1).ToUpper().Trim(); }', null],
    ['@{ string s = "abc"; return s?.Substring(1)?.ToUpper(); }', 'BC'],
    ['@{ int? i = 5; return i?.ToString(); }', '5'],
    ['@{ int? i = null; return i?.ToString() ?? "n"; }', 'n'],
    ['@{ DateTime? d = null; return d?.Year; }', null],
    ['JObject.Parse("{\\"a\\":{\\"b\\":5}}")["a"]?["b"]?.ToString()', '5'],
    ['JObject.Parse("{}")["a"]?["b"]?.ToString() ?? "none"', 'none'],
    ['@{ string s = "abc"; return s ? .Length; }', 3],
    ['@{ string s = null; return s ?\r\n\t.Substring(1) ? .ToUpper(); }', null],
    ['@{ int[] a = null; return a ? [0]; }', null],
    ['@{ bool b = true; return b ? .5 : 1; }', 0.5],
  ])('skips the rest of the chain: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });
});
