import { expect, it } from 'vitest';
import { operationsFromJson } from './openapi-operations.ts';

const read = (schema: unknown) =>
  operationsFromJson(
    JSON.stringify({
      paths: {
        '/a': {
          post: {
            requestBody: { content: { 'application/json': { schema } } },
            responses: { 200: { content: { 'application/json': { schema } } } },
          },
        },
      },
      components: {
        schemas: { Tree: { properties: { child: { $ref: '#/components/schemas/Tree' } } }, Leaf: { enum: ['a'] } },
      },
    }),
  )[0];
const nested = (depth: number, inner: unknown): unknown =>
  depth === 0 ? inner : { properties: { p: nested(depth - 1, inner) } };

it('takes a schema whole, however its references nest', () => {
  const operation = read(nested(10, { $ref: '#/components/schemas/Leaf' }));
  expect(operation?.body).toEqual(nested(10, { enum: ['a'] }));
  expect(operation?.bodyIsPartial).toBeUndefined();
  expect(operation?.responses?.[0]?.content?.[0]?.schema).toEqual(nested(10, { enum: ['a'] }));
});

it.each([
  ['recursive', { $ref: '#/components/schemas/Tree' }],
  ['elsewhere', { properties: { p: { $ref: 'other.json#/A' } } }],
  ['too deep', nested(30, {})],
])('does not take a schema that is %s for the whole', (_name, schema) => {
  const operation = read(schema);
  expect(operation).toMatchObject({ bodyIsPartial: true, body: {} });
  expect(operation?.responses?.[0]?.content).toEqual([{ type: 'application/json' }]);
});
