import { describe, expect, test } from 'vitest';
import type { PolicySource } from '../model.ts';
import { policy, type UnderTestOptions } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();

test('a base URL takes the path below the API and the query along', async () => {
  const { request, backend } = await start({
    policy: { inbound: '<set-backend-service base-url=" {{backend-url}}/base/ " />' },
  });
  await request('/api/a/b?q=1');
  expect(backend.requests[0]?.url).toBe('/base/a/b?q=1');
});

test('a backend entity by id, its URL by role', async () => {
  const { request, backend, trace } = await start({
    model: { backends: [{ id: 'b', role: 'mcpServerUrl' }] },
    configure: ({ url }) => ({ bindings: { mcpServerUrl: `${url}/entity` } }),
    policy: { inbound: '<set-backend-service backend-id="b" />' },
  });
  await request('/api');
  expect([backend.requests[0]?.url, trace().notEmulated]).toEqual(['/entity', undefined]);
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

describe('a backend entity that an outer scope chose', () => {
  const outer: PolicySource = policy(
    { inbound: '<set-backend-service backend-id="b" />', backend: '<forward-request />' },
    'global.xml',
  );
  const options = (inbound: string): UnderTestOptions => ({
    model: {
      backends: [
        { id: 'b', role: 'mcpServerUrl' },
        { id: 'c', role: 'storeUrl' },
      ],
      policy: outer,
    },
    configure: ({ url }) => ({ bindings: { mcpServerUrl: `${url}/entity`, storeUrl: `${url}/other` } }),
    policy: { inbound },
  });

  test.each([
    ['<base /><set-backend-service base-url="{{backend-url}}/url" />', '/entity/op'],
    ['<base /><set-backend-service backend-id="c" />', '/other/op'],
    ['<set-backend-service base-url="{{backend-url}}/url" /><base />', '/entity/op'],
    ['<set-backend-service base-url="{{backend-url}}/url" />', '/url/op'],
    ['<set-backend-service backend-id="c" /><set-backend-service base-url="{{backend-url}}/url" />', '/url/op'],
  ])('%s: %s', async (inbound, expected) => {
    const { request, backend } = await start(options(inbound));
    await request();
    expect(backend.requests[0]?.url).toBe(expected);
  });

  test('is told of where a base URL comes to nothing', async () => {
    const { request, trace } = await start(options('<base /><set-backend-service base-url="{{backend-url}}/url" />'));
    await request();
    expect(trace().steps.find(({ file }) => file === 'api.xml')?.warnings).toEqual([
      expect.stringContaining("backend 'b'"),
    ]);
  });
});

test.each([
  ['', "one of 'base-url' and 'backend-id' is required"],
  ['backend-id="nope"', "Backend with id 'nope' could not be found."],
])('<set-backend-service %s/> does not load', async (attributes, message) => {
  await expect(start({ policy: { inbound: `<set-backend-service ${attributes} />` } })).rejects.toThrow(message);
});

test('backend-id wins over a base URL beside it', async () => {
  const { request, backend } = await start({
    model: { backends: [{ id: 'b', role: 'mcpServerUrl' }] },
    configure: ({ url }) => ({ bindings: { mcpServerUrl: `${url}/entity` } }),
    policy: { inbound: '<set-backend-service backend-id="b" base-url="{{backend-url}}/url" />' },
  });
  await request();
  expect(backend.requests[0]?.url).toBe('/entity/op');
});
