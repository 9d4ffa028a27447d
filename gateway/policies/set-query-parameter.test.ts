import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const set = (action: string, ...values: string[]): string =>
  `<base /><set-query-parameter name="q" exists-action="${action}">${values.map((value) => `<value>${value}</value>`).join('')}</set-query-parameter>`;

test.each([
  ['override', ['n'], '?a=%20&q=1&q=2', '/op?a=%20&q=n'],
  ['override', ['n'], '', '/op?q=n'],
  ['append', ['n w', 'x'], '?q=1', '/op?q=1&q=n%20w&q=x'],
  ['skip', ['n'], '?Q=1', '/op?Q=1'],
  ['skip', ['n'], '?a=1', '/op?a=1&q=n'],
  ['delete', [], '?q=1&a=1&q=2', '/op?a=1'],
])('%s', async (action, values, query, expected) => {
  const { request, backend } = await start({ policy: { inbound: set(action, ...values) } });
  await request(`/api/op${query}`);
  expect(backend.requests[0]?.url).toBe(expected);
});
