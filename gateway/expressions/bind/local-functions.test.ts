import { describe, expect, test } from 'vitest';
import { errors, evaluate, thrown } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('local functions', () => {
  test.each<[string, unknown]>([
    ['@{ int Fib(int n) => n < 2 ? n : Fib(n-1) + Fib(n-2); return Fib(15); }', 610],
    ['@{ int c = 5; return Add(1, 2); int Add(int a, int b) { return a + b + c; } }', 8],
    ['@{ int n = 0; void Inc() { n++; } Inc(); Inc(); return n; }', 2],
    ['@{ int Outer(int x) { int Inner(int y) { return x * y; } return Inner(x + 1); } return Outer(4); }', 20],
    [
      '@{ bool IsEven(int n) { return n == 0 || IsOdd(n - 1); } bool IsOdd(int n) { return n != 0 && IsEven(n - 1); } return IsEven(10); }',
      true,
    ],
    ['@{ int F() { try { return 1; } finally { } } return F(); }', 1],
    [
      '@{ void Swap(ref int a, ref int b) { int t = a; a = b; b = t; } int x = 1, y = 2; Swap(ref x, ref y); return x * 10 + y; }',
      21,
    ],
    ['@{ void Get(out int a) { a = 5; } Get(out int q); return q; }', 5],
    ['@{ var arr = new[]{1,2,3}; void Inc(ref int a) { a++; } Inc(ref arr[1]); return arr[1]; }', 3],
    [
      '@{ int Opt(int a, int b = 2, string c = "z") { return a + b + c.Length; } return Opt(1) + Opt(1, c: "abc") + Opt(b: 5, a: 1); }',
      17,
    ],
    [
      '@{ int Sum(params int[] xs) { int s = 0; foreach (var x in xs) s += x; return s; } return Sum() + Sum(1) + Sum(1, 2) + Sum(new[]{5, 6}); }',
      15,
    ],
    [
      '@{ T first<T>(IEnumerable<T> s) { foreach (var x in s) return x; return default(T); } return first(new[] { 5, 6 }); }',
      5,
    ],
    ['@{ T id<T>(T x) => x; return id(5) + id("a"); }', '5a'],
  ])('calls: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string]>([
    [
      '@{ return throwIt(); int throwIt() => throw new InvalidOperationException("bad"); }',
      'System.InvalidOperationException: bad',
    ],
  ])('calls: exceptions: %s', (text, expected) => {
    expect(thrown(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['@{ int F() { } return F(); }', ["CS0161 7: 'F()': not all code paths return a value"]],
    [
      '@{ void F() { return 1; } F(); return 1; }',
      ["CS0127 14: Since 'F()' returns void, a return keyword must not be followed by an object expression"],
    ],
    [
      '@{ int F(int a) { return a; } return F(); }',
      ["CS7036 37: There is no argument given that corresponds to the required parameter 'a' of 'F(int)'"],
    ],
    [
      '@{ int F(int a) { return a; } return F("a"); }',
      ["CS1503 39: Argument 1: cannot convert from 'string' to 'int'"],
    ],
    [
      '@{ int f(bool b) { if (b) return 1; } return f(true); }',
      ["CS0161 7: 'f(bool)': not all code paths return a value"],
    ],
    ['@{ T id<T>(T x) => x; return id<string>(5); }', ["CS1503 40: Argument 1: cannot convert from 'int' to 'string'"]],
  ])('calls: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    [
      '@{ IEnumerable<int> gen(int n) { for (int i = 0; i < n; i++) yield return i * i; } string r = ""; foreach (var x in gen(4)) r += x; return r; }',
      '0149',
    ],
    [
      '@{ string log = ""; IEnumerable<int> gen() { try { yield return 1; yield return 2; } finally { log += "f"; } } foreach (var x in gen()) break; return log; }',
      'f',
    ],
  ])('iterators: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    [
      '@{ IEnumerable<int> gen() { try { yield return 1; yield return 2; } finally { log = "f"; } } string log = ""; foreach (var x in gen()) break; return log; }',
      ["CS0841 78: Cannot use local variable 'log' before it is declared"],
    ],
    [
      '@{ async Task<int> f() { return 1; } return f(); }',
      ['APIM 3: Async local functions are not supported in policy expressions'],
    ],
  ])('iterators: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
