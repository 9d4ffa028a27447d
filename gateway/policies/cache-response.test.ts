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
