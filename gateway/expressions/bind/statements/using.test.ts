import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('using statements', () => {
  test.each<[string, unknown]>([
    ['@{ using (var w = new System.IO.StringWriter()) { w.Write("hi"); return w.ToString(); } }', 'hi'],
  ])('resources: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    [
      '@{ using (var x = "a") { } return 1; }',
      ["CS1674 10: 'string': type used in a using statement must implement 'System.IDisposable'."],
    ],
  ])('resources: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
