import { expect, test } from 'vitest';
import { sampleValue } from './sample-value.ts';

test.each([
  [{ example: 'x', type: 'integer' }, 'x'],
  [{ default: null }, null],
  [{ enum: ['a', 'b'] }, 'a'],
  [{ type: 'string' }, 'string'],
  [{ type: 'string', format: 'date-time' }, '2000-01-01T00:00:00Z'],
  [{ type: ['null', 'boolean'] }, true],
  [{ type: 'integer', minimum: 3 }, 3],
  [{ type: 'array', items: { type: 'number' } }, [0]],
  [{ properties: { a: { type: 'string' }, b: {} } }, { a: 'string', b: null }],
  [
    { allOf: [{ properties: { a: { const: 1 } } }, { properties: { b: { const: 2 } } }], properties: { c: {} } },
    { a: 1, b: 2, c: null },
  ],
  [{ oneOf: [{ const: 1 }, { const: 2 }] }, 1],
])('%j: %j', (schema, value) => {
  expect(sampleValue(schema)).toEqual(value);
});

test('a schema that holds itself ends', () => {
  const properties: Record<string, unknown> = {};
  const schema = { type: 'object', properties };
  properties.left = schema;
  properties.right = schema;
  expect(sampleValue(schema)).toHaveProperty('left.left.left');
});
