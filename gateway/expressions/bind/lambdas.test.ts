import { describe, expect, test } from 'vitest';
import { errors, evaluate, thrown } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('lambdas', () => {
  test.each<[string, unknown]>([
    [
      '@{ var fs = new List<Func<int>>(); for (int i = 0; i < 3; i++) fs.Add(() => i); return fs[0]() + fs[1]() + fs[2](); }',
      9,
    ],
    [
      '@{ var fs = new List<Func<int>>(); foreach (var i in new[]{1,2,3}) fs.Add(() => i); return fs[0]() * 100 + fs[1]() * 10 + fs[2](); }',
      123,
    ],
    [
      '@{ var fs = new List<Func<int>>(); int j = 0; while (j < 3) { int k = j; fs.Add(() => k++); j++; } return fs[0]() + fs[0]() * 10 + fs[2]() * 100; }',
      210,
    ],
    ['@{ Func<int,int> fact = null; fact = n => n <= 1 ? 1 : n * fact(n - 1); return fact(10); }', 3628800],
    ['@{ Action a = null; a?.Invoke(); return 1; }', 1],
    ['((Func<int, int>)(x => x + 1))(5)', 6],
    ['((Func<int, Func<int, int>>)(x => y => x * y))(3)(4)', 12],
    ['new Func<string>(() => "d")()', 'd'],
    ['@{ Func<string, int> p = int.Parse; return p("12"); }', 12],
    ['@{ Func<int, string> p = Convert.ToString; return p(12); }', '12'],
    ['@{ Func<string> p = "abc".ToUpper; return p(); }', 'ABC'],
    ['@{ Func<object, string> p = o => o.ToString(); Func<string, object> q = p; return q("x"); }', 'x'],
    ['@{ Action<int> a = x => { }; a(1); return 1; }', 1],
    ['@{ Func<int, int> f = delegate(int x) { return x * 2; }; return f(4); }', 8],
    ['@{ Predicate<int> p = x => x > 2; return Array.Exists(new[]{1,2,3}, p); }', true],
  ])('binding and capturing: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string]>([
    [
      '@{ object o = (Func<int>)(() => 1); return (string)o; }',
      "System.InvalidCastException: Unable to cast object of type 'System.Func`1[System.Int32]' to type 'System.String'.",
    ],
  ])('binding and capturing: exceptions: %s', (text, expected) => {
    expect(thrown(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['@{ Func<int> f = x => 1; return f(); }', ["CS1593 19: Delegate 'Func<int>' does not take 1 arguments"]],
    [
      '@{ Func<int,int> f = x => "a"; return f(1); }',
      [
        "CS0029 26: Cannot implicitly convert type 'string' to 'int'",
        'CS1662 26: Cannot convert lambda expression to intended delegate type because some of the return types in the block are not implicitly convertible to the delegate return type',
      ],
    ],
    [
      '@{ Action a = () => 1; return 1; }',
      [
        'CS0201 20: Only assignment, call, increment, decrement, await, and new object expressions can be used as a statement',
      ],
    ],
    [
      '@{ Func<int> a = () => { }; return 1; }',
      ["CS1643 20: Not all code paths return a value in lambda expression of type 'Func<int>'"],
    ],
    [
      '@{ Func<int> a = () => { if (DateTime.Now.Year > 1) return 1; }; return 1; }',
      ["CS1643 20: Not all code paths return a value in lambda expression of type 'Func<int>'"],
    ],
    [
      '@{ Func<int, int> f = x => { if (x > 1) return 1; else return "a"; }; return f(1); }',
      [
        "CS0029 62: Cannot implicitly convert type 'string' to 'int'",
        'CS1662 62: Cannot convert lambda expression to intended delegate type because some of the return types in the block are not implicitly convertible to the delegate return type',
      ],
    ],
    [
      '@{ Func<int, bool> f = x => x; return f(1); }',
      [
        "CS0029 28: Cannot implicitly convert type 'int' to 'bool'",
        'CS1662 28: Cannot convert lambda expression to intended delegate type because some of the return types in the block are not implicitly convertible to the delegate return type',
      ],
    ],
  ])('binding and capturing: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
