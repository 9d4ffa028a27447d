/** Calls of a gateway to itself by its loopback address, as the page of send-request has them. */
import { expect, test } from 'vitest';
import { createAuthority } from '../../net/authority.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const operations = ['first', 'second'].map((id) => ({ id, name: id, method: 'GET', urlTemplate: `/${id}` }));
const second = '@(context.Operation.Id == "second")';
const answered = '<return-response><set-body>@(context.Request.OriginalUrl.ToString())</set-body></return-response>';
const chained = (call: string): string => `<choose><when condition="${second}">${answered}</when></choose>${call}`;
const sent = (url: string, host = ''): string =>
  chained(
    `<send-request response-variable-name="r"><set-url>${url}</set-url><set-method>GET</set-method>${host}</send-request><return-response response-variable-name="r" />`,
  );

test.each(['http://127.0.0.1', 'http://localhost'])('%s is the gateway', async (origin) => {
  const { request } = await start({ api: { operations }, policy: { inbound: sent(`${origin}/api/second`) } });
  expect((await request('/api/first')).body).toBe(`${origin}/api/second`);
});

test('a backend is reached so as well', async () => {
  const inbound = chained('<set-backend-service base-url="http://127.0.0.1/api" /><rewrite-uri template="/second" />');
  const { request } = await start({ api: { operations }, policy: { inbound } });
  expect((await request('/api/first')).body).toBe('http://127.0.0.1/api/second');
});

test('a host that is mapped is what it is mapped to', async () => {
  const { request } = await start({
    api: { operations },
    policy: { inbound: sent('http://localhost/api/second') },
    configure: ({ port }) => ({ egress: { hosts: new Map([['localhost:80', port]]), ca: [] } }),
  });
  expect((await request('/api/first')).body).toBe('backend');
});

test('with TLS, the Host header names whom the certificate has to be for', async () => {
  const authority = await createAuthority({ names: ['gateway.example'] });
  const ca = [authority.certificatePem];
  const host = '<set-header name="Host"><value>gateway.example</value></set-header>';
  const inside = sent('https://127.0.0.1/api/second', host);
  // the test client speaks no TLS: an outer gateway without it asks the one with it
  const inner = await start({
    tls: await authority.issue(['gateway.example']),
    api: { operations },
    egress: { hosts: new Map(), ca },
    policy: { inbound: inside },
  });
  const outer = await start({
    egress: { hosts: new Map([['gateway.example:443', inner.gateway.port]]), ca },
    policy: {
      inbound: '<set-backend-service base-url="https://gateway.example/api" /><rewrite-uri template="/first" />',
    },
  });
  expect((await outer.request()).body).toBe('https://gateway.example/api/second');
});
