import { describe, expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const operations = [{ id: 'o', name: '', method: 'GET', urlTemplate: '/store/{id}?a={b}' }];

test.each([
  ['/put', 'true', '/put?c=d'],
  ['/put', 'false', '/put'],
  ['/v2/{id}?x={b}', 'true', '/v2/a%20b?x=1&c=d'],
  ['@("/v2/" + context.Request.MatchedParameters["id"].ToUpper())', 'true', '/v2/A%20B?c=d'],
  ['no-slash?c=own', 'true', '/no-slash?c=own'],
])('%s copying %s: %s', async (template, copy, expected) => {
  const { request, backend } = await start({
    api: { operations },
    policy: { inbound: `<base /><rewrite-uri template='${template}' copy-unmatched-params="${copy}" />` },
  });
  await request('/api/store/a%20b?a=1&c=d');
  expect(backend.requests[0]?.url).toBe(expected);
});

test('stays below the base URL of the backend', async () => {
  const { request, backend } = await start({
    policy: {
      inbound: '<set-backend-service base-url="@("{{backend-url}}" + "/base/path/")" /><rewrite-uri template="/x" />',
    },
  });
  await request();
  expect(backend.requests[0]?.url).toBe('/base/path/x');
});

test.each([
  // the pairs of the request that the template names are not copied, whatever their case; the rest stays as written
  ['/put', '/api/store/1?A=1&c=%41&c=2&flag', '/put?c=%41&c=2&flag'],
  ['/put?C=own', '/api/store/1?a=1&c=d', '/put?C=own'],
  ['/v2/{nobody}', '/api/store/1?a=1', '/v2/%7Bnobody%7D'],
  ['/v2/{ID}', '/api/store/x%2Fy%3Fz?a=1', '/v2/x/y%3Fz'],
  ['?x=1', '/api/store/1?a=1', '/?x=1'],
  [' /put ', '/api/store/1?a=1', '/put'],
  // the page's own example
  ['/v2/{id}?City=city&amp;State=state', '/api/store/1?a=1&state=x&town=y', '/v2/1?City=city&State=state&town=y'],
  ['/put?up=/../x', '/api/store/1?a=1', '/put?up=/../x'],
])('%s for %s: %s', async (template, path, expected) => {
  const { request, backend } = await start({
    api: { operations },
    policy: { inbound: `<base /><rewrite-uri template="${template}" />` },
  });
  await request(path);
  expect(backend.requests[0]?.url).toBe(expected);
});

test('a wildcard takes the rest of the path', async () => {
  const { request, backend } = await start({
    api: { operations: [{ id: 'o', name: '', method: 'GET', urlTemplate: '/files/{*rest}' }] },
    policy: {
      inbound:
        '<rewrite-uri template="/v2/{*rest}" /><set-header name="X"><value>@(context.Request.Url.Path)</value></set-header>',
    },
  });
  await request('/api/files/a/b%20c');
  expect([backend.requests[0]?.url, backend.requests[0]?.header('X')]).toEqual(['/v2/a/b%20c', '/v2/a/b%20c']);
});

describe('dot segments that a parameter brings along', () => {
  const based = (template: string) =>
    `<base /><set-backend-service base-url="{{backend-url}}/tenant/public" /><rewrite-uri template="${template}" />`;
  const operations = [{ id: 'o', name: '', method: 'GET', urlTemplate: '/store/{id}' }];
  const placeholder = '/v2/{id}';
  const expression = '@("/v2/" + context.Request.MatchedParameters["id"])';

  test.each([
    ['..%2F..%2Fadmin', placeholder],
    ['a%2F..%2F..%2F..%2Fadmin', placeholder],
    ['.%2Fadmin', '/v2/.{id}'],
    ['..%2F..%2Fadmin', expression],
    ['..%5Cadmin', expression],
    ['%252e%252e%2Fadmin', expression],
  ])('%s in %s is refused: the request would leave the path that its policy chose for it', async (id, template) => {
    const { request, backend, trace } = await start({ api: { operations }, policy: { inbound: based(template) } });
    expect([(await request(`/api/store/${id}`)).status, backend.requests.length]).toEqual([400, 0]);
    expect(trace().assumptions).toEqual(['rewriteUri.dotSegments=refuse']);
    expect(trace().lastError).toMatchObject({ source: 'rewrite-uri' });
  });

  test.each([
    ['..%5Cadmin', '/tenant/public/v2/..%5Cadmin'],
    ['%252e%252e%2Fadmin', '/tenant/public/v2/%252e%252e/admin'],
    ['a..b', '/tenant/public/v2/a..b'],
  ])('%s in a placeholder climbs nowhere', async (id, expected) => {
    const { request, backend, trace } = await start({ api: { operations }, policy: { inbound: based(placeholder) } });
    await request(`/api/store/${id}`);
    expect([backend.requests[0]?.url, trace().assumptions]).toEqual([expected, undefined]);
  });

  test('are followed by switch, as .NET follows those of any URL', async () => {
    const { request, backend } = await start({
      api: { operations },
      switches: { 'rewriteUri.dotSegments': 'follow' },
      policy: { inbound: based('/v2/{id}') },
    });
    await request('/api/store/..%2F..%2F..%2Fadmin');
    expect(backend.requests[0]?.url).toBe('/admin');
  });

  test('those of a query climb nowhere, and do not make up for others', async () => {
    const { request, backend } = await start({
      api: { operations: [{ id: 'o', name: '', method: 'GET', urlTemplate: '/store/{id}' }] },
      policy: { inbound: based('/v2/{id}?up=/../') },
    });
    expect([(await request('/api/store/..%2Fadmin')).status, backend.requests.length]).toEqual([400, 0]);
  });

  test('that the policy itself writes are its own', async () => {
    const { request, backend, trace } = await start({
      api: { operations },
      policy: { inbound: based('/v2/../v3/{id}') },
    });
    await request('/api/store/a..b');
    expect([backend.requests[0]?.url, trace().assumptions]).toEqual(['/tenant/public/v3/a..b', undefined]);
  });
});
