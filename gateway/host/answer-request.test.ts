import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const redirect = (to: string): string =>
  `<return-response><set-status code="302" /><set-header name="Location"><value>${to}</value></set-header></return-response>`;

test.each([
  [
    'https://login.microsoftonline.com/t/authorize?x=https://login.microsoftonline.com',
    'https://localhost:9/t/authorize?x=https://login.microsoftonline.com',
  ],
  ['https://login.microsoftonline.com', 'https://localhost:9'],
  ['https://login.microsoftonline.com:443/x#y', 'https://localhost:9/x#y'],
  ['https://other.example/x', 'https://other.example/x'],
  ['/relative', '/relative'],
])('a redirect to a mapped host goes to where it is served: %s', async (location, expected) => {
  const { request, trace } = await start({
    locations: new Map([['https://login.microsoftonline.com', 'https://localhost:9/']]),
    policy: { inbound: redirect(location) },
  });
  expect((await request()).header('Location')).toBe(expected);
  expect(trace().messages).toHaveLength(location === expected ? 0 : 1);
});

test.each([
  ["form-action 'self' https://login.microsoftonline.com https://client.example", true],
  [
    'form-action https://login.microsoftonline.com/; frame-ancestors https://login.microsoftonline.com.evil.example',
    true,
  ],
  ["form-action 'self' https://other.example", false],
])('a page that may lead to a mapped host may lead to where it is served: %s', async (policy, extended) => {
  const page = `<return-response><set-header name="Content-Security-Policy"><value>${policy}</value></set-header></return-response>`;
  const { request } = await start({
    locations: new Map([['https://login.microsoftonline.com', 'https://localhost:9/']]),
    policy: { inbound: page },
  });
  const served = (await request()).header('Content-Security-Policy') ?? '';
  expect(served.includes(' https://localhost:9')).toBe(extended);
  expect(served.replaceAll(' https://localhost:9', '')).toBe(policy);
});

test('without mapped locations nothing is rewritten', async () => {
  const { request } = await start({ policy: { inbound: redirect('https://login.microsoftonline.com/x') } });
  expect((await request()).header('Location')).toBe('https://login.microsoftonline.com/x');
});

test('nothing secret is in a trace or in what else quotes an answer, however short or encoded', async () => {
  // seven characters, of which percent-encoding changes two
  const secret = `${randomBytes(3).toString('hex').slice(0, 5)}/!`;
  const primaryKey = randomBytes(4).toString('hex');
  const under = await start({
    subscriptions: [{ id: 's', name: 's', primaryKey, scope: { kind: 'all' } }],
    model: { namedValues: [{ name: 'secret', value: secret, secret: true }] },
    policy: {
      inbound:
        '<base /><set-variable name="url" value="@("https://h/?q=" + System.Net.WebUtility.UrlEncode("{{secret}}"))" /><set-variable name="bytes" value="@(Convert.ToBase64String(Encoding.UTF8.GetBytes("u:{{secret}}")))" /><set-variable name="number" value="@(int.Parse("{{secret}}"))" />',
    },
  });
  await under.request(`/api/${encodeURIComponent(secret)}`, { headers: { 'Ocp-Apim-Subscription-Key': primaryKey } });
  const text = JSON.stringify(under.trace());
  expect(under.trace().steps.map(({ policy }) => policy)).toEqual(['set-variable', 'set-variable', 'set-variable']);
  for (const shown of [secret, encodeURIComponent(secret), primaryKey]) expect(text).not.toContain(shown);
  expect(under.trace().steps[1]?.variables?.bytes).toContain('***');
  expect(under.trace().path).toBe('/api/***');
  expect(under.gateway.withoutSecrets(`it says ${secret}`)).toBe('it says ***');
});

test('secret named values and subscription keys are told to the ledger, once a load', async () => {
  const issued: string[] = [];
  const secret = randomUUID();
  const primaryKey = randomBytes(8).toString('hex');
  await start({
    onIssued: ({ kind, value, audience }) => issued.push(`${kind} ${audience} ${value}`),
    model: {
      namedValues: [
        { name: 'hidden', value: secret, secret: true },
        { name: 'plain', value: 'x', secret: false },
      ],
    },
    subscriptions: [{ id: 's', name: 'mine', primaryKey, scope: { kind: 'all' } }],
  });
  expect(issued).toEqual([`named_value hidden ${secret}`, `subscription_key mine ${primaryKey}`]);
});

test('gatewayUrl is the listener’s own URL unless told', async () => {
  const namedValues = [{ name: 'url', role: 'gatewayUrl', secret: false } as const];
  const policy = { inbound: '<return-response><set-body>{{url}}</set-body></return-response>' };
  const own = await start({ model: { namedValues }, policy });
  expect((await own.request()).body).toBe(own.gateway.url);
  const told = await start({ model: { namedValues }, policy, publicUrl: 'https://contoso.azure-api.net/' });
  expect((await told.request()).body).toBe('https://contoso.azure-api.net');
});

test('a key is asked for before any policy runs, and on-error sees it', async () => {
  const { request, trace } = await start({
    api: { subscriptionRequired: true },
    policy: {
      inbound: '<return-response />',
      onError:
        '<set-header name="E"><value>@(context.LastError.Source + context.LastError.Reason)</value></set-header>',
    },
  });
  const answer = await request();
  expect([answer.status, answer.reason, answer.header('E')]).toEqual([
    401,
    'Access Denied',
    'authorizationSubscriptionKeyNotFound',
  ]);
  expect(answer.body).toBe(
    '{ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API." }',
  );
  expect(Buffer.byteLength(answer.body)).toBe(152);
  expect(answer.header('WWW-Authenticate')).toMatch(
    /^AzureApiManagementKey realm="http:\/\/localhost:\d+\/api",name="Ocp-Apim-Subscription-Key",type="header"$/,
  );
  expect(trace().steps.map(({ policy }) => policy)).toEqual(['set-header']);
});

test('errors are written compactly by a v2 tier', async () => {
  const { request } = await start({ switches: { 'errors.json': 'compact' } });
  expect((await request('/nowhere')).body).toBe('{"statusCode":404,"message":"Resource not found"}');
});

test('an API without a backend URL cannot be forwarded to', async () => {
  const { request, trace } = await start({
    model: {
      apis: [
        {
          id: 'a',
          name: 'A',
          path: 'api',
          revision: '1',
          subscriptionRequired: false,
          operations: [{ id: 'o', name: '', method: 'GET', urlTemplate: '/*' }],
        },
      ],
    },
  });
  expect((await request()).status).toBe(500);
  expect(trace().lastError).toMatchObject({
    source: 'forward-request',
    message: expect.stringContaining('no backend URL'),
  });
});
