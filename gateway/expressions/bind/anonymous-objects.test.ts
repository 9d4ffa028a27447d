import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('anonymous objects', () => {
  test.each<[string, unknown]>([
    ['@{ var x = new { A = 1, B = "b" }; return x.A + x.B; }', '1b'],
    ['new { A = 1, B = "b", C = (string)null }.ToString()', '{ A = 1, B = b, C =  }'],
    ['new { A = 1 }.Equals(new { A = 1 })', true],
    ['new { }.ToString()', '{ }'],
    ['@{ var q = 5; return new { q, q.GetType().Name }.ToString(); }', '{ q = 5, Name = Int32 }'],
    [
      'JsonConvert.SerializeObject(new { a = 1, b = "x", c = new[] { 1, 2 }, d = new { e = 1.5 } })',
      '{"a":1,"b":"x","c":[1,2],"d":{"e":1.5}}',
    ],
  ])('members: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    [
      'new { a = 1 }.b',
      [
        "CS1061 15: '<anonymous type: int a>' does not contain a definition for 'b' and no accessible extension method 'b' accepting a first argument of type '<anonymous type: int a>' could be found (are you missing a using directive or an assembly reference?)",
      ],
    ],
    [
      'new { 1 + 1 }',
      [
        'CS0746 7: Invalid anonymous type member declarator. Anonymous type members must be declared with a member assignment, simple name or member access.',
      ],
    ],
    ['new { a = null }', ["CS0828 7: Cannot assign '<null>' to anonymous type property"]],
  ])('members: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
