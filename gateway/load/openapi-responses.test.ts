import { expect, it } from 'vitest';
import { operationsFromJson, operationsFromYaml } from './openapi-operations.ts';

it('takes headers, and responses with what they hold, references replaced', () => {
  const [operation] = operationsFromYaml(`
paths:
  /a:
    parameters:
      - { name: X-One, in: header, schema: { type: integer } }
    get:
      parameters:
        - $ref: '#/components/parameters/two'
      responses:
        200:
          headers:
            ETag: { schema: { type: string } }
          content:
            Application/JSON; charset=utf-8:
              schema: { $ref: '#/components/schemas/A' }
              examples: { first: { value: { a: 1 } }, linked: { externalValue: x } }
            text/plain: { example: hello }
        '404': { $ref: '#/components/responses/none' }
        default: { description: d }
        5XX: { description: d }
components:
  parameters:
    two: { name: x-two, in: header, required: true }
  schemas:
    A: { type: object }
  responses:
    none: { description: nothing }
`);
  expect(operation).toMatchObject({
    headers: [
      { name: 'X-One', required: false, schema: { type: 'integer' } },
      { name: 'x-two', required: true },
    ],
    responses: [
      {
        status: 200,
        headers: [{ name: 'ETag', required: false, schema: { type: 'string' } }],
        content: [
          { type: 'application/json', schema: { type: 'object' }, examples: [{ a: 1 }] },
          { type: 'text/plain', examples: ['hello'] },
        ],
      },
      { status: 404 },
    ],
  });
});

it('takes those of Swagger 2.0', () => {
  const described = {
    parameters: [{ name: 'X-N', in: 'header', type: 'integer', maximum: 9 }],
    responses: {
      200: { schema: { type: 'array' }, examples: { 'application/json': [1] }, headers: { E: { type: 'string' } } },
    },
  };
  const document = { produces: ['application/json', 'application/xml'], paths: { '/a': { get: described } } };
  expect(operationsFromJson(JSON.stringify(document))[0]).toMatchObject({
    headers: [{ name: 'X-N', schema: { type: 'integer', maximum: 9 } }],
    responses: [
      {
        status: 200,
        headers: [{ name: 'E', schema: { type: 'string' } }],
        content: [
          { type: 'application/json', schema: { type: 'array' }, examples: [[1]] },
          { type: 'application/xml', schema: { type: 'array' } },
        ],
      },
    ],
  });
});
