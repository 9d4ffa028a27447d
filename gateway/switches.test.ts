/** Every switch decides something: what a request sees differs with its value. The table is whole by its type. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import http from 'node:http';
import { gzipSync } from 'node:zlib';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { defaultSwitches, type Switches } from './switches.ts';
import { createIssuer } from './testing/issuer.ts';
import {
  type RequestOptions,
  type Sections,
  send,
  type UnderTest,
  type UnderTestOptions,
} from './testing/under-test.ts';
import { useGateway } from './testing/use-gateway.ts';

const start = useGateway();
type Chosen = Partial<Switches>;
/** What is seen with these switches. */
type Observe = (switches: Chosen) => Promise<unknown>;
interface Case<K extends keyof Switches> {
  /** Another value than the default. */
  readonly other: Switches[K];
  readonly observe: Observe;
}

const tenant = randomUUID();
const client = randomUUID();
const show = (expression: string): string =>
  `<return-response><set-body>@((${expression}) + "")</set-body></return-response>`;
const passed = show('"passed"');

/** Status, body and challenge of one request. */
const seen =
  (options: UnderTestOptions | Sections, path = '/api/op', request: RequestOptions = {}): Observe =>
  async (switches) => {
    const sections = 'inbound' in options || 'outbound' in options;
    const under = await start({ ...(sections ? { policy: options as Sections } : options), switches });
    const answer = await under.request(path, request);
    return [answer.status, answer.body, answer.header('WWW-Authenticate')];
  };

/** The same for a token at an API that validates it with the configuration of an issuer. */
const judged =
  (
    validation: string,
    published: (url: string) => string,
    token: (issuer: ReturnType<typeof createIssuer>, url: string, seconds: number) => Promise<string>,
  ): Observe =>
  async (switches) => {
    const under = await start({
      switches,
      configure: (backend) => ({ cloud: { login: backend.url, stsIssuer: 'https://sts.example' } }),
      policy: { inbound: `${validation}${passed}` },
    });
    const issuer = createIssuer(published(under.backend.url), under.backend.url);
    under.backend.answer = issuer.answer;
    const value = await token(issuer, under.backend.url, under.now / 1000);
    return (await under.request('/api/op', { headers: { Authorization: `Bearer ${value}` } })).status;
  };

const key = randomBytes(32);
const keyed = `<issuer-signing-keys><key>${key.toString('base64')}</key></issuer-signing-keys>`;
const ofTenant = (url: string): string => `${url}/${tenant}/v2.0`;
const azure = (children: string): string =>
  `<validate-azure-ad-token tenant-id="${tenant}">${children}</validate-azure-ad-token>`;
const rpc = (method: string, params: object = {}): RequestOptions => ({
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    Authorization: 'Bearer of-the-client',
  },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
});

/** A REST API, and an MCP server at /tools that offers it. */
const tools = (switches: Chosen): Promise<UnderTest> =>
  start({
    switches,
    configure: ({ url }) => {
      const common = { revision: '1', subscriptionRequired: false };
      const me = { id: 'me', name: 'me', method: 'GET', urlTemplate: '/me' };
      const text =
        '<policies><inbound><base /><set-header name="Authorization"><value>set</value></set-header></inbound></policies>';
      return {
        model: {
          ...{ name: 's', products: [], fragments: new Map(), backends: [], namedValues: [] },
          apis: [
            { ...common, id: 'rest', name: 'REST', path: 'rest', serviceUrl: url, operations: [me] },
            {
              ...{ ...common, id: 'mcp', name: 'MCP', path: 'tools', operations: [] },
              policy: { file: 'mcp.xml', text, format: 'rawxml' as const },
              mcp: { kind: 'tools' as const, tools: [{ name: 'me', apiId: 'rest', operationId: 'me' }] },
            },
          ],
        },
      };
    },
  });

/** What comes first of an event stream that ends when a second request says so. */
async function firstEvents(switches: Chosen): Promise<string> {
  const under = await start({ switches });
  under.backend.answer = (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('data: 1\n\n');
    under.backend.answer = (_second, other) => {
      response.end('data: 2\n\n');
      other.end();
    };
  };
  const end = (): Promise<unknown> => under.request('/api/end');
  return new Promise((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', port: under.gateway.port, path: '/api/op', agent: false });
    request.on('error', reject).on('response', (response) => {
      response.once('data', (chunk: Buffer) => {
        resolve(String(chunk));
        end().catch(reject);
      });
      // what is held back comes only when the stream has ended
      if (switches['eventStream.buffering'] === 'documented') end().catch(reject);
    });
  });
}

const cases: { readonly [K in keyof Switches]: Case<K> } = {
  'section.missing': {
    other: 'empty',
    observe: seen({
      api: { policy: { file: 'a.xml', text: '<policies><inbound><base /></inbound></policies>', format: 'rawxml' } },
    }),
  },
  'setBody.noBody': { other: 'throw', observe: seen({ inbound: '<base /><set-body>new</set-body>' }) },
  'cache.visibility': {
    other: { delayedMs: 100 },
    observe: seen({
      inbound: `<cache-store-value key="k" value="v" duration="60" /><cache-lookup-value key="k" variable-name="v" default-value="miss" />${show('context.Variables["v"]')}`,
    }),
  },
  'cache.valueType': {
    other: 'text',
    observe: seen({
      inbound: `<cache-store-value key="k" value="@(41)" duration="60" /><cache-lookup-value key="k" variable-name="v" />${show('context.Variables["v"] is string')}`,
    }),
  },
  'returnResponse.carriesHeaders': {
    other: true,
    observe: seen({
      outbound: '<set-header name="WWW-Authenticate"><value>Bearer</value></set-header><return-response />',
    }),
  },
  'body.decompress': {
    other: true,
    observe: seen({ inbound: show('context.Request.Body.As<string>(true).Contains("word")') }, '/api/op', {
      body: gzipSync('word'),
      headers: { 'Content-Encoding': 'gzip' },
    }),
  },
  'url.queryDecoded': {
    other: false,
    observe: seen({ inbound: show('context.Request.Url.Query.GetValueOrDefault("q")') }, '/api/op?q=a%2Fb'),
  },
  'variables.missing': { other: 'throw', observe: seen({ inbound: show('context.Variables["none"] == null') }) },
  'cors.terminateUnmatched': {
    other: true,
    observe: seen(
      { inbound: '<cors><allowed-origins><origin>https://a.example</origin></allowed-origins></cors>' },
      '/api/op',
      { headers: { Origin: 'https://b.example' } },
    ),
  },
  'eventStream.buffering': { other: 'documented', observe: firstEvents },
  'routing.trailingSlash': {
    other: 'strict',
    observe: seen({ api: { operations: [{ id: 'op', name: 'Op', method: 'GET', urlTemplate: '/op' }] } }, '/api/op/'),
  },
  'errors.json': { other: 'compact', observe: seen({}, '/nowhere') },
  platform: { other: 'linux', observe: seen({ inbound: show('new JObject { ["a"] = 1 }.ToString()') }) },
  'jwt.challenge': {
    other: 'bearer',
    observe: seen({ inbound: `<validate-jwt header-name="Authorization">${keyed}</validate-jwt>` }),
  },
  'jwt.messageWithOnError': {
    other: 'dropped',
    observe: seen({
      inbound: `<validate-jwt header-name="Authorization" failed-validation-error-message="Mine">${keyed}</validate-jwt>`,
      onError: '<set-header name="X"><value>1</value></set-header>',
    }),
  },
  'azureAdToken.v2Client': {
    other: 'appid',
    observe: judged(
      azure(`<client-application-ids><application-id>${client}</application-id></client-application-ids>`),
      ofTenant,
      (issuer, url, now) => issuer.sign({ iss: ofTenant(url), tid: tenant, azp: client, ver: '2.0', exp: now + 60 }),
    ),
  },
  'azureAdToken.audienceExpressions': {
    other: 'refuse',
    observe: (switches) =>
      start({ switches, policy: { inbound: azure('<audiences><audience>@("a")</audience></audiences>') } }).then(
        () => 'loads',
        (error: Error) => error.name,
      ),
  },
  'trace.twoArguments': {
    other: 'throw',
    observe: seen({ inbound: show('((Func<string>)(() => { context.Trace("s", "m"); return "traced"; }))()') }),
  },
  'setHeader.lineBreak': {
    other: 'space',
    observe: async (switches) => {
      const inbound = '<base /><set-header name="X"><value>@("a \\r\\n b\\nc\\n")</value></set-header>';
      const { request, backend } = await start({ switches, policy: { inbound } });
      return [(await request()).status, backend.requests[0]?.header('X')];
    },
  },
  'body.jsonDates': {
    other: 'text',
    observe: seen({ inbound: show('context.Request.Body.As<JObject>(true)["d"].Type.ToString()') }, '/api/op', {
      body: '{"d":"2024-05-06T07:08:09Z"}',
    }),
  },
  'jwt.headerNonce': {
    other: 'hash',
    observe: judged(azure('<audiences><audience>a</audience></audiences>'), ofTenant, async (issuer, url, now) => {
      const nonce = randomUUID();
      const hashed = createHash('sha256').update(nonce).digest('base64url');
      const claims = { iss: ofTenant(url), tid: tenant, aud: 'a', ver: '2.0', exp: now + 60 };
      const [header = '', ...rest] = (await issuer.sign(claims, { header: { nonce: hashed } })).split('.');
      const shown = { ...JSON.parse(Buffer.from(header, 'base64url').toString()), nonce };
      return [Buffer.from(JSON.stringify(shown)).toString('base64url'), ...rest].join('.');
    }),
  },
  'jwt.audienceSlash': {
    other: 'counts',
    observe: judged(
      `<validate-jwt header-name="Authorization">${keyed}<audiences><audience>api://a</audience></audiences></validate-jwt>`,
      ofTenant,
      (_issuer, _url, now) =>
        new SignJWT({ aud: 'api://a/', exp: now + 60 }).setProtectedHeader({ alg: 'HS256' }).sign(key),
    ),
  },
  'jwt.issuerTemplate': {
    other: 'literal',
    observe: judged(
      '<validate-jwt header-name="Authorization"><openid-config url="{{backend-url}}/.well-known/openid-configuration" /></validate-jwt>',
      () => 'https://login.example/{tenantid}/v2.0',
      (issuer, _url, now) => issuer.sign({ iss: `https://login.example/${tenant}/v2.0`, tid: tenant, exp: now + 60 }),
    ),
  },
  'rewriteUri.dotSegments': {
    other: 'follow',
    observe: seen(
      {
        api: { operations: [{ id: 'o', name: 'o', method: 'GET', urlTemplate: '/{id}' }] },
        policy: { inbound: `<rewrite-uri template="/v2/{id}" />${passed}` },
      },
      '/api/..%2Fadmin',
    ),
  },
  'rateLimit.algorithm': {
    other: 'bucket',
    observe: async (switches) => {
      const inbound = `<rate-limit-by-key calls="2" renewal-period="60" counter-key="k" />${passed}`;
      const under = await start({ policy: { inbound }, switches });
      const statuses: number[] = [];
      for (const wait of [0, 0, 0, 31_000]) {
        under.now += wait;
        statuses.push((await under.request()).status);
      }
      return statuses;
    },
  },
  'mcp.toolHeaders': {
    other: 'none',
    observe: async (switches) => {
      const under = await tools(switches);
      await under.request('/tools/mcp', rpc('tools/call', { name: 'me', arguments: {} }));
      return under.backend.requests.map((request) => request.header('authorization'));
    },
  },
  'mcp.toolEventStream': {
    other: 'absent',
    observe: async (switches) => {
      const { gateway } = await tools(switches);
      return new Promise((resolve, reject) => {
        const request = http.get({ host: '127.0.0.1', port: gateway.port, path: '/tools/sse', agent: false });
        request.on('error', reject).on('response', ({ statusCode }) => {
          resolve(statusCode);
          request.off('error', reject).on('error', () => {});
          request.destroy();
        });
      });
    },
  },
  'mcp.resourceMetadata': {
    other: 'asWritten',
    observe: seen({
      api: { type: 'mcp' },
      policy: {
        inbound: `<return-response><set-status code="401" /><set-header name="WWW-Authenticate"><value
          >Bearer resource_metadata="https://g.example/.well-known/oauth-protected-resource"</value></set-header></return-response>`,
      },
    }),
  },
  'mcp.prompts': {
    other: 'forward',
    observe: async (switches) => {
      const under = await start({
        switches,
        api: { operations: [], mcp: { kind: 'existing', transport: 'streamable' } },
      });
      await send(under.gateway.port, '/api/mcp', rpc('prompts/list'));
      return under.backend.requests.length;
    },
  },
};

test.each(Object.entries(cases))('%s decides something', async (name, { other, observe }) => {
  expect(other).not.toEqual(defaultSwitches[name as keyof Switches]);
  const byDefault = await observe({});
  expect(await observe({ [name]: other })).not.toEqual(byDefault);
  // and it is the value that makes the difference, not chance
  expect(await observe({ [name]: defaultSwitches[name as keyof Switches] })).toEqual(byDefault);
});
