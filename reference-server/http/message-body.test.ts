import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nesting } from './message-body.ts';

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

it('the nesting of a JSON text is that of its value, whatever its strings hold', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (value, spaced) => {
      const text = JSON.stringify({ '[{"\\': value }, null, spaced ? 2 : 0);
      expect(nesting(Buffer.from(text))).toBe(depthOf(value) + 1);
    }),
  );
});

it.each([
  ['', 0],
  ['"[', 0],
  ['"\\"[', 0],
  ['"\\\\"[', 1],
  ['[]]]][[', 1],
  ['[[]]', 2],
])('the nesting of %s is %i, though it is no JSON', (text, depth) => {
  expect(nesting(Buffer.from(text))).toBe(depth);
});
