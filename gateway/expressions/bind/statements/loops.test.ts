import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('loops', () => {
  test.each<[string, unknown]>([
    ['@{ int s = 0; for (int i = 0, j = 10; i < j; i++, j--) s += i * j; return s; }', 70],
    ['@{ int i = 0; while (true) { if (++i > 5) break; if (i == 2) continue; } return i; }', 6],
    ['@{ int i = 0; do { i += 2; } while (i < 7); return i; }', 8],
    [
      '@{ for (int i = 0; i < 10; i++) { for (int j = 0; j < 10; j++) if (i * j == 42) goto done; } return "none"; done: return "found"; }',
      'found',
    ],
  ])('for, while, do: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    ['@{ while ("a") {} return 1; }', ["CS0029 10: Cannot implicitly convert type 'string' to 'bool'"]],
  ])('for, while, do: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
