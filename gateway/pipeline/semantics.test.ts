/**
 * The runtime semantics that decide whether a policy does here what it does in Azure, by number: of each the one case
 * that tells it from its opposite. The variants have tests beside what implements them, named `semantic N: …`.
 */
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { describe, expect, test } from 'vitest';
import { createIssuer } from '../testing/issuer.ts';
import { fragment, policy, type UnderTest, type UnderTestOptions } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const tenant = randomUUID();

/** Ends the pipeline with the value of a C# expression as body. */
const show = (expression: string): string => `<return-response><set-body>@(${expression})</set-body></return-response>`;
const set = (name: string, value: string): string => `<set-variable name="${name}" value="@(${value})" />`;
const when = (condition: string, steps: string): string => `<when condition="@(${condition})">${steps}</when>`;
const header = (name: string, value: string): string =>
  `<set-header name="${name}" exists-action="append"><value>${value}</value></set-header>`;
const call = (name: string, attributes = ''): string =>
  `<send-request response-variable-name="${name}" ${attributes}><set-url>@("{{backend-url}}/${name}")</set-url><set-method>GET</set-method></send-request>`;

/** Status and body of one request. */
async function one(options: UnderTestOptions, ...request: Parameters<UnderTest['request']>): Promise<string> {
  const { status, body } = await (await start(options)).request(...request);
  return `${status} ${body}`;
}

/** Statuses of requests with these tokens, each made by `tokens`, at an API that validates them so. */
async function judged(
  validation: (url: string) => string,
  tokens: (issuer: ReturnType<typeof createIssuer>, url: string, seconds: number) => (Promise<string> | undefined)[],
): Promise<number[]> {
  const under = await start({
    configure: (backend) => ({ cloud: { login: backend.url, stsIssuer: 'https://sts.example' } }),
    policy: { inbound: `${validation('{{backend-url}}')}${show('"passed"')}` },
  });
  const issuer = createIssuer(`${under.backend.url}/${tenant}/v2.0`, under.backend.url);
  under.backend.answer = issuer.answer;
  const statuses: number[] = [];
  for (const token of await Promise.all(tokens(issuer, under.backend.url, under.now / 1000))) {
    const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    statuses.push((await under.request('/api/op', { headers })).status);
  }
  return statuses;
}

/** What comes of an event stream before its backend ends it. */
async function beforeTheEnd(outbound: string): Promise<string> {
  const under = await start({ policy: { outbound } });
  under.backend.answer = (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('data: 1\n\n');
    under.backend.answer = (_second, other) => {
      response.end('data: 2\n\n');
      other.end('other');
    };
  };
  const stream = new Promise<string>((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', port: under.gateway.port, path: '/api/op', agent: false });
    request.on('error', reject);
    request.on('response', (response) => response.once('data', (chunk: Buffer) => resolve(String(chunk))));
  });
  // a second request ends the stream, and is sent when something came of the first or when nothing will
  const asked = async (): Promise<void> => {
    await expect.poll(() => under.backend.requests.length).toBe(1);
    await under.request('/api/end');
  };
  if (outbound.includes('Body')) await asked();
  return stream;
}

type Semantic = readonly [what: string, observed: () => Promise<unknown>, expected: unknown];

const semantics: Readonly<Record<number, Semantic>> = {
  1: [
    'named values are put in as text when a policy is loaded',
    () =>
      one({
        model: { namedValues: [{ name: 'half', value: '1 + 1).ToString(', secret: false }] },
        policy: { inbound: show('({{half}})') },
      }),
    '200 2',
  ],
  2: [
    'set-variable keeps .NET types',
    () => one({ policy: { inbound: `${set('n', '41')}${show('((int)context.Variables["n"] + 1).ToString()')}` } }),
    '200 42',
  ],
  3: [
    'a variable that was never set is null by name, and what GetValueOrDefault is given',
    () =>
      one({
        policy: {
          inbound: show(
            '(context.Variables["x"] == null) + context.Variables.GetValueOrDefault<string>("x", "none") + context.Variables.ContainsKey("x")',
          ),
        },
      }),
    '200 TruenoneFalse',
  ],
  4: [
    'the value cache outlives a request, keeps types and forgets in time',
    async () => {
      const under = await start({
        policy: {
          inbound: `<cache-lookup-value key="k" variable-name="v" /><choose>${when('context.Variables.ContainsKey("v")', show('((int)context.Variables["v"] + 1).ToString()'))}</choose><cache-store-value key="k" value="@(41)" duration="60" />${show('"miss"')}`,
        },
      });
      const bodies = [(await under.request()).body, (await under.request()).body];
      under.now += 60_000;
      return [...bodies, (await under.request()).body];
    },
    ['miss', '42', 'miss'],
  ],
  5: [
    'headers are found without case, their lines joined by GetValueOrDefault and told apart by the indexer',
    () =>
      one(
        {
          policy: {
            inbound: show(
              'context.Request.Headers.GetValueOrDefault("x-A", "") + context.Request.Headers["X-a"].Length',
            ),
          },
        },
        '/api/op',
        { headers: ['X-A', '1', 'x-a', '2'] },
      ),
    '200 1,22',
  ],
  6: [
    'rewriting changes Url, never OriginalUrl',
    () =>
      one({
        policy: {
          inbound: `<rewrite-uri template="/new" />${show('context.Request.Url.Path + context.Request.OriginalUrl.Path')}`,
        },
      }),
    '200 /new/api/op',
  ],
  7: [
    'a body that was read is gone, unless its content was preserved',
    async () => {
      const forwarded: (string | undefined)[] = [];
      for (const preserve of ['', 'preserveContent: true']) {
        const { request, backend } = await start({
          policy: { inbound: `<base />${set('b', `context.Request.Body.As<string>(${preserve})`)}` },
        });
        await request('/api/op', { body: 'text' });
        forwarded.push(backend.requests[0]?.body);
      }
      return forwarded;
    },
    ['', 'text'],
  ],
  8: [
    'JSON is what Newtonsoft reads, converts and writes',
    () =>
      one({
        policy: {
          inbound: show(
            'JObject.Parse("{a: \'1\', b: 1.0}")["a"].Value<int>() + new JObject(new JProperty("b", 1.0)).ToString(Newtonsoft.Json.Formatting.None)',
          ),
        },
      }),
    '200 1{"b":1.0}',
  ],
  9: [
    'scopes nest where base stands',
    async () => {
      const operation = policy({ inbound: `${header('X-Path', 'o')}<base />` }, 'operation.xml');
      const { request, backend } = await start({
        model: { policy: policy({ inbound: header('X-Path', 'g'), backend: '<forward-request />' }, 'global.xml') },
        api: {
          policy: policy({ inbound: `<base />${header('X-Path', 'a')}` }, 'api.xml'),
          operations: [{ id: 'any', name: '', method: '*', urlTemplate: '/*', policy: operation }],
        },
      });
      await request();
      return backend.requests[0]?.header('X-Path');
    },
    'o,g,a',
  ],
  10: [
    'an empty backend section calls nobody',
    async () => {
      const { request, backend } = await start({ policy: { backend: '' } });
      const { status, body } = await request();
      return [status, body, backend.requests.length];
    },
    [200, '', 0],
  ],
  11: [
    'the backend is called although outbound throws its answer away',
    async () => {
      const { request, backend } = await start({ policy: { outbound: show('"other"') } });
      return [(await request()).body, backend.requests.length];
    },
    ['other', 1],
  ],
  12: [
    'return-response ends the pipeline: neither backend nor outbound follow',
    async () => {
      const { request, backend } = await start({
        policy: { inbound: show('"first"'), outbound: header('X-Out', '1') },
      });
      const answer = await request();
      return [answer.body, answer.header('X-Out'), backend.requests.length];
    },
    ['first', undefined, 0],
  ],
  13: [
    'choose takes the first branch that holds and no other',
    () =>
      one({
        policy: {
          inbound: `${set('s', '""')}<choose>${when('false', set('s', '"0"'))}${when('true', set('s', '"1"'))}${when('true', set('s', '"2"'))}<otherwise>${set('s', '"3"')}</otherwise></choose>${show('(string)context.Variables["s"]')}`,
        },
      }),
    '200 1',
  ],
  14: [
    'a failure goes to on-error, which knows where it happened',
    () =>
      one({
        policy: {
          inbound:
            '<check-header name="X-Key" failed-check-httpcode="418" failed-check-error-message="no" ignore-case="true" />',
          onError: `<set-variable name="x" value="1" />${show('context.LastError.Source + " " + context.LastError.Reason + " " + context.LastError.Section')}`,
        },
      }),
    '200 check-header HeaderNotFound inbound',
  ],
  15: [
    'retry runs once, and again while its condition holds',
    async () => {
      const waits: number[] = [];
      const under = await start({
        sleep: (ms) => {
          waits.push(ms);
          return Promise.resolve(true);
        },
        policy: {
          backend:
            '<retry condition="@(context.Response.StatusCode == 500)" count="5" interval="2"><forward-request buffer-request-body="true" /></retry>',
        },
      });
      let calls = 0;
      under.backend.answer = (_request, response) => response.writeHead(++calls < 3 ? 500 : 200).end();
      return [(await under.request('/api/op', { body: 'x' })).status, calls, waits];
    },
    [200, 3, [2000, 2000]],
  ],
  16: [
    'wait lets requests run side by side',
    async () => {
      const under = await start({
        policy: {
          inbound: `<wait for="all">${call('a')}${call('b')}</wait>${show('((IResponse)context.Variables["a"]).StatusCode + "" + ((IResponse)context.Variables["b"]).StatusCode')}`,
        },
      });
      const open: (() => void)[] = [];
      under.backend.answer = (request, response) => {
        open.push(() => response.writeHead(request.url === '/a' ? 201 : 202).end());
        if (open.length === 2) for (const finish of open) finish();
      };
      return (await under.request()).body;
    },
    '201202',
  ],
  17: [
    'send-request fails the request where its call fails, or leaves null where errors are ignored',
    async () => {
      const results: string[] = [];
      for (const ignore of ['false', 'true']) {
        const under = await start({
          policy: {
            inbound: `${set('r', '"before"')}${call('r', `ignore-error="${ignore}"`)}${show('"variable " + (context.Variables["r"] == null)')}`,
            onError: show('context.LastError.Reason'),
          },
        });
        under.backend.answer = (request) => request.socket.destroy();
        results.push((await under.request()).body);
      }
      return results;
    },
    ['BackendConnectionFailure', 'variable True'],
  ],
  18: [
    'a fragment is the policies it holds',
    () =>
      one({
        model: { fragments: new Map([['stop', fragment(show('context.Request.Method'))]]) },
        policy: { inbound: '<include-fragment fragment-id="stop" />' },
      }),
    '200 GET',
  ],
  19: [
    'a token of the managed identity is asked for once, and goes to the backend',
    async () => {
      const under = await start({
        configure: ({ url }) => ({ managedIdentities: { endpoint: `${url}/msi`, header: 'h' } }),
        policy: { inbound: '<base /><authentication-managed-identity resource="api://x" />' },
      });
      under.backend.answer = (request, response) =>
        request.url?.startsWith('/msi')
          ? response.end(JSON.stringify({ access_token: 'opaque', expires_on: String(under.now / 1000 + 3600) }))
          : response.end();
      for (let count = 0; count < 2; count++) await under.request();
      return under.backend.requests.map((each) => each.header('Authorization') ?? each.url.replace(/\?.*/, ''));
    },
    ['/msi', 'Bearer opaque', 'Bearer opaque'],
  ],
  20: [
    'validate-jwt wants signature, lifetime and audience',
    () =>
      judged(
        (url) =>
          `<validate-jwt header-name="Authorization"><openid-config url="${url}/.well-known/openid-configuration" /><audiences><audience>me</audience></audiences></validate-jwt>`,
        (issuer, url, now) => {
          const claims = { aud: 'me', iss: `${url}/${tenant}/v2.0`, exp: now + 60 };
          const stranger = createIssuer('', '').sign(claims);
          return [
            undefined,
            stranger,
            ...[claims, { ...claims, exp: now - 1 }, { ...claims, aud: 'you' }].map((each) => issuer.sign(each)),
          ];
        },
      ),
    [401, 401, 200, 401, 401],
  ],
  21: [
    'validate-azure-ad-token wants a token of the tenant, for the client, of either version',
    () =>
      judged(
        () =>
          `<validate-azure-ad-token tenant-id="${tenant}"><client-application-ids><application-id>c</application-id></client-application-ids></validate-azure-ad-token>`,
        (issuer, url, now) => {
          const common = { aud: 'me', tid: tenant, exp: now + 60 };
          return [
            undefined,
            ...[
              { ...common, iss: `${url}/${tenant}/v2.0`, azp: 'c' },
              { ...common, iss: `https://sts.example/${tenant}/`, appid: 'c' },
              { ...common, iss: `${url}/${randomUUID()}/v2.0`, azp: 'c' },
              { ...common, iss: `${url}/${tenant}/v2.0`, azp: 'd' },
            ].map((each) => issuer.sign(each)),
          ];
        },
      ),
    [401, 200, 200, 401, 401],
  ],
  22: [
    'a rate limit counts by its key and renews',
    async () => {
      const under = await start({
        policy: {
          inbound: `<rate-limit-by-key calls="1" renewal-period="10" counter-key="@(context.Request.Url.Path)" />${show('"in"')}`,
        },
      });
      const statuses: number[] = [];
      for (const each of ['/api/a', '/api/a', '/api/b']) statuses.push((await under.request(each)).status);
      under.now += 11_000;
      return [...statuses, (await under.request('/api/a')).status];
    },
    [200, 429, 200, 200],
  ],
  23: [
    'cors answers a preflight before anything else, and check-header compares whole values',
    async () => {
      const cors = await start({
        api: { operations: [{ id: 'get', name: '', method: 'GET', urlTemplate: '/op' }] },
        policy: {
          inbound: `${show('"never"')}<cors><allowed-origins><origin>https://app.example</origin></allowed-origins><allowed-methods><method>GET</method></allowed-methods></cors>`,
        },
      });
      const preflight = await cors.request('/api/op', {
        method: 'OPTIONS',
        headers: { Origin: 'https://app.example', 'Access-Control-Request-Method': 'GET' },
      });
      const checked = await start({
        policy: {
          inbound: `<check-header name="X-Key" failed-check-httpcode="418" failed-check-error-message="no" ignore-case="false"><value>abc</value></check-header>${show('"in"')}`,
        },
      });
      const statuses: number[] = [];
      for (const value of ['abc', 'ABC', 'abcd'])
        statuses.push((await checked.request('/api/op', { headers: { 'X-Key': value } })).status);
      return [preflight.body, preflight.header('Access-Control-Allow-Origin'), statuses];
    },
    ['', 'https://app.example', [200, 418, 418]],
  ],
  24: [
    'what an expression throws is a failure of the policy that holds it',
    () =>
      one({
        policy: {
          inbound: set('n', 'int.Parse("x")'),
          onError: show('context.LastError.Source + " " + context.LastError.Reason'),
        },
      }),
    '200 set-variable ExpressionValueEvaluationFailure',
  ],
  25: ['events pass as they come', () => beforeTheEnd('<base />'), 'data: 1\n\n'],
  26: [
    'reading the body of an event stream holds all of it back',
    () => beforeTheEnd(`<base />${set('b', 'context.Response.Body.As<string>(true)')}`),
    'data: 1\n\ndata: 2\n\n',
  ],
  27: [
    'operations of a REST API are tools of an MCP server',
    async () => {
      const rest = { id: 'hello', name: 'Hello', method: 'GET', urlTemplate: '/hello' };
      const tools = [{ name: 'hello', apiId: 'rest', operationId: 'hello' }];
      const common = { revision: '1', subscriptionRequired: false };
      const under = await start({
        configure: ({ url }) => ({
          model: {
            ...{ name: 's', products: [], fragments: new Map(), backends: [], namedValues: [] },
            apis: [
              { ...common, id: 'rest', name: 'REST', path: 'rest', serviceUrl: url, operations: [rest] },
              { ...common, id: 'mcp', name: 'MCP', path: 'tools', operations: [], mcp: { kind: 'tools', tools } },
            ],
          },
        }),
      });
      const { body } = await under.request('/tools/mcp', {
        headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'hello', arguments: {} } }),
      });
      return [under.backend.requests.map(({ url }) => url), body.includes('backend')];
    },
    [['/hello'], true],
  ],
};

describe('the runtime semantics', () => {
  test.each(Object.entries(semantics))('semantic %s', async (_number, [what, observed, expected]) => {
    expect(await observed(), what).toEqual(expected);
  });
});
