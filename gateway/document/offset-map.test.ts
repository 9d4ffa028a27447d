import { expect, it } from 'vitest';
import { OffsetMap } from './offset-map.ts';

it('maps unchanged text one to one and replacements to their beginning', () => {
  // "ab&lt;cd" -> "ab<cd"
  const map = new OffsetMap();
  map.replace(2, 1, 2, 4);
  expect([0, 1, 2, 3, 4, 5].map((offset) => map.source(offset))).toEqual([0, 1, 2, 6, 7, 8]);
});

it('takes replacements next to each other, longer than their source, and empty ones', () => {
  // "x{a}{b}{c}y" -> "x" + "12345" + "" + "6" + "y"
  const map = new OffsetMap();
  map.replace(1, 5, 1, 3);
  map.replace(6, 0, 4, 3);
  map.replace(6, 1, 7, 3);
  expect([0, 1, 3, 5, 6, 7].map((offset) => map.source(offset))).toEqual([0, 1, 1, 1, 7, 10]);
});

it('knows which stretches are replacements', () => {
  const map = new OffsetMap();
  expect(map.replaces(0, 10)).toBe(false);
  map.replace(2, 3, 2, 5);
  expect([map.replaces(0, 2), map.replaces(0, 3), map.replaces(3, 4), map.replaces(5, 9), map.replaces(4, 4)]).toEqual([
    false,
    true,
    true,
    false,
    true,
  ]);
});
