import { expect, test } from 'vitest';
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
