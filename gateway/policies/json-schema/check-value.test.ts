import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CannotBeValidated, schemaError } from './check-value.ts';

const runtime = { now: () => 0, randomBytes: () => new Uint8Array(), platform: 'linux' as const, charge: () => {} };
const check = (value: unknown, schema: Record<string, unknown>, options = {}) =>
  schemaError(value, schema, { runtime, ...options });

test.each<[unknown, Record<string, unknown>, string | undefined]>([
  [1, { type: 'integer' }, undefined],
  [1, { type: 'number' }, undefined],
  [1.5, { type: 'integer' }, 'Invalid type. Expected Integer but got Number.'],
  [null, { type: 'string' }, 'Invalid type. Expected String but got Null.'],
  [null, { type: 'string', nullable: true }, undefined],
  [null, { type: ['string', 'null'] }, undefined],
  ['abc', { maxLength: 2 }, "String 'abc' exceeds maximum length of 2."],
  ['x', { format: 'uuid' }, "String 'x' does not validate against format 'uuid'."],
  [5, { maximum: 5, exclusiveMaximum: true }, 'Integer 5 exceeds maximum value of 5.'],
  [7, { multipleOf: 2 }, 'Integer 7 is not a multiple of 2.'],
  [[1, 1], { uniqueItems: true }, 'Array items are not unique.'],
  [{}, { required: ['a', 'b'] }, 'Required properties are missing from object: a, b.'],
  [
    { a: 1, b: 2 },
    { properties: { a: {} }, additionalProperties: false },
    "Property 'b' has not been defined and the schema does not allow additional properties.",
  ],
  [
    { a: { b: 'x' } },
    { properties: { a: { properties: { b: { type: 'integer' } } } } },
    'Invalid type. Expected Integer but got String.',
  ],
  [1, { anyOf: [{ type: 'string' }, { type: 'boolean' }] }, "JSON does not match any schemas from 'anyOf'."],
  [
    1,
    { oneOf: [{ type: 'integer' }, { type: 'number' }] },
    "JSON is valid against no schemas, or more than one, from 'oneOf'.",
  ],
  [1, { not: { type: 'integer' } }, "JSON is valid against schema from 'not'."],
  [
    JSON.parse('{"__proto__":1}'),
    { properties: { a: {} }, additionalProperties: false },
    "Property '__proto__' has not been defined and the schema does not allow additional properties.",
  ],
])('%j against %j', (value, schema, message) => {
  expect(check(value, schema)).toBe(message);
});

test('options override what the schema says of additional properties and case', () => {
  const schema = { properties: { a: { type: 'integer' } }, additionalProperties: false };
  expect(check({ a: 1, b: 1 }, schema, { additionalProperties: true })).toBeUndefined();
  expect(check({ A: 'x' }, schema, { ignoreCase: true })).toContain('Expected Integer');
});

test('depth, size and patterns without end are given up', () => {
  let deep: Record<string, unknown> = {};
  for (let index = 0; index < 200; index++) deep = { items: deep };
  const value = JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) as unknown;
  expect(() => check(value, deep)).toThrow(CannotBeValidated);
  const branching = { anyOf: Array.from({ length: 600 }, () => ({ type: 'string' })) };
  const many = Array.from({ length: 600 }, () => 1);
  expect(() => check(many, { items: { not: branching } })).toThrow(CannotBeValidated);
  expect(() => check('x', { pattern: '(' })).toThrow(CannotBeValidated);
});

test('any value and any schema end in a verdict', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.object({ key: fc.constantFrom('type', 'items', 'properties', 'anyOf', 'enum', 'not', 'required', 'a') }),
      (value, schema) => {
        const verdict = check(value, schema as Record<string, unknown>);
        expect(['string', 'undefined']).toContain(typeof verdict);
      },
    ),
  );
});
