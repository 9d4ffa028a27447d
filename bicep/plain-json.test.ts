import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainJson } from './plain-json.ts';

test.each([
  ['// first\n{"a": 1}', '        \n{"a": 1}'],
  ['{"a": /* why\n so */ 1}', '{"a":       \n       1}'],
  ['{"a": [1, 2, ], }', '{"a": [1, 2  ]  }'],
  ['{"a": 1, // last\n}', '{"a": 1         \n}'],
  ['{"a": "// no, /* no */ ,]"}', '{"a": "// no, /* no */ ,]"}'],
  ['{"a": "\\"//"}', '{"a": "\\"//"}'],
  ['\ufeff{}', ' {}'],
  ['{} /* open', '{}        '],
])('%j is read as %j', (text, plain) => {
  expect(plainJson(text)).toBe(plain);
});

test('what is plain stays as it is, and nothing moves', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(plainJson(text)).toBe(text);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[],"\\/* \n\ufeffa') }), (text) => {
      expect(plainJson(text)).toHaveLength(text.length);
    }),
  );
});

test('comments that never end are passed over once', () => {
  const text = '/* '.repeat(200_000);
  expect(plainJson(text).trim()).toBe('');
});
