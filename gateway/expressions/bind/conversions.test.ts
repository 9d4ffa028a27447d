import { describe, expect, test } from 'vitest';
import { errors, evaluate, thrown } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('conversions', () => {
  test.each<[string, unknown]>([
    ['@{ byte b = 255; b++; return b; }', 0],
    ['@{ byte b = 10; b += 5; b <<= 1; return b; }', 30],
    ['@{ short s = -1; return (ushort)s; }', 65535],
    ['@{ long l = int.MaxValue; l++; return l; }', 2147483648n],
    ['@{ ulong u = ulong.MaxValue; u++; return u; }', 0n],
    ['@{ double d = 10; d /= 4; return d; }', 2.5],
    ['@{ decimal m = 10; m /= 4; return m; }', '2.5m'],
    ['@{ float f = 1; f /= 3; return f; }', 0.3333333432674408],
    ['@{ byte b = 1; b <<= 2; return b; }', 4],
    ['@{ double d = 1e10; return (int)d; }', 2147483647],
    ['@{ double d = -1e10; return (int)d; }', -2147483648],
    ['@{ double d = double.NaN; return (int)d; }', 0],
    ['@{ double d = 1e10; return (byte)d; }', 255],
    ['@{ double d = 300.7; return (byte)d; }', 44],
    ['@{ double d = -1.5; return (byte)d; }', 255],
    ['@{ double d = -1.5; return (uint)d; }', 0],
    ['@{ double d = 1e20; return (long)d; }', 9223372036854775807n],
    ['@{ double d = 1e20; return (ulong)d; }', 18446744073709551615n],
    ['@{ double d = -1; return (ulong)d; }', 0n],
    ['@{ double d = 70000; return (short)d; }', 4464],
    ['@{ double d = 70000; return (char)d; }', "'ᅰ'"],
    ['@{ double d = 1e10; return (short)d; }', -1],
    ['@{ double d = -1e10; return (sbyte)d; }', 0],
    ['@{ uint a = 4000000000; int b = -1; return a + b; }', 3999999999n],
    ['@{ byte b = 200; b += 100; return b; }', 44],
    ['@{ float f = 0.1f; return f + 0.2; }', 0.30000000149011613],
  ])('implicit: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string]>([
    [
      '@{ double d = 1e10; return checked((int)d); }',
      'System.OverflowException: Arithmetic operation resulted in an overflow.',
    ],
    [
      '@{ decimal d = 1e20m; return (int)d; }',
      'System.OverflowException: Value was either too large or too small for an Int32.',
    ],
    [
      '@{ decimal d = 1e20m; return (byte)d; }',
      'System.OverflowException: Value was either too large or too small for an unsigned byte.',
    ],
  ])('implicit: exceptions: %s', (text, expected) => {
    expect(thrown(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['@{ byte b = 1; b += 300; return b; }', ["CS0031 15: Constant value '300' cannot be converted to a 'byte'"]],
    [
      '@{ byte b = 1; b += 2L; return b; }',
      [
        "CS0266 15: Cannot implicitly convert type 'long' to 'byte'. An explicit conversion exists (are you missing a cast?)",
      ],
    ],
    [
      '@{ byte b = 1; int i = 5; b += i; return b; }',
      [
        "CS0266 26: Cannot implicitly convert type 'int' to 'byte'. An explicit conversion exists (are you missing a cast?)",
      ],
    ],
    [
      '@{ short s = 1; s = s + 1; return s; }',
      [
        "CS0266 20: Cannot implicitly convert type 'int' to 'short'. An explicit conversion exists (are you missing a cast?)",
      ],
    ],
  ])('implicit: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ["(char)('a' + 1)", "'b'"],
    ['(object)"a" == (object)"a"', true],
    ['@{ object o = 5; return (long)(int)o; }', 5n],
    ['(int)3.99', 3],
    ['(int)-3.99', -3],
    ["(int)'a'", 97],
    ['(char)98', "'b'"],
    ['(byte)200', 200],
    ['(int)2.5m', 2],
    ['(long)1e10', 10000000000n],
    ['(float)0.1', 0.10000000149011612],
    ['(double)0.1f', 0.10000000149011612],
    ['(decimal)0.1', '0.1m'],
    ['(uint)5', 5],
    ['(object)5', 5],
    ['(string)null', null],
    ['(int?)5', 5],
    ['(short)-1 & 0xFF', 255],
    ['(int)DayOfWeek.Friday', 5],
    ['(DayOfWeek)3', 'Wednesday'],
    ['(int)JObject.Parse("{\\"a\\":1}")["a"] + 1', 2],
    ['(string)JObject.Parse("{\\"a\\":null}")["a"] ?? "d"', 'd'],
    ['@{ object o = 1; return (int?)o; }', 1],
    ['@{ object o = StringComparison.Ordinal; return (int)o; }', 4],
    ['@{ object o = 1; return (StringComparison)o; }', 'CurrentCultureIgnoreCase'],
  ])('casts: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string]>([
    [
      '(JObject)1',
      "System.InvalidCastException: Unable to cast object of type 'Newtonsoft.Json.Linq.JValue' to type 'Newtonsoft.Json.Linq.JObject'.",
    ],
    ['(string)JObject.Parse("{}")', 'System.ArgumentException: Can not convert Object to String.'],
    [
      '@{ object o = "a"; return (int)o; }',
      "System.InvalidCastException: Unable to cast object of type 'System.String' to type 'System.Int32'.",
    ],
    [
      '@{ object o = 1; return (long)o; }',
      "System.InvalidCastException: Unable to cast object of type 'System.Int32' to type 'System.Int64'.",
    ],
    [
      '@{ object o = null; return (int)o; }',
      'System.NullReferenceException: Object reference not set to an instance of an object.',
    ],
    [
      '@{ object o = 1; return (string)o; }',
      "System.InvalidCastException: Unable to cast object of type 'System.Int32' to type 'System.String'.",
    ],
    [
      '@{ object o = new List<int>(); return (List<string>)o; }',
      "System.InvalidCastException: Unable to cast object of type 'System.Collections.Generic.List`1[System.Int32]' to type 'System.Collections.Generic.List`1[System.String]'.",
    ],
    [
      '@{ object o = "a"; return (int?)o; }',
      "System.InvalidCastException: Unable to cast object of type 'System.String' to type 'System.Nullable`1[System.Int32]'.",
    ],
    [
      '@{ object o = 1.5; return (JObject)o; }',
      "System.InvalidCastException: Unable to cast object of type 'System.Double' to type 'Newtonsoft.Json.Linq.JObject'.",
    ],
    [
      "@{ object o = 'a'; return (int)o; }",
      "System.InvalidCastException: Unable to cast object of type 'System.Char' to type 'System.Int32'.",
    ],
    [
      '@{ object o = JsonConvert.SerializeObject(1); return (JToken)o; }',
      "System.InvalidCastException: Unable to cast object of type 'System.String' to type 'Newtonsoft.Json.Linq.JToken'.",
    ],
    [
      '@{ object o = new Dictionary<string,List<int>>(); return (JToken)o; }',
      "System.InvalidCastException: Unable to cast object of type 'System.Collections.Generic.Dictionary`2[System.String,System.Collections.Generic.List`1[System.Int32]]' to type 'Newtonsoft.Json.Linq.JToken'.",
    ],
  ])('casts: exceptions: %s', (text, expected) => {
    expect(thrown(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['(int)"a"', ["CS0030 1: Cannot convert type 'string' to 'int'"]],
    ['(string)1', ["CS0030 1: Cannot convert type 'int' to 'string'"]],
    ['(DateTime)"a"', ["CS0030 1: Cannot convert type 'string' to 'System.DateTime'"]],
    [
      '(byte)300',
      ["CS0221 1: Constant value '300' cannot be converted to a 'byte' (use 'unchecked' syntax to override)"],
    ],
    [
      '(byte)-1',
      ["CS0221 1: Constant value '-1' cannot be converted to a 'byte' (use 'unchecked' syntax to override)"],
    ],
  ])('casts: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
