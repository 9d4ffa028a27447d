import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('member access', () => {
  test.each<[string, unknown]>([
    ['default(int)', 0],
    ['default(string)', null],
    ['default(DateTime)', '01/01/0001 00:00:00'],
    ['default(int?)', null],
    ['default(bool)', false],
    ['nameof(String.Length)', 'Length'],
    ['nameof(System.Collections.Generic.List<int>)', 'List'],
    ['sizeof(int)', 4],
    ['System.Net.WebUtility.UrlEncode("a b")', 'a+b'],
    ['5.ToString()', '5'],
  ])('members and names: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    [
      '"a".Foo',
      [
        "CS1061 5: 'string' does not contain a definition for 'Foo' and no accessible extension method 'Foo' accepting a first argument of type 'string' could be found (are you missing a using directive or an assembly reference?)",
      ],
    ],
    [
      '"a".Substring',
      [
        "CS0428 5: Cannot convert method group 'Substring' to non-delegate type 'object'. Did you intend to invoke the method?",
      ],
    ],
    [
      '"a".Substring.Length',
      ["CS0119 5: 'string.Substring(int)' is a method, which is not valid in the given context"],
    ],
    ['Math', ["CS0119 1: 'Math' is a type, which is not valid in the given context"]],
    [
      'System.Foo',
      [
        "CS0234 1: The type or namespace name 'Foo' does not exist in the namespace 'System' (are you missing an assembly reference?)",
      ],
    ],
    [
      'System.Foo.Bar()',
      [
        "CS0234 1: The type or namespace name 'Foo' does not exist in the namespace 'System' (are you missing an assembly reference?)",
      ],
    ],
    ['System', ["CS0118 1: 'System' is a namespace but is used like a variable"]],
    ['Foo.Bar.Baz', ["CS0103 1: The name 'Foo' does not exist in the current context"]],
    [
      '5.Foo()',
      [
        "CS1061 3: 'int' does not contain a definition for 'Foo' and no accessible extension method 'Foo' accepting a first argument of type 'int' could be found (are you missing a using directive or an assembly reference?)",
      ],
    ],
    ['null.Foo', ["CS0023 1: Operator '.' cannot be applied to operand of type '<null>'"]],
    ['null.ToString()', ["CS0023 1: Operator '.' cannot be applied to operand of type '<null>'"]],
    ['5[0]', ["CS0021 1: Cannot apply indexing with [] to an expression of type 'int'"]],
    [
      'default(Foo)',
      [
        "CS0246 9: The type or namespace name 'Foo' could not be found (are you missing a using directive or an assembly reference?)",
      ],
    ],
    [
      'typeof(Foo)',
      [
        "CS0246 8: The type or namespace name 'Foo' could not be found (are you missing a using directive or an assembly reference?)",
      ],
    ],
    ['nameof(Foo)', ["CS0103 8: The name 'Foo' does not exist in the current context"]],
    ['nameof(1)', ['CS8081 8: Expression does not have a name.']],
    ['null + null', ["CS0034 1: Operator '+' is ambiguous on operands of type '<null>' and '<null>'"]],
    ['DateTime.Foo', ["CS0117 10: 'DateTime' does not contain a definition for 'Foo'"]],
    [
      'sizeof(string)',
      ["CS0233 1: 'string' does not have a predefined size, therefore sizeof can only be used in an unsafe context"],
    ],
  ])('members and names: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
