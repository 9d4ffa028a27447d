import { describe, expect, test } from 'vitest';
import { errors, evaluate, thrown } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('binding', () => {
  test.each<[string, unknown]>([
    ['@{ int a = 1, b = 2; return a + b; }', 3],
    ['@{ (int x, string y) = (3, "q"); return x + y; }', '3q'],
    ['@{ (int s, int c) Calc(int n) { return (n + n, n * n); } var r = Calc(3); return r.s + r.c; }', 15],
    ['@{ object o = (int?)null; return o == null; }', true],
    ['@{ object o = (int?)5; return o.GetType().Name; }', 'Int32'],
    ['@{ object a = 1, b = 1; return a == b; }', false],
    ['@{ object a = 1, b = 1; return a.Equals(b); }', true],
    ['@{ IComparable c = 5; return c.CompareTo(3); }', 1],
    ['@{ ; ; return 1; }', 1],
    ['@{ { { return 1; } } }', 1],
    ['@{ if (true) { } else return 2; return 1; }', 1],
    ['@{ var sb = new StringBuilder(); sb.Append("a").Append(1).AppendLine(); return sb.Length > 0; }', true],
    ['@{ var d1 = new DateTime(2020,1,2); var d2 = new DateTime(2020,1,1); return (d1 - d2).TotalHours; }', 24],
    ['@{ a: return 1; }', 1],
    ['new[]{3,1,2}.OrderByDescending(x => x).ThenBy(x => -x).Last()', 1],
    ['JObject.Parse("{\\"a\\":1}")["a"].Value<int>() + 1', 2],
    ['JObject.Parse("{\\"a\\":\\"x\\"}")["a"] + "y"', 'xy'],
    ['@{ JToken t = "x"; JToken u = 5; JToken v = true; return (string)t + (int)u + (bool)v; }', 'x5True'],
    ['JsonConvert.DeserializeObject<Dictionary<string,string>>("{\\"a\\":\\"b\\"}")["a"]', 'b'],
    ['JsonConvert.DeserializeObject<IDictionary<string,string>>("{\\"a\\":\\"b\\"}")["a"]', 'b'],
    ['Regex.Match("abc123", @"\\d+").Value', '123'],
    ['Regex.Replace("abc", "b", m => m.Value.ToUpper())', 'aBc'],
    ['DateTimeOffset.FromUnixTimeSeconds(0).Year', 1970],
    ['@{ int x = int.MinValue; return -x; }', -2147483648],
    ['@{ int i = 77; return (StringComparison)i; }', '77'],
    ["@{ char c = 'a'; return c + 1; }", 98],
    ['@{ long l = 1; return l << 65; }', 2n],
    ['@{ int i = -8; return i >> 1; }', -4],
    ['@{ uint i = 0x80000000; return i >> 31; }', 1],
    ["@{ string s = null; return s + null + 1 + 'c' + 2.5 + true; }", '1c2.5True'],
    ['DateTime.Parse("2020-01-02").Month', 1],
    ["char.IsDigit('5')", true],
    ['char.IsLetter("ab", 0)', true],
    ['(5).ToString("D3")', '005'],
    ['string.IsNullOrWhiteSpace(null)', true],
    ['BitConverter.GetBytes(1)[0]', 1],
    ["BitConverter.GetBytes('a').Length", 2],
    ['Array.Empty<int>().Length', 0],
    ['Comparer<string>.Default.Compare("a", "b")', -1],
  ])('everything else: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string]>([
    [
      '@{ object o = "x"; int i = (int)o; return i; }',
      "System.InvalidCastException: Unable to cast object of type 'System.String' to type 'System.Int32'.",
    ],
    [
      '@{ int x = int.MinValue; return x / -1; }',
      'System.OverflowException: Arithmetic operation resulted in an overflow.',
    ],
  ])('everything else: exceptions: %s', (text, expected) => {
    expect(thrown(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['(() => 1).Foo', ["CS0023 1: Operator '.' cannot be applied to operand of type 'lambda expression'"]],
    ['@{ if (1) return 1; return 2; }', ["CS0029 7: Cannot implicitly convert type 'int' to 'bool'"]],
    [
      '@{ 1 + 1; return 1; }',
      [
        'CS0201 3: Only assignment, call, increment, decrement, await, and new object expressions can be used as a statement',
      ],
    ],
    [
      '@{ "a"; return 1; }',
      [
        'CS0201 3: Only assignment, call, increment, decrement, await, and new object expressions can be used as a statement',
      ],
    ],
    [
      '@{ int i = 5; i.Foo = 1; return i; }',
      [
        "CS1061 16: 'int' does not contain a definition for 'Foo' and no accessible extension method 'Foo' accepting a first argument of type 'int' could be found (are you missing a using directive or an assembly reference?)",
      ],
    ],
    [
      'DateTime.Now.Foo()',
      [
        "CS1061 14: 'DateTime' does not contain a definition for 'Foo' and no accessible extension method 'Foo' accepting a first argument of type 'DateTime' could be found (are you missing a using directive or an assembly reference?)",
      ],
    ],
    ['DateTime.Now.AddDays("a")', ["CS1503 22: Argument 1: cannot convert from 'string' to 'double'"]],
    ['DateTime.Now - 5', ["CS0019 1: Operator '-' cannot be applied to operands of type 'DateTime' and 'int'"]],
    [
      'DateTime.Now + DateTime.Now',
      ["CS0019 1: Operator '+' cannot be applied to operands of type 'DateTime' and 'DateTime'"],
    ],
    ['JObject.Parse(1)', ["CS1503 15: Argument 1: cannot convert from 'int' to 'string'"]],
    [
      'JObject.Parse("{}")["a"]["b"].Foo',
      [
        "CS1061 31: 'JToken' does not contain a definition for 'Foo' and no accessible extension method 'Foo' accepting a first argument of type 'JToken' could be found (are you missing a using directive or an assembly reference?)",
      ],
    ],
    [
      'JObject.Parse("{}").Value<Foo>("a")',
      [
        "CS0246 27: The type or namespace name 'Foo' could not be found (are you missing a using directive or an assembly reference?)",
      ],
    ],
    [
      'JObject.Parse("{}").Value("a")',
      [
        "CS0411 21: The type arguments for method 'JToken.Value<T>(object)' cannot be inferred from the usage. Try specifying the type arguments explicitly.",
      ],
    ],
    ['@{ lock (5) { } return 1; }', ["CS0185 9: 'int' is not a reference type as required by the lock statement"]],
    ['@{ List<> l = null; return l; }', ['CS7003 3: Unexpected use of an unbound generic name']],
    [
      '@{ Dictionary l = null; return l; }',
      ["CS0305 3: Using the generic type 'Dictionary<TKey, TValue>' requires 2 type arguments"],
    ],
    ['(List)null', ["CS0305 2: Using the generic type 'List<T>' requires 1 type arguments"]],
    ['List<int>', ["CS0119 1: 'List<int>' is a type, which is not valid in the given context"]],
    ['@{ a: a: return 1; }', ["CS0140 6: The label 'a' is a duplicate"]],
  ])('everything else: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
