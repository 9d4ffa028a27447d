/** validate-status-code, validate-headers, validate-parameters: what the API's description says, held against messages. */
import { describe, expect, test } from 'vitest';
import type { Operation } from '../../model.ts';
import { useGateway } from '../../testing/use-gateway.ts';

const start = useGateway();
const errors = (policy: string): string => policy.replace(' ', ' errors-variable-name="errors" ');
const shown = '<set-body>@(((JArray)context.Variables["errors"]).ToString(Newtonsoft.Json.Formatting.None))</set-body>';

const operation: Operation = {
  id: 'op',
  name: 'Op',
  method: 'GET',
  urlTemplate: '/items/{id}',
  parameters: [
    { name: 'id', in: 'template', required: true, schema: { type: 'integer', maximum: 100 } },
    {
      name: 'tag',
      in: 'query',
      required: false,
      schema: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
    },
    { name: 'deep', in: 'query', required: false, schema: { type: 'boolean' } },
    { name: 'name', in: 'query', required: false, schema: { type: 'string', pattern: '^[a-z]+$' } },
  ],
  headers: [{ name: 'X-Count', required: false, schema: { type: 'integer' } }],
  responses: [
    { status: 200, headers: [{ name: 'X-Left', required: false, schema: { type: 'integer' } }] },
    { status: 404 },
  ],
};
const described = { api: { operations: [operation] } };

describe('validate-status-code', () => {
  const policy = '<validate-status-code unspecified-status-code-action="prevent">';
  const overrides = '<status-code code="418" action="ignore" /><status-code code="200" action="prevent" />';
  test.each([
    [200, 200],
    [404, 404],
    [418, 418],
    [500, 502],
  ])('the backend answers %i: %i', async (status, told) => {
    const under = await start({
      ...described,
      policy: { outbound: `<base />${policy}${overrides}</validate-status-code>` },
    });
    under.backend.answer = (_request, response) => response.writeHead(status).end('at Secret.Method()');
    const answer = await under.request('/api/items/1');
    expect(answer.status).toBe(told);
    expect(under.trace().notEmulated).toBeUndefined();
    if (told !== 502) return;
    expect(answer.json()).toEqual({
      statusCode: 502,
      message: 'The request could not be processed due to an internal error. Contact the API owner.',
    });
    expect(under.trace().lastError).toEqual({
      source: 'validate-status-code',
      reason: 'Response not allowed',
      message: 'Response status code 500 is not allowed.',
    });
  });

  test('without a description every status is unspecified, and no result may rest on it', async () => {
    const under = await start({ policy: { outbound: `<base />${policy}</validate-status-code>` } });
    expect((await under.request()).status).toBe(502);
    expect(under.trace().notEmulated).toEqual(['validate-status-code without the responses of the operation']);
  });

  test('detect lets the response pass and tells the variable', async () => {
    const detecting = errors('<validate-status-code unspecified-status-code-action="detect" />');
    const under = await start({ ...described, policy: { outbound: `<base />${detecting}${shown}` } });
    under.backend.answer = (_request, response) => response.writeHead(500).end();
    const answer = await under.request('/api/items/1');
    expect([answer.status, answer.json()]).toEqual([
      500,
      [
        {
          Name: '500',
          Type: 'StatusCode',
          ValidationRule: 'Unspecified',
          Details: 'Response status code 500 is not allowed.',
          Action: 'detect',
        },
      ],
    ]);
  });
});

describe('validate-headers', () => {
  const policy =
    '<validate-headers specified-header-action="prevent" unspecified-header-action="prevent"><header name="date" action="ignore" /><header name="connection" action="ignore" /><header name="keep-alive" action="ignore" /><header name="content-length" action="ignore" /></validate-headers>';
  test.each([
    [{ 'X-Left': '3' }, 200, ''],
    [{}, 200, ''],
    [{ 'X-Left': 'many' }, 502, 'Value of the header X-Left cannot be parsed according to the definition.'],
    [{ 'x-left': ['1', '2'] }, 502, 'Response cannot contain multiple values for the header x-left.'],
    [{ 'X-Powered-By': 'secrets' }, 502, 'Unspecified header X-Powered-By is not allowed.'],
  ])('%j: %i', async (headers, status, message) => {
    const under = await start({ ...described, policy: { outbound: `<base />${policy}` } });
    under.backend.answer = (_request, response) => response.writeHead(200, { ...headers, 'Content-Length': 0 }).end();
    const answer = await under.request('/api/items/1');
    expect([answer.status, under.trace().lastError?.message ?? '']).toEqual([status, message]);
    if (message) expect(answer.body).toContain('Contact the API owner.');
  });
});

describe('validate-parameters', () => {
  const policy = (places = '') =>
    `<validate-parameters specified-parameter-action="prevent" unspecified-parameter-action="prevent"><headers unspecified-parameter-action="ignore"><parameter name="X-Bad" action="prevent" /></headers>${places}</validate-parameters>`;
  test.each([
    ['/api/items/1?tag=a&tag=b&deep=TRUE&name=x', {}, 200, ''],
    ['/api/items/1?tag=a,b', { 'X-Count': '4' }, 200, ''],
    ['/api/items/one', {}, 400, "The request's path"],
    ['/api/items/101', {}, 400, 'Integer 101 exceeds maximum value of 100.'],
    ['/api/items/1?tag=a,c', {}, 400, 'Value "c" is not defined in enum.'],
    ['/api/items/1?deep=maybe', {}, 400, "Value of the query parameter deep couldn't be parsed"],
    [
      '/api/items/1?deep=true&deep=false',
      {},
      400,
      'Request cannot contain multiple values for the query parameter deep.',
    ],
    ['/api/items/1?name=X', {}, 400, "does not match regex pattern '^[a-z]+$'"],
    ['/api/items/1?other=1', {}, 400, 'Unspecified query parameter other is not allowed.'],
    ['/api/items/1', { 'X-Count': 'x' }, 400, "Value of the header X-Count couldn't be parsed"],
    ['/api/items/1', { 'X-Bad': 'x' }, 400, 'Unspecified header X-Bad is not allowed.'],
  ])('%s %j: %i', async (path, headers, status, message) => {
    const under = await start({ ...described, policy: { inbound: `<base />${policy()}` } });
    const answer = await under.request(path, { headers });
    expect(answer.status).toBe(status);
    if (status === 200) return;
    const told = (answer.json() as { message: string }).message;
    expect(told).toContain(message === "The request's path" ? 'Value of the path parameter id' : message);
    expect(under.trace().lastError).toMatchObject({ source: 'validate-parameters', reason: 'Bad request' });
  });

  test('what is said of a place or a name wins over what is said of all', async () => {
    const places = '<query specified-parameter-action="ignore"><parameter name="other" action="ignore" /></query>';
    const under = await start({ ...described, policy: { inbound: `<base />${policy(places)}` } });
    expect((await under.request('/api/items/1?name=X&other=1')).status).toBe(200);
    expect((await under.request('/api/items/1?another=1')).status).toBe(400);
  });

  test('all errors are in the variable, and a pattern that never ends is one', async () => {
    const slow: Operation = {
      ...operation,
      parameters: [{ name: 'name', in: 'query', required: false, schema: { type: 'string', pattern: '^(a+)+$' } }],
    };
    const detecting = errors(
      '<validate-parameters specified-parameter-action="detect" unspecified-parameter-action="detect"><headers unspecified-parameter-action="ignore" /></validate-parameters>',
    );
    const under = await start({
      api: { operations: [slow] },
      policy: { inbound: `${detecting}<return-response>${shown}</return-response>` },
    });
    const answer = await under.request(`/api/items/1?name=${'a'.repeat(40)}!&b=1`);
    expect(answer.json()).toMatchObject([
      { Name: 'name', Type: 'QueryParameter', ValidationRule: 'ValidationException' },
      { Name: 'b', ValidationRule: 'Unspecified', Action: 'detect' },
    ]);
  });
});
