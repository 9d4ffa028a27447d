import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const replace = '<base /><find-and-replace from="@("a" + "b")" to="$&amp;" />';

test('replaces every occurrence in request and response, literally', async () => {
  const { request, backend } = await start({ policy: { inbound: replace, outbound: replace } });
  backend.answer = (_request, response) => response.end('ab-ab');
  const answer = await request('/api/op', { method: 'POST', body: 'xabx' });
  expect([backend.requests[0]?.body, answer.body, answer.header('Content-Length')]).toEqual(['x$&x', '$&-$&', '5']);
});

test('a message without a body stays without', async () => {
  const { request, backend } = await start({ policy: { inbound: replace } });
  await request();
  expect(backend.requests[0]).toMatchObject({ method: 'GET', body: '' });
});
