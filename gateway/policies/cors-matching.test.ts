/** What `cors` matches, where several stand, and what it leaves alone. */
import { describe, expect, test } from 'vitest';
import { PolicyLoadError } from '../pipeline/load/policy-issue.ts';
import { fragment, policy, type UnderTestOptions } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const listed = 'https://app.example';
const other = 'https://other.example';
const api = { operations: [{ id: 'get', name: '', method: 'GET', urlTemplate: '/op' }] };
const list = (name: string, item: string, values: readonly string[]): string =>
  values.length === 0 ? '' : `<${name}>${values.map((value) => `<${item}>${value}</${item}>`).join('')}</${name}>`;

interface Cors {
  readonly origins?: readonly string[];
  readonly methods?: readonly string[];
  readonly headers?: readonly string[];
  readonly exposed?: readonly string[];
  readonly attributes?: string;
}
const cors = ({ origins = [listed], methods = [], headers = [], exposed = [], attributes = '' }: Cors = {}): string =>
  `<cors ${attributes}>${list('allowed-origins', 'origin', origins)}${list('allowed-methods', 'method', methods)}${list('allowed-headers', 'header', headers)}${list('expose-headers', 'header', exposed)}</cors>`;

/** The CORS headers of an answer, by the last word of their names. */
async function answered(
  options: UnderTestOptions,
  request: Record<string, string>,
  method = 'OPTIONS',
  path?: string,
): Promise<Record<string, unknown>> {
  const under = await start({ api, ...options });
  const { status, header, body } = await under.request(path, { method, headers: request });
  const told = {
    origin: header('Access-Control-Allow-Origin'),
    methods: header('Access-Control-Allow-Methods'),
    headers: header('Access-Control-Allow-Headers'),
    exposed: header('Access-Control-Expose-Headers'),
    credentials: header('Access-Control-Allow-Credentials'),
    age: header('Access-Control-Max-Age'),
    vary: header('Vary'),
  };
  const given = Object.entries(told).filter(([, value]) => value !== undefined);
  return { status, body, forwarded: under.backend.requests.length, ...Object.fromEntries(given) };
}
const asking = (more: Record<string, string> = {}, origin = listed): Record<string, string> => ({
  Origin: origin,
  'Access-Control-Request-Method': 'GET',
  ...more,
});
const refused = { status: 200, body: '', forwarded: 0 };

describe('a preflight', () => {
  const allowed = (inbound: Cors, request: Record<string, string>) =>
    answered({ policy: { inbound: cors(inbound) } }, request);

  test.each([
    [listed, 'https://APP.example/', true],
    [listed, 'https://app.example:443', true],
    ['http://app.example', 'http://app.example:80', true],
    ['https://app.example:8443', listed, false],
    ['http://app.example', listed, false],
    ['https://sub.app.example', listed, false],
    ['https://sub.app.example', 'https://*.app.example', false],
    ['null', 'null', true],
    ['null', listed, false],
    ['null', 'app.example', false],
    ['null', '*', true],
  ])('from %s is matched by %s: %s', async (origin, allowedOrigin, expected) => {
    const answer = await allowed(
      { origins: [other, allowedOrigin].slice(allowedOrigin === '*' ? 1 : 0) },
      asking({}, origin),
    );
    expect('origin' in answer).toBe(expected);
  });

  test.each([
    [[], 'GET', 'GET,POST'],
    [[], 'post', 'GET,POST'],
    [[], 'PUT', undefined],
    [['put'], 'PUT', 'put'],
    [['*'], 'PATCH', 'PATCH'],
    [['GET'], 'DELETE', undefined],
  ])('with methods %j for %s is told %s', async (methods, method, told) => {
    const answer = await allowed({ methods }, asking({ 'Access-Control-Request-Method': method }));
    expect(answer).toEqual(
      told === undefined
        ? refused
        : expect.objectContaining({ methods: told, vary: 'Origin', ...(methods.length > 0 ? { age: '0' } : {}) }),
    );
  });

  test.each([
    [[], '', undefined],
    [[], 'x-one', null],
    [['X-One'], 'x-one', 'x-one'],
    [['x-one'], 'x-one, x-two', null],
    [['*'], 'x-one, , x-two', 'x-one,x-two'],
  ])('with headers %j for %j is told %j', async (headers, asked, told) => {
    const answer = await allowed({ headers }, asking({ 'Access-Control-Request-Headers': asked }));
    expect(answer).toEqual(
      told === null
        ? refused
        : { ...refused, origin: listed, methods: 'GET,POST', vary: 'Origin', ...(told ? { headers: told } : {}) },
    );
  });

  test('any origin is told so, and by name where credentials are allowed', async () => {
    const origins = ['*'];
    expect(await allowed({ origins }, asking())).toEqual({ ...refused, origin: '*', methods: 'GET,POST' });
    expect(await allowed({ origins, attributes: 'allow-credentials="@(1 == 1)"' }, asking())).toEqual({
      ...refused,
      origin: listed,
      methods: 'GET,POST',
      credentials: 'true',
      vary: 'Origin',
    });
  });

  test.each([
    ['no Origin', { 'Access-Control-Request-Method': 'GET' }],
    ['an empty Origin', asking({}, '')],
    ['no method', { Origin: listed }],
  ])('needs more than %s', async (_what, headers) => {
    expect((await allowed({}, headers)).status).toBe(404);
  });

  test('is not for a path that no operation has', async () => {
    const answer = await answered({ policy: { inbound: cors() } }, asking(), 'OPTIONS', '/api/none');
    expect(answer.status).toBe(404);
  });

  test('goes on to the next policy that allows it, unless the first ends what it does not match', async () => {
    const scopes = (attributes: string): UnderTestOptions => ({
      model: { policy: policy({ inbound: cors({ origins: [other] }), backend: '<forward-request />' }, 'global.xml') },
      policy: { inbound: `${cors({ attributes })}<base />` },
    });
    expect((await answered(scopes(''), asking({}, other))).origin).toBe(other);
    expect((await answered(scopes('terminate-unmatched-request="false"'), asking({}, other))).origin).toBe(other);
    expect(await answered(scopes('terminate-unmatched-request="true"'), asking({}, other))).toEqual(refused);
    const unreached = { ...scopes(''), policy: { inbound: cors() } };
    expect(await answered(unreached, asking({}, other))).toEqual(refused);
  });

  test('is for policies directly in inbound and in fragments there, not for those on conditions', async () => {
    const fragments = new Map([['shared', fragment(cors())]]);
    const included = { model: { fragments }, policy: { inbound: '<include-fragment fragment-id="shared" />' } };
    expect((await answered(included, asking())).origin).toBe(listed);
    const chosen = `<choose><when condition="@(true)">${cors()}</when></choose>`;
    expect((await answered({ policy: { inbound: chosen } }, asking())).status).toBe(404);
    expect((await answered({ policy: { inbound: chosen } }, { Origin: listed }, 'GET')).origin).toBe(listed);
  });

  test('reaches a product by a key in the query, and not by one in a header', async () => {
    const key = 'the-key-of-this-test';
    const options: UnderTestOptions = {
      subscriptions: [{ id: 's', name: '', primaryKey: key, scope: { kind: 'product', id: 'p' } }],
      model: {
        products: [
          {
            ...{ id: 'p', name: 'P', subscriptionRequired: true, apiIds: ['api'] },
            policy: policy({ inbound: cors() }, 'product.xml'),
          },
        ],
      },
      api: { ...api, subscriptionRequired: true },
    };
    const inQuery = await answered(options, asking(), 'OPTIONS', `/api/op?subscription-key=${key}`);
    expect(inQuery).toMatchObject({ status: 200, origin: listed });
    const named = asking({ 'Access-Control-Request-Headers': 'Ocp-Apim-Subscription-Key' });
    expect(await answered(options, named)).toEqual({ ...refused, status: 404, body: expect.any(String) });
  });
});

describe('another request', () => {
  const given = (inbound: Cors, request: Record<string, string>, method = 'GET') =>
    answered({ policy: { inbound: cors(inbound) } }, request, method);

  test('from an allowed origin goes on, and its answer says so', async () => {
    const exposed = ['X-One', 'X-Two'];
    expect(await given({ exposed, attributes: 'allow-credentials="true"' }, { Origin: listed })).toEqual({
      ...{ status: 200, body: 'backend', forwarded: 1 },
      ...{ origin: listed, exposed: 'X-One,X-Two', credentials: 'true', vary: 'Origin' },
    });
    expect(await given({ origins: ['*'] }, { Origin: listed })).toEqual({
      ...{ status: 200, body: 'backend', forwarded: 1 },
      origin: '*',
    });
    expect(await given({ origins: ['*'], attributes: 'allow-credentials="true"' }, { Origin: listed })).toEqual({
      ...{ status: 200, body: 'backend', forwarded: 1 },
      ...{ origin: listed, credentials: 'true', vary: 'Origin' },
    });
  });

  test('without an origin is none of its business', async () => {
    const attributes = 'terminate-unmatched-request="true"';
    for (const headers of [{}, { Origin: '' }]) {
      expect(await given({ attributes }, headers)).toEqual({ status: 200, body: 'backend', forwarded: 1 });
    }
  });

  test.each([
    ['GET', 'true', 0],
    ['HEAD', 'true', 0],
    ['GET', 'false', 1],
    ['POST', 'true', 1],
  ])(
    '%s from another origin with terminate-unmatched-request="%s" is forwarded %i times',
    async (method, ends, times) => {
      const operations = [{ id: 'any', name: '', method: '*', urlTemplate: '/op' }];
      const answer = await answered(
        { api: { operations }, policy: { inbound: cors({ attributes: `terminate-unmatched-request="${ends}"` }) } },
        { Origin: other },
        method,
      );
      expect(answer).toEqual({ status: 200, body: times === 0 ? '' : 'backend', forwarded: times });
    },
  );

  test('is answered by the first policy that allows it', async () => {
    const global = cors({ origins: ['*'], exposed: ['X-Global'], attributes: 'terminate-unmatched-request="true"' });
    const options = (first: Cors): UnderTestOptions => ({
      model: { policy: policy({ inbound: global, backend: '<forward-request />' }, 'global.xml') },
      policy: { inbound: `${cors(first)}<base />` },
    });
    const own = { exposed: ['X-Own'], attributes: 'allow-credentials="true"' };
    expect(await answered(options(own), { Origin: listed }, 'GET')).toEqual({
      ...{ status: 200, body: 'backend', forwarded: 1 },
      ...{ origin: listed, exposed: 'X-Own', credentials: 'true', vary: 'Origin' },
    });
    expect(await answered(options(own), { Origin: other }, 'GET')).toEqual({
      ...{ status: 200, body: 'backend', forwarded: 1 },
      ...{ origin: '*', exposed: 'X-Global' },
    });
  });

  test('keeps the Vary of the backend, and gets the answer of the policy where the backend has its own', async () => {
    const under = await start({ api, policy: { inbound: cors() } });
    under.backend.answer = (_request, response) =>
      response.writeHead(200, { Vary: 'Accept', 'Access-Control-Allow-Origin': '*' }).end();
    const answer = await under.request('/api/op', { headers: { Origin: listed } });
    expect([answer.header('Vary'), answer.lines('Access-Control-Allow-Origin')]).toEqual(['Accept,Origin', [listed]]);
  });
});

describe('the document', () => {
  const loading = (inner: string) => start({ api, policy: { inbound: `<cors>${inner}</cors>` } });
  const origins = `<allowed-origins><origin>${listed}</origin></allowed-origins>`;

  test('may have its parts in any order, and space around what it lists', async () => {
    const inbound = `<cors><allowed-headers><header> x-one
      </header></allowed-headers><allowed-methods><method> PUT </method></allowed-methods><allowed-origins><origin>
        ${listed}
      </origin><origin> null </origin></allowed-origins></cors>`;
    const request = asking({
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': 'X-One',
    });
    expect(await answered({ policy: { inbound } }, request)).toMatchObject({ origin: listed, methods: 'PUT' });
    expect(await answered({ policy: { inbound } }, { ...request, Origin: 'null' })).toMatchObject({ origin: 'null' });
    expect((await start({ policy: { inbound } })).gateway.problems).toEqual([]);
  });

  test.each([
    ['without origins', '<allowed-headers><header>*</header></allowed-headers>'],
    ['with two lists of origins', origins.repeat(2)],
    ['with an empty list of origins', '<allowed-origins />'],
    ['with an empty list of methods', `${origins}<allowed-methods />`],
    ['with an empty list of headers', `${origins}<allowed-headers />`],
    ['with an empty list of exposed headers', `${origins}<expose-headers />`],
    ['with two lists of methods', `${origins}${'<allowed-methods><method>*</method></allowed-methods>'.repeat(2)}`],
    ['with two lists of headers', `${origins}${'<allowed-headers><header>*</header></allowed-headers>'.repeat(2)}`],
    ['with two exposed lists', `${origins}${'<expose-headers><header>*</header></expose-headers>'.repeat(2)}`],
  ])('%s does not load', async (_what, inner) => {
    await expect(loading(inner)).rejects.toBeInstanceOf(PolicyLoadError);
  });

  test('stands in inbound', async () => {
    const { gateway } = await start({ policy: { outbound: cors() } });
    expect(gateway.problems.map(({ message }) => message)).toEqual([expect.stringContaining('inbound')]);
  });
});
