import { expect, test } from 'vitest';
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
