import { describe, expect, test } from 'vitest';
import { errors, evaluate, thrown } from '../../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('jumps', () => {
  test.each<[string, unknown]>([
    ['@{ { goto a; } a: return 1; }', 1],
    ['@{ int i = 0; again: i++; if (i < 3) goto again; return i; }', 3],
  ])('goto, return, throw: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string]>([
    [
      '@{ string s = null; return s ?? throw new ArgumentNullException("s"); }',
      "System.ArgumentNullException: Value cannot be null. (Parameter 's')",
    ],
    ['@{ throw new Exception("top"); }', 'System.Exception: top'],
    ['@{ throw null; }', 'System.NullReferenceException: Object reference not set to an instance of an object.'],
  ])('goto, return, throw: exceptions: %s', (text, expected) => {
    expect(thrown(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['throw new Exception()', ['CS8115 1: A throw expression is not allowed in this context.']],
    ['@{ return; }', ["CS0126 3: An object of a type convertible to 'object' is required"]],
    ['@{ throw "a"; }', ['CS0155 9: The type caught or thrown must be derived from System.Exception']],
    ['@{ throw; }', ['CS0156 3: A throw statement with no arguments is not allowed outside of a catch clause']],
    ['@{ goto missing; return 1; }', ["CS0159 8: No such label 'missing' within the scope of the goto statement"]],
    ['@{ goto a; { a: return 1; } }', ["CS0159 8: No such label 'a' within the scope of the goto statement"]],
    ['@{ goto a; int x = 5; a: return x; }', ["CS0165 32: Use of unassigned local variable 'x'"]],
  ])('goto, return, throw: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
