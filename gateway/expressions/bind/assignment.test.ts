import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('assignment', () => {
  test.each<[string, unknown]>([
    ['@{ int x = 10; x %= 4; x |= 8; x ^= 3; x &= 0xF; return x; }', 9],
    ['@{ int x = 5; int y = x++ * 2 + x; return y; }', 16],
    ['@{ int x = 5; return x-- - --x; }', 2],
    ['@{ int i = 1; i += i++ + ++i; return i; }', 5],
    ['@{ bool b = false; b |= true; b &= true; b ^= false; return b; }', true],
    ['@{ object o = "a"; o += "b"; return o; }', 'ab'],
    ['@{ int i = 0; i++ ; ++i; i--; return -i; }', -1],
    ["@{ char c = 'a'; c++; return c; }", "'b'"],
    ['@{ int i = 5; i <<= 33; return i; }', 10],
    ['@{ int x = 5; x = x++ + ++x; return x; }', 12],
  ])('compound, increment and order of evaluation: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    [
      '@{ 5 = 6; return 1; }',
      ['CS0131 3: The left-hand side of an assignment must be a variable, property or indexer'],
    ],
    [
      '@{ "a".Length = 1; return 1; }',
      ["CS0200 3: Property or indexer 'string.Length' cannot be assigned to -- it is read only"],
    ],
    [
      '@{ string s = "a"; s.Length = 1; return 1; }',
      ["CS0200 19: Property or indexer 'string.Length' cannot be assigned to -- it is read only"],
    ],
    [
      '@{ string s = "a"; s[0] = \'b\'; return s; }',
      ["CS0200 19: Property or indexer 'string.this[int]' cannot be assigned to -- it is read only"],
    ],
    [
      '@{ bool b = true; b += 1; return b; }',
      ["CS0019 18: Operator '+=' cannot be applied to operands of type 'bool' and 'int'"],
    ],
    ['@{ int x = 5; x += "a"; return x; }', ["CS0029 14: Cannot implicitly convert type 'string' to 'int'"]],
    ['@{ string s = "a"; s++; return s; }', ["CS0023 19: Operator '++' cannot be applied to operand of type 'string'"]],
    ['@{ bool b = true; b++; return b; }', ["CS0023 18: Operator '++' cannot be applied to operand of type 'bool'"]],
    [
      "@{ char c = 'a'; c += 1; return c; }",
      [
        "CS0266 17: Cannot implicitly convert type 'int' to 'char'. An explicit conversion exists (are you missing a cast?)",
      ],
    ],
  ])('compound, increment and order of evaluation: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
