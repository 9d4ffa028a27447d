import { describe, expect, test } from 'vitest';
import type { Operation } from '../model.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const schema = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'integer' }, name: { type: 'string', maxLength: 3 } },
};
const operation: Operation = {
  id: 'op',
  name: 'Op',
  method: '*',
  urlTemplate: '/op',
  body: schema,
  responses: [{ status: 200, content: [{ type: 'application/json', schema }, { type: 'application/hal+json' }] }],
};
const api = { operations: [operation] };
const policy = (content = '', action = 'prevent') =>
  `<validate-content unspecified-content-type-action="prevent" max-size="40" size-exceeded-action="prevent" errors-variable-name="e"><content validate-as="json" action="${action}" type="application/json" ${content} /></validate-content>`;
const json = { 'Content-Type': 'application/json' };
const associated = 'does not conform to the definition, which is associated with the content type application/json.';
const hidden = 'The request could not be processed due to an internal error. Contact the API owner.';

describe('a request', () => {
  test.each([
    ['{"id":1}', '', '', ''],
    ['{"id":1,"x":2}', '', '', ''],
    ['{"id":1,"x":2}', 'allow-additional-properties="false"', `Body of the request ${associated} Property 'x'`, ''],
    ['{"ID":1}', '', `Body of the request ${associated} Required properties are missing from object: id.`, ''],
    ['{"ID":1}', 'case-insensitive-property-names="true"', '', ''],
    ['{"id":"1"}', '', `Body of the request ${associated} Invalid type. Expected Integer but got String.`, ''],
    ['{', '', 'Body of the request cannot be validated for the content type application/json.', hidden],
    ['['.repeat(39), '', 'Body of the request cannot be validated', hidden],
    [`{"id":${'1'.repeat(40)}}`, '', "Request's body is 47 bytes long", "Request's body is 47 bytes long"],
  ])('%s %s: %s', async (body, content, message, told) => {
    const { request, trace } = await start({ api, policy: { inbound: `<base />${policy(content)}` } });
    const answer = await request('/api/op', { method: 'POST', body, headers: json });
    expect(trace().notEmulated).toBeUndefined();
    expect(answer.status).toBe(message ? 400 : 200);
    if (!message) return;
    expect(trace().lastError).toMatchObject({ source: 'validate-content', reason: 'Bad request' });
    expect(trace().lastError?.message).toContain(message);
    expect((answer.json() as { message: string }).message).toContain(told || message);
  });
});

describe('a response', () => {
  test.each([
    ['application/json', '{"id":1}', ''],
    ['application/json', '{"id":"1"}', `Body of the response ${associated} Invalid type.`],
    ['text/plain', 'secret', 'Unspecified content type text/plain is not allowed.'],
    ['application/json', `"${'x'.repeat(40)}"`, "Response's body is 42 bytes long and it exceeds the configured limit"],
  ])('%s %s: %s', async (type, body, message) => {
    const { request, backend, trace } = await start({ api, policy: { outbound: `<base />${policy()}` } });
    backend.answer = (_request, response) => response.writeHead(200, { 'Content-Type': type }).end(body);
    const answer = await request();
    expect(answer.status).toBe(message ? 502 : 200);
    if (!message) return;
    expect(answer.json()).toEqual({ statusCode: 502, message: hidden });
    expect(trace().lastError).toMatchObject({ source: 'validate-content', reason: 'Response not allowed' });
    expect(trace().lastError?.message).toContain(message);
  });
});

test('detect tells the variable and lets the message pass', async () => {
  const shown = '<set-body>@(((JArray)context.Variables["e"]).ToString(Newtonsoft.Json.Formatting.None))</set-body>';
  const { request } = await start({ api, policy: { inbound: `<base />${policy('', 'detect')}`, outbound: shown } });
  const answer = await request('/api/op', { method: 'POST', body: '[]', headers: json });
  expect(answer.json()).toEqual([
    {
      Name: 'application/json',
      Type: 'RequestBody',
      ValidationRule: 'IncorrectMessage',
      Details: `Body of the request ${associated} Invalid type. Expected Object but got Array.`,
      Action: 'detect',
    },
  ]);
});

test.each([
  ['of the service', 'schema-id="other"', operation],
  ['that is not known', '', { ...operation, body: undefined }],
  ['known in part', '', { ...operation, bodyIsPartial: true }],
  ['with what is not checked', '', { ...operation, body: { patternProperties: { '^x': false } } }],
])('a schema %s is reported as not emulated', async (_name, content, { body, ...rest }) => {
  const described = { ...rest, ...(body ? { body } : {}) };
  const { request, trace } = await start({
    api: { operations: [described] },
    policy: { inbound: `<base />${policy(content)}` },
  });
  const answer = await request('/api/op', { method: 'POST', body: '{}', headers: json });
  expect([answer.status, trace().notEmulated]).toEqual([200, ['validate-content schema']]);
});
