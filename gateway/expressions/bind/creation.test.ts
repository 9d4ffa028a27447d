import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('object creation', () => {
  test.each<[string, unknown]>([
    ["new string('x', 3)", 'xxx'],
    ['new List<int>(10).Count', 0],
    ['new object() == "a"', false],
    ['new StringBuilder().Append("a").Append(1).Append(\'c\').AppendFormat("{0}", 5).ToString()', 'a1c5'],
    ['new Uri("http://a/b?c=1").Query', '?c=1'],
    ['new KeyValuePair<string,int>("a", 1).Value', 1],
    ["new string('a', 3)", 'aaa'],
    ['new DateTime(2020, 1, 1).AddDays(1).Day', 2],
    ['new DateTime(637000000000000000).Year', 2019],
  ])('constructors: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['new List<int>("a")', ["CS1503 15: Argument 1: cannot convert from 'string' to 'int'"]],
    [
      'new Foo()',
      [
        "CS0246 5: The type or namespace name 'Foo' could not be found (are you missing a using directive or an assembly reference?)",
      ],
    ],
    [
      'new List<Foo>()',
      [
        "CS0246 10: The type or namespace name 'Foo' could not be found (are you missing a using directive or an assembly reference?)",
      ],
    ],
    ['new List()', ["CS0305 5: Using the generic type 'List<T>' requires 1 type arguments"]],
    ['new string()', ["CS1729 5: 'string' does not contain a constructor that takes 0 arguments"]],
    [
      'new IEnumerable<int>()',
      ["CS0144 1: Cannot create an instance of the abstract type or interface 'IEnumerable<int>'"],
    ],
    ['new Math()', ["CS0712 1: Cannot create an instance of the static class 'Math'"]],
    ['new List<>()', ['CS7003 5: Unexpected use of an unbound generic name']],
    ['new List<int, int>()', ["CS0305 5: Using the generic type 'List<T>' requires 1 type arguments"]],
    [
      'new Dictionary<string>()',
      ["CS0305 5: Using the generic type 'Dictionary<TKey, TValue>' requires 2 type arguments"],
    ],
  ])('constructors: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
