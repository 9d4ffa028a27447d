import { describe, expect, test } from 'vitest';
import { errors, evaluate, thrown } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('arrays', () => {
  test.each<[string, unknown]>([
    [
      '@{ var a = new int[2]; try { a[2] = 1; return 0; } catch (IndexOutOfRangeException e) { return e.Message; } }',
      'Index was outside the bounds of the array.',
    ],
    ['@{ var a = new int[3][]; a[0] = new[]{1,2}; return a[0][1] + (a[1] == null ? 10 : 20); }', 12],
    [
      '@{ string[] a = { "x", "y" }; object[] o = a; try { o[0] = 5; return "no"; } catch (ArrayTypeMismatchException e) { return e.Message; } }',
      'Attempted to access an element as a type incompatible with the array.',
    ],
    ['@{ string[] a = null; return a?[0]; }', null],
    ['@{ string[] a = null; return a?[0].Length; }', null],
    ['@{ string[] a = {"xy"}; return a?[0].Length; }', 2],
    ["new string(new[]{'a','b'})", 'ab'],
    ["new[] { 1, 2.5, 'a' }[2]", 97],
    ['new[] { "a", null }.Length', 2],
    ['new object[] { 1, "a", null }.Length', 3],
    ['new int[5].Length', 5],
    ['new[] { new[] { 1 }, new[] { 2, 3 } }[1][1]', 3],
    ['(new int[] { 1, 2 })[0]', 1],
    ['@{ var a = new[]{3,1,2}; Array.Sort(a); return a[0] * 100 + a[1] * 10 + a[2]; }', 123],
    ['@{ object o = new int[0]; return o is IEnumerable<int>; }', true],
    ['@{ int i = 0; int[] a = new int[3]; a[i++] = i; a[i] = i++; return a[0] * 100 + a[1] * 10 + i; }', 112],
    [
      '@{ List<int> l = new List<int>(); l.Add(1); l.AddRange(new[]{2,3}); l.RemoveAt(0); return l.Contains(3); }',
      true,
    ],
    ['string.Join(",", new[]{1,2,3})', '1,2,3'],
    ['"a,b".Split(new[]{\',\'}, StringSplitOptions.RemoveEmptyEntries)[1]', 'b'],
    ['(IEnumerable<int>)new[]{1}', [1]],
    ['new object[]{1,"a"}.OfType<string>().First()', 'a'],
    ['new object[]{1,2}.Cast<int>().Sum()', 3],
    ['new[]{1,2}.Contains(2)', true],
    ['new[]{1,2}.Concat(new[]{3}).ToList().Count', 3],
    ['JArray.FromObject(new[]{1,2}).Count', 2],
    ['Encoding.UTF8.GetString(new byte[]{97})', 'a'],
    ['new Queue<int>(new[]{1,2}).Dequeue()', 1],
    ['new Stack<int>(new[]{1,2}).Peek()', 2],
    ['"a b".Split(new char[0]).Length', 2],
    ['string.Format("{0}", new object[]{1})', '1'],
    ['string.Format("{0}", new string[]{"a"})', 'a'],
    ['string.Format("{0}", new int[]{1})', 'System.Int32[]'],
    ['string.Format("{0}", (object)new object[]{1})', 'System.Object[]'],
    ['string.Join(",", new object[]{1,null,"a"})', '1,,a'],
    ['string.Join(",", (object)new[]{1,2})', 'System.Int32[]'],
    ['string.Concat(new[]{"a","b"})', 'ab'],
    ["new string(new char[]{'a'}, 0, 1)", 'a'],
    ['new List<int>(new[]{1}).Count', 1],
    ['BitConverter.ToInt32(new byte[]{1,0,0,0}, 0)', 1],
    ['Array.IndexOf(new[]{1,2}, 2)', 1],
    ['Array.IndexOf(new[]{"a"}, null)', -1],
    ['Array.Exists(new string[]{"a"}, "a".Equals)', true],
  ])('creation and elements: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string]>([
    [
      '@{ object o = new int[0]; return (string[])o; }',
      "System.InvalidCastException: Unable to cast object of type 'System.Int32[]' to type 'System.String[]'.",
    ],
  ])('creation and elements: exceptions: %s', (text, expected) => {
    expect(thrown(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['new int[]{1}["a"]', ["CS0029 14: Cannot implicitly convert type 'string' to 'int'"]],
    ['new int["a"]', ["CS0029 9: Cannot implicitly convert type 'string' to 'int'"]],
    ['new int[2]{1}', ["CS0847 11: An array initializer of length '2' is expected"]],
    ['new[]{1,"a"}', ['CS0826 1: No best type found for implicitly-typed array']],
    ['new[]{null}', ['CS0826 1: No best type found for implicitly-typed array']],
    [
      'new int[0].Foo',
      [
        "CS1061 12: 'int[]' does not contain a definition for 'Foo' and no accessible extension method 'Foo' accepting a first argument of type 'int[]' could be found (are you missing a using directive or an assembly reference?)",
      ],
    ],
    [
      'new int[0].Length.Foo',
      [
        "CS1061 19: 'int' does not contain a definition for 'Foo' and no accessible extension method 'Foo' accepting a first argument of type 'int' could be found (are you missing a using directive or an assembly reference?)",
      ],
    ],
    ['Array.Reverse(new[]{1,2})', ["CS0029 1: Cannot implicitly convert type 'void' to 'object'"]],
  ])('creation and elements: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
