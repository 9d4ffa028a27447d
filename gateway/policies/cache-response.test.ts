import { expect, test } from 'vitest';
import { fragment, policy } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const lookup = (children = '', attributes = ''): string =>
  `<base /><cache-lookup vary-by-developer="false" vary-by-developer-groups="false" ${attributes}>${children}</cache-lookup>`;
const store = '<cache-store duration="60" /><base />';

test('a response is kept and served without the backend, until it expires', async () => {
  const under = await start({ policy: { inbound: lookup('', 'downstream-caching-type="public"'), outbound: store } });
  let calls = 0;
  under.backend.answer = (_request, response) =>
    response.writeHead(200, { 'X-From': 'backend' }).end(`answer ${++calls}`);
  const first = await under.request('/api/op?v=1');
  expect([first.body, first.header('Cache-Control')]).toEqual(['answer 1', 'public, max-age=60, must-revalidate']);
  const second = await under.request('/api/op?v=1');
  expect([second.body, second.header('X-From')]).toEqual(['answer 1', 'backend']);
  expect((await under.request('/api/op?v=2')).body).toBe('answer 2');
  under.now += 60_000;
  expect((await under.request('/api/op?v=1')).body).toBe('answer 3');
});

test('varies by what it is told', async () => {
  const under = await start({
    policy: {
      inbound: lookup('<vary-by-header>Accept</vary-by-header><vary-by-query-parameter>a;b</vary-by-query-parameter>'),
      outbound: store,
    },
  });
  let calls = 0;
  under.backend.answer = (_request, response) => response.end(String(++calls));
  const get = async (query: string, accept: string) =>
    (await under.request(`/api/op${query}`, { headers: { Accept: accept } })).body;
  expect([
    await get('?a=1', 'x'),
    await get('?a=1&other=2', 'x'),
    await get('?a=1', 'y'),
    await get('?b=1', 'x'),
  ]).toEqual(['1', '1', '2', '3']);
});

test('another developer, operation or backend has answers of its own', async () => {
  const keys = { 'one-key-for-this-test': 's1', 'other-key-for-this-test': 's2' };
  const under = await start({
    subscriptions: Object.entries(keys).map(([primaryKey, id]) => ({
      ...{ id, name: id, primaryKey },
      scope: { kind: 'all' as const },
    })),
    api: {
      operations: [
        { id: 'one', name: '', method: 'GET', urlTemplate: '/one' },
        { id: 'two', name: '', method: 'GET', urlTemplate: '/two' },
      ],
    },
    policy: {
      inbound: `<base /><rewrite-uri template="/same" /><choose><when condition="@(context.Request.Headers.ContainsKey("X-Other"))"><set-backend-service base-url="@("{{backend-url}}".Replace("127.0.0.1", "localhost"))" /></when></choose><cache-lookup vary-by-developer="true" vary-by-developer-groups="false" />`,
      outbound: store,
    },
  });
  let calls = 0;
  under.backend.answer = (_request, response) => response.end(String(++calls));
  const get = async (path: string, headers: Record<string, string> = {}) =>
    (await under.request(`/api/${path}`, { headers })).body;
  const [one = '', other = ''] = Object.keys(keys);
  const answers = async () => [
    await get('one'),
    await get('two'),
    await get('one', { 'X-Other': '1' }),
    await get('one', { 'Ocp-Apim-Subscription-Key': one }),
    await get('one', { 'Ocp-Apim-Subscription-Key': other }),
  ];
  expect(await answers()).toEqual(['1', '2', '3', '4', '5']);
  expect(await answers()).toEqual(['1', '2', '3', '4', '5']);
});

test('not for POST, not with Authorization unless allowed, not for errors', async () => {
  const under = await start({ policy: { inbound: lookup(), outbound: store } });
  let calls = 0;
  under.backend.answer = (request, response) =>
    response.writeHead(request.url === '/bad' ? 500 : 200).end(String(++calls));
  await under.request('/api/op', { method: 'POST', body: 'x' });
  await under.request('/api/op', { method: 'POST', body: 'x' });
  await under.request('/api/op', { headers: { Authorization: 'Bearer x' } });
  await under.request('/api/op', { headers: { Authorization: 'Bearer x' } });
  await under.request('/api/bad');
  await under.request('/api/bad');
  expect(calls).toBe(6);
});

test('after a hit, outbound goes on behind cache-store: what stands before it is not run again', async () => {
  const mark = (name: string): string =>
    `<set-header name="X-${name}" exists-action="append"><value>@(context.Response.StatusCode.ToString())</value></set-header>`;
  const under = await start({
    model: {
      policy: policy({ backend: '<forward-request />', outbound: `${mark('Global')}<base />` }, 'global.xml'),
      fragments: new Map([['kept', fragment(`${mark('Before')}<cache-store duration="60" />${mark('Within')}`)]]),
    },
    policy: {
      inbound: `<base />${lookup().replace('<base />', '')}<set-header name="X-Late"><value>1</value></set-header>`,
      outbound: `<base />${mark('First')}<include-fragment fragment-id="kept" />${mark('After')}`,
    },
  });
  const seen = async (): Promise<unknown[]> => {
    const { header } = await under.request();
    return ['Global', 'First', 'Before', 'Within', 'After'].map((name) => header(`X-${name}`));
  };
  expect(await seen()).toEqual(Array(5).fill('200'));
  // the kept answer has what was set before it was kept, once
  expect(await seen()).toEqual(Array(5).fill('200'));
  expect(under.trace().steps.map(({ policy: name }) => name)).toEqual([
    'cache-lookup',
    'include-fragment',
    'set-header',
    'set-header',
  ]);
  expect(under.backend.requests).toHaveLength(1);
});

test('after a hit, a choose that holds cache-store counts as cache-store', async () => {
  const under = await start({
    policy: {
      inbound: lookup(),
      outbound:
        '<set-header name="X-A" exists-action="append"><value>1</value></set-header><choose><when condition="@(context.Response.StatusCode == 200)"><cache-store duration="60" /><set-header name="X-A" exists-action="append"><value>2</value></set-header></when></choose><set-header name="X-A" exists-action="append"><value>3</value></set-header>',
    },
  });
  expect((await under.request()).header('X-A')).toBe('1,2,3');
  expect((await under.request()).header('X-A')).toBe('1,3');
});

test('a failure behind a hit goes to on-error, which runs whole', async () => {
  const under = await start({
    policy: {
      inbound: lookup(),
      outbound:
        '<cache-store duration="60" /><set-variable name="v" value="@(int.Parse(context.Request.Headers.GetValueOrDefault("X-N", "1")))" />',
      onError: '<set-header name="X-Handled"><value>yes</value></set-header>',
    },
  });
  expect((await under.request()).status).toBe(200);
  const failed = await under.request('/api/op', { headers: { 'X-N': 'none' } });
  expect([failed.status, failed.header('X-Handled')]).toEqual([500, 'yes']);
});

test('a miss asks the backend for a complete answer', async () => {
  const under = await start({ policy: { inbound: lookup(), outbound: '<base />' } });
  const conditional = {
    'Cache-Control': 'no-cache',
    Pragma: 'no-cache',
    'If-None-Match': '"1"',
    'If-Match': '"1"',
    'If-Modified-Since': 'Mon, 06 May 2024 07:08:09 GMT',
    'If-Unmodified-Since': 'Mon, 06 May 2024 07:08:09 GMT',
    'If-Range': '"1"',
    Range: 'bytes=0-1',
    'X-Kept': '1',
  };
  await under.request('/api/op', { headers: conditional });
  await under.request('/api/op', { method: 'POST', headers: conditional });
  const sent = under.backend.requests.map(({ header }) => Object.keys(conditional).filter((name) => header(name)));
  expect(sent).toEqual([['X-Kept'], Object.keys(conditional)]);
});

test('a request that asks for no cached answer gets it all the same', async () => {
  const under = await start({ policy: { inbound: lookup(), outbound: store } });
  await under.request();
  await under.request('/api/op', { headers: { 'Cache-Control': 'no-cache, no-store' } });
  expect(under.backend.requests).toHaveLength(1);
});

test('a developer is who owns the subscription, whichever of them is used', async () => {
  const owner = { id: 'u', email: 'u@example.com', firstName: 'U', lastName: 'U' };
  const keys = ['one-key-for-this-test', 'two-key-for-this-test', 'own-key-for-this-test'];
  const under = await start({
    subscriptions: keys.map((primaryKey, index) => ({
      ...{ id: `s${index}`, name: '', primaryKey, scope: { kind: 'all' as const } },
      ...(index < 2 ? { user: owner } : {}),
    })),
    policy: {
      inbound: '<base /><cache-lookup vary-by-developer="true" vary-by-developer-groups="false" />',
      outbound: store,
    },
  });
  let calls = 0;
  under.backend.answer = (_request, response) => response.end(String(++calls));
  const bodies: string[] = [];
  for (const key of keys) {
    bodies.push((await under.request('/api/op', { headers: { 'Ocp-Apim-Subscription-Key': key } })).body);
  }
  expect(bodies).toEqual(['1', '1', '2']);
});

test('downstream caching is told as the policy has it, and not at all without it', async () => {
  const told = async (attributes: string): Promise<string | undefined> => {
    const under = await start({ policy: { inbound: lookup('', attributes), outbound: store } });
    return (await under.request()).header('Cache-Control');
  };
  expect([
    await told(''),
    await told('downstream-caching-type="none"'),
    await told('downstream-caching-type="private" must-revalidate="false"'),
    await told('downstream-caching-type="Public"'),
  ]).toEqual([undefined, undefined, 'private, max-age=60', 'public, max-age=60, must-revalidate']);
});

test.each([
  ['cache-response="true"', 500, 1],
  ['cache-response="false"', 200, 2],
  ['', 201, 2],
  ['', 200, 1],
])('cache-store %s and %i: %i calls', async (attributes, status, calls) => {
  const under = await start({
    policy: { inbound: lookup(), outbound: `<cache-store duration="60" ${attributes} />` },
  });
  under.backend.answer = (_request, response) => response.writeHead(status, 'As it was').end();
  await under.request();
  const second = await under.request();
  expect([second.status, second.reason]).toEqual([status, 'As it was']);
  expect(under.backend.requests).toHaveLength(calls);
});

test('private responses are kept when allowed, by an expression too', async () => {
  const under = await start({
    policy: {
      inbound: lookup(
        '<vary-by-header>Authorization</vary-by-header>',
        'allow-private-response-caching="@(context.Request.Method == "GET")"',
      ),
      outbound: store,
    },
  });
  for (const token of ['a', 'a', 'b']) {
    await under.request('/api/op', { headers: { Authorization: `Bearer ${token}` } });
  }
  expect(under.backend.requests.map(({ header }) => header('Authorization'))).toEqual(['Bearer a', 'Bearer b']);
});

test('a duration that is over keeps nothing, and is no failure', async () => {
  const under = await start({
    policy: { inbound: lookup(), outbound: '<cache-store duration="@(-1)" />' },
  });
  expect([(await under.request()).status, (await under.request()).status]).toEqual([200, 200]);
  expect(under.backend.requests).toHaveLength(2);
});
