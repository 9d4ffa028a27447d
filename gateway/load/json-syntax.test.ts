import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonFault } from './json-syntax.ts';

it.each([
  ['{"a": [,]}', 7, 'a value expected'],
  ['{"a": 1,}', 8, "a key expected after ','"],
  ["{'a': 1}", 1, 'a key in double quotes expected'],
  ['{"a" 1}', 5, "':' expected"],
  ['[1 2]', 3, "',' or ']' expected"],
  ['[01]', 1, 'a value expected'],
  ['{"a": {"b": 1}, "a": 2}', 16, 'second time'],
  ['{"a": "x\n"}', 6, 'a value expected'],
  ['{"a": 1', 7, 'ends too early'],
  ['{} {}', 3, 'nothing may follow'],
])('%j is wrong at %i', (text, offset, message) => {
  expect(jsonFault(text)).toEqual({ offset, message: expect.stringContaining(message) });
});

it('agrees with JSON.parse on what is JSON', () => {
  const pieces = fc.array(
    fc.constantFrom('{', '}', '[', ']', ',', ':', '"k"', '"l"', '1', '-0.5e3', 'true', 'null', ' ', '"\\u00e9"', '.'),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        pieces.map((parts) => parts.join('')),
        fc.json(),
      ),
      (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        const fault = jsonFault(text);
        if (fault?.message.includes('second time')) return;
        expect(fault === undefined).toBe(valid);
      },
    ),
    { numRuns: 1000 },
  );
});

it('names the place where data is nested beyond all reason', () => {
  expect(jsonFault('['.repeat(200) + ']'.repeat(200))).toBeUndefined();
  expect(jsonFault(`{"a": ${'['.repeat(20_000)}`)).toEqual({ offset: 205, message: 'nested deeper than 200 levels' });
});
