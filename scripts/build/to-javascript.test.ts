import { describe, expect, it } from 'vitest';
import { importsOf, placesOf, toJavaScript } from './to-javascript.ts';

describe('a module as JavaScript', () => {
  it('keeps lines and columns, and imports JavaScript', () => {
    const text =
      "import { a } from '../a.ts';\nconst b = async (x: number): Promise<string> => (await import('./b.ts')).b(x);\n";
    const javascript = toJavaScript(text);
    expect(javascript).not.toContain('number');
    expect(javascript.indexOf('b(x)')).toBe(text.indexOf('b(x)') + 0);
    expect(importsOf(javascript)).toEqual(['../a.js', './b.js']);
  });

  it('leaves packages and other text as they are', () => {
    const text = "import { x } from 'y/z.ts';\nconst file = './a.ts';\n";
    expect(toJavaScript(text)).toBe(text);
  });

  it('knows imports from calls that look like them', () => {
    expect(importsOf("Buffer.from('00', 'hex'); import 'a'; await import( 'b' );")).toEqual(['a', 'b']);
  });

  it('knows imports from messages that speak of where something is from', () => {
    expect(
      importsOf(`return "valid against one of 'a', from 'b'.";\nexport { x } from 'c'\nimport d from 'd' with {}`),
    ).toEqual(['c', 'd']);
  });

  it('refuses what is more than types', () => {
    expect(() => toJavaScript('enum A { b }')).toThrow();
  });
});

it('finds the files that a module names beside it', () => {
  expect(placesOf("new URL('../x/y.json', import.meta.url); new URL('https://a.b/');")).toEqual(['../x/y.json']);
});
