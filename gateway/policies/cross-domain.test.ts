import { expect, test } from 'vitest';
import { policy } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const file = (inbound: string) => ({ model: { policy: policy({ inbound, backend: '<forward-request />' }) } });

test('serves the policy file at the root, and runs nothing else for it', async () => {
  const under = await start(
    file(
      `<set-variable name="x" value="@(int.Parse("no"))" /><cross-domain><cross-domain-policy><site-control permitted-cross-domain-policies="all" /><allow-http-request-headers-from domain='*' headers='a"b' secure="false" /></cross-domain-policy></cross-domain>`,
    ),
  );
  const answer = await under.request('/crossdomain.xml');
  expect([answer.status, answer.header('Content-Type'), answer.body]).toEqual([
    200,
    'text/xml',
    '<?xml version="1.0"?><cross-domain-policy><site-control permitted-cross-domain-policies="all"/><allow-http-request-headers-from domain="*" headers="a&quot;b" secure="false"/></cross-domain-policy>',
  ]);
});

test('without the policy, and for other methods, there is no such file', async () => {
  const without = await start(file('<set-variable name="x" value="1" />'));
  expect((await without.request('/crossdomain.xml')).status).toBe(404);
  const under = await start(file('<cross-domain><cross-domain-policy /></cross-domain>'));
  expect((await under.request('/crossdomain.xml', { method: 'POST' })).status).toBe(404);
  expect((await under.request()).body).toBe('backend');
});
