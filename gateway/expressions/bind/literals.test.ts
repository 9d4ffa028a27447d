import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('literals', () => {
  test.each<[string, unknown]>([
    ['0x1F', 31],
    ['0b101', 5],
    ['1_000_000', 1000000],
    ['1e3', 1000],
    ['1.5e-3', 0.0015],
    ['0xFFFFFFFF', 4294967295],
    ['0x7FFFFFFFFFFFFFFF', 9223372036854775807n],
    ['1UL + 1', 2n],
    ['@"a\\n""b"""', 'a\\n"b"'],
    ['"a\\tb\\u0041\\x41\\\\"', 'a	bAA\\'],
    ['"abc"[1]', "'b'"],
    ['"abc"[1] - \'a\'', 1],
    ['2147483648', 2147483648],
    ["'a'.ToString()", 'a'],
    ['1.5.ToString()', '1.5'],
    ['1.0.ToString()', '1'],
    ["\"abc\".Replace('a', 'b')", 'bbc'],
    ['"abc".Replace("a", null)', 'bc'],
    ["\"abc\".Trim('a', 'c')", 'b'],
    ['"abc".Trim(null)', 'abc'],
    ['"abc".TrimStart()', 'abc'],
    ['"abc".PadLeft(5, \'.\')', '..abc'],
    ['"abc".StartsWith("a") & "abc".EndsWith(\'c\')', true],
    ['"abc".CompareTo("abd")', -1],
    ['"abc".Contains(\'b\')', true],
    ['"abc".ToCharArray()[0]', "'a'"],
    ['"{0}".Length', 3],
    ['"abc".LastIndexOf("b")', 1],
  ])('numbers, characters and texts: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    [
      '"a".Foo()',
      [
        "CS1061 5: 'string' does not contain a definition for 'Foo' and no accessible extension method 'Foo' accepting a first argument of type 'string' could be found (are you missing a using directive or an assembly reference?)",
      ],
    ],
    ['"a".Length()', ["CS1955 5: Non-invocable member 'string.Length' cannot be used like a method."]],
    ['"a" - 1', ["CS0019 1: Operator '-' cannot be applied to operands of type 'string' and 'int'"]],
    ['"a" * "b"', ["CS0019 1: Operator '*' cannot be applied to operands of type 'string' and 'string'"]],
    ['1 && true', ["CS0019 1: Operator '&&' cannot be applied to operands of type 'int' and 'bool'"]],
    ['"a" && true', ["CS0019 1: Operator '&&' cannot be applied to operands of type 'string' and 'bool'"]],
    ['"a"[1.5]', ["CS1503 5: Argument 1: cannot convert from 'double' to 'int'"]],
    ['"a"["b"]', ["CS1503 5: Argument 1: cannot convert from 'string' to 'int'"]],
  ])('numbers, characters and texts: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
