import { expect, it } from 'vitest';
import { operationsFromJson } from './openapi-operations.ts';

const read = (paths: object, more: object = {}) =>
  operationsFromJson(JSON.stringify({ openapi: '3.0.1', paths, ...more }));

it('takes what operations are given, references replaced, and puts what the query requires into the template', () => {
  const paths = {
    '/weather/{day}': {
      parameters: [{ name: 'day', in: 'path', required: true, schema: { type: 'integer' } }],
      get: {
        operationId: 'read',
        description: 'Reads.',
        parameters: [
          { $ref: '#/components/parameters/city' },
          { name: 'unit', in: 'query', schema: { enum: ['c', 'f'] } },
          { name: 'x-trace', in: 'header' },
        ],
      },
      post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/a' } } } } },
    },
  };
  const components = {
    parameters: { city: { name: 'city', in: 'query', required: true, description: 'Where.' } },
    // a schema that refers to itself ends
    schemas: { a: { type: 'object', properties: { next: { $ref: '#/components/schemas/a' } } } },
  };
  const [get, post] = read(paths, { components });
  expect(get).toEqual({
    id: 'read',
    name: 'read',
    method: 'GET',
    urlTemplate: '/weather/{day}?city={city}',
    description: 'Reads.',
    parameters: [
      { name: 'day', in: 'template', required: true, schema: { type: 'integer' } },
      { name: 'city', in: 'query', required: true, description: 'Where.' },
      { name: 'unit', in: 'query', required: false, schema: { enum: ['c', 'f'] } },
    ],
    headers: expect.any(Array),
    responses: [],
  });
  expect(post).toMatchObject({ body: { type: 'object', properties: { next: { type: 'object' } } } });
});

it('takes bodies and types as Swagger has them', () => {
  const parameters = [
    { name: 'page', in: 'query', type: 'integer' },
    { name: 'order', in: 'body', schema: { type: 'object' } },
  ];
  expect(read({ '/orders': { put: { parameters } } })).toMatchObject([
    {
      urlTemplate: '/orders',
      parameters: [{ name: 'page', in: 'query', required: false, schema: { type: 'integer' } }],
      body: { type: 'object' },
    },
  ]);
});

it('follows references that fan out no further than is of use', () => {
  const names = Array.from({ length: 40 }, (_, index) => `s${index}`);
  const all = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/schemas/${name}` }]));
  const schemas = Object.fromEntries(names.map((name) => [name, { type: 'object', properties: all }]));
  const requestBody = { content: { 'application/json': { schema: { $ref: '#/components/schemas/s0' } } } };
  const [post] = read({ '/': { post: { requestBody } } }, { components: { schemas } });
  expect(JSON.stringify(post).length).toBeLessThan(200_000);
});
