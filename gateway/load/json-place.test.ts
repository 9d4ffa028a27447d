import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonOffset, jsonPath, jsonPlaces } from './json-place.ts';

it('writes paths as people write them in JavaScript', () => {
  expect(jsonPath(['apis', 0, 'a-b', 'c'])).toBe('apis[0]["a-b"].c');
});

it('finds keys and values', () => {
  const text = '{ "a": [1, {"b": "x,]}"}], "c": {"d": null} }';
  expect(text.slice(jsonOffset(text, ['a', 1, 'b']))).toMatch(/^"x,]}"/);
  expect(text.slice(jsonOffset(text, ['c', 'd'], 'key'))).toMatch(/^"d"/);
  expect(text.slice(jsonOffset(text, ['c', 'e', 'f']))).toMatch(/^{"d"/);
});

it('finds every value of any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      const placeOf = jsonPlaces(text);
      const visit = (node: unknown, path: PropertyKey[]): void => {
        const rest = text.slice(jsonOffset(text, path));
        expect(placeOf(path)).toBe(jsonOffset(text, path));
        expect(rest.startsWith(JSON.stringify(node, undefined, indent).slice(0, 1))).toBe(true);
        if (node === null || typeof node !== 'object') expect(rest.startsWith(JSON.stringify(node))).toBe(true);
        else
          for (const [key, child] of Object.entries(node))
            visit(child, [...path, Array.isArray(node) ? Number(key) : key]);
      };
      visit(value, []);
    }),
  );
});
