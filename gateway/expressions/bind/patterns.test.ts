import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('patterns', () => {
  test.each<[string, unknown]>([
    ['@{ object o = 5; if (o is int i && i > 3) return i * 2; return 0; }', 10],
    ['@{ object o = "str"; if (o is string s) return s.Length; return -1; }', 3],
    ['@{ object o = "str"; if (!(o is string s)) return -1; return s.Length; }', 3],
    ['@{ object o = null; return o is null; }', true],
    ['@{ object o = 5; return o is 5; }', true],
    ['@{ object o = 5L; return o is 5; }', false],
    ['@{ object o = 5; return o is var x && x.Equals(5); }', true],
    ['@{ int? n = 5; return n is int v ? v : 0; }', 5],
    ['@{ int? n = null; return n is int v ? v : -1; }', -1],
    ['@{ object o = new List<string>(); return o is IEnumerable<object>; }', true],
    ['@{ object o = new List<int>(); return o is IEnumerable<object>; }', false],
    ['@{ object o = "s"; return o is IEnumerable<char>; }', true],
    ['@{ object o = 5; return o as string; }', null],
    ['@{ object o = 5; return o as int?; }', 5],
    ['@{ object o = "5"; return (o as string) + "x"; }', '5x'],
    ['1 is string', false],
  ])('is and as: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    [
      '"a" as int',
      [
        "CS0077 1: The as operator must be used with a reference type or nullable type ('int' is a non-nullable value type)",
      ],
    ],
    [
      '1 as string',
      [
        "CS0039 1: Cannot convert type 'int' to 'string' via a reference conversion, boxing conversion, unboxing conversion, wrapping conversion, or null type conversion",
      ],
    ],
    ['@{ object o = 1; int n = 5; return o is n; }', ['CS0150 40: A constant value is expected']],
  ])('is and as: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
