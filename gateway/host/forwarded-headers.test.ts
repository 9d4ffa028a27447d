/** What of the client's headers the backend gets, and what the gateway adds. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

test('the subscription key goes on to the backend, in header and query, unless a policy takes it out', async () => {
  const primaryKey = randomBytes(16).toString('hex');
  const subscriptions = [{ id: 's', name: 's', primaryKey, scope: { kind: 'all' } as const }];
  const kept = await start({ subscriptions, api: { subscriptionRequired: true } });
  await kept.request('/api/op', { headers: { 'Ocp-Apim-Subscription-Key': primaryKey } });
  await kept.request(`/api/op?subscription-key=${primaryKey}&a=1`);
  expect(kept.backend.requests.map((each) => [each.url, each.header('Ocp-Apim-Subscription-Key')])).toEqual([
    ['/op', primaryKey],
    [`/op?subscription-key=${primaryKey}&a=1`, undefined],
  ]);
  const removed = await start({
    subscriptions,
    api: { subscriptionRequired: true },
    policy: {
      inbound:
        '<base /><set-header name="Ocp-Apim-Subscription-Key" exists-action="delete" /><set-query-parameter name="subscription-key" exists-action="delete" />',
    },
  });
  await removed.request(`/api/op?subscription-key=${primaryKey}&a=1`, {
    headers: { 'Ocp-Apim-Subscription-Key': primaryKey },
  });
  expect(removed.backend.requests.map((each) => [each.url, each.header('Ocp-Apim-Subscription-Key')])).toEqual([
    ['/op?a=1', undefined],
  ]);
});

test('the backend is told the client’s address, after those that came with the request', async () => {
  const { request, backend } = await start();
  await request();
  await request('/api/op', { headers: ['x-forwarded-for', '192.0.2.1, 192.0.2.2', 'X-Forwarded-For', '192.0.2.3'] });
  expect(backend.requests.map((each) => each.header('X-Forwarded-For'))).toEqual([
    '127.0.0.1',
    '192.0.2.1, 192.0.2.2, 192.0.2.3, 127.0.0.1',
  ]);
});

test('no policy can take the client’s address away, and calls of send-request have none', async () => {
  const { request, backend } = await start({
    policy: {
      inbound:
        '<base /><set-header name="X-Forwarded-For" exists-action="delete" /><send-request response-variable-name="r"><set-url>{{backend-url}}/asked</set-url><set-method>GET</set-method></send-request>',
    },
  });
  await request('/api/op', { headers: { 'X-Forwarded-For': '192.0.2.1' } });
  expect(backend.requests.map((each) => [each.url, each.header('X-Forwarded-For')])).toEqual([
    ['/asked', undefined],
    ['/op', '127.0.0.1'],
  ]);
});
