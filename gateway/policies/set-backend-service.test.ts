import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

test('a base URL takes the path below the API and the query along', async () => {
  const { request, backend } = await start({
    policy: { inbound: '<set-backend-service base-url="{{backend-url}}/base/" />' },
  });
  await request('/api/a/b?q=1');
  expect(backend.requests[0]?.url).toBe('/base/a/b?q=1');
});

test('a backend entity by id, its URL by role', async () => {
  const { request, backend } = await start({
    model: { backends: [{ id: 'b', role: 'mcpServerUrl' }] },
    configure: ({ url }) => ({ bindings: { mcpServerUrl: `${url}/entity` } }),
    policy: { inbound: '<set-backend-service backend-id="b" />' },
  });
  await request('/api');
  expect(backend.requests[0]?.url).toBe('/entity');
});

test('an entity that an expression names and nobody has is a failure', async () => {
  const { request, trace } = await start({
    policy: { inbound: '<set-backend-service backend-id="@("no" + "pe")" />' },
  });
  expect((await request()).status).toBe(500);
  expect(trace().lastError).toMatchObject({ source: 'set-backend-service', reason: 'BackendNotFound' });
});

test('a URL that is none is a failure', async () => {
  const { request, trace } = await start({ policy: { inbound: '<set-backend-service base-url="@("not a url")" />' } });
  expect((await request()).status).toBe(500);
  expect(trace().lastError?.source).toBe('set-backend-service');
});

test.each([
  ['dapr-app-id="a" dapr-method="m"', 'set-backend-service for Dapr'],
  ['backend-id="b" sf-resolve-condition="@(true)"', 'set-backend-service for Service Fabric'],
])('%s is reported as not emulated', async (attributes, reported) => {
  const { request, trace } = await start({
    model: { backends: [{ id: 'b', role: 'mcpServerUrl' }] },
    configure: ({ url }) => ({ bindings: { mcpServerUrl: url } }),
    policy: { inbound: `<set-backend-service ${attributes} />` },
  });
  expect((await request()).status).toBe(200);
  expect(trace().notEmulated).toEqual([reported]);
});
