import { expect, test } from 'vitest';
import { growth } from './growth.ts';

const text = 'a'.repeat(40_000);
let seen = 0;
const linear = (size: number): void => {
  for (let round = 0; round < 1_000; round++) for (let at = 0; at < size; at++) seen ^= text.charCodeAt(at);
};
const quadratic = (size: number): void => {
  for (let from = 0; from < size; from++) for (let at = from; at < size; at++) seen ^= text.charCodeAt(at);
};

test('tells what is linear from what is quadratic', () => {
  linear(2_000);
  quadratic(2_000);
  expect(growth(linear, [10_000, 40_000], 8)).toBeLessThan(8);
  expect(growth(quadratic, [4_000, 16_000], 8)).toBeGreaterThan(8);
  expect(seen).toBeTypeOf('number');
});
