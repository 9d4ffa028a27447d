/** Runtime semantics 19. */
import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Backend } from '../testing/backend.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const header = randomUUID();
const token = randomBytes(24).toString('hex');
const configure = ({ url }: Backend) => ({ managedIdentities: { endpoint: `${url}/msi/token`, header } });
const answer = (backend: Backend): void => {
  backend.answer = (request, response) => {
    if (!request.url?.startsWith('/msi/token')) return void response.end('backend');
    if (request.headers['x-identity-header'] !== header) return void response.writeHead(401).end('{}');
    response.end(JSON.stringify({ access_token: token, expires_on: String(Date.UTC(2024, 5, 1) / 1000) }));
  };
};

test('sets the bearer token of the request, once fetched for many', async () => {
  const issued: unknown[] = [];
  const { request, backend, trace } = await start({
    configure,
    onIssued: (secret) => issued.push(secret),
    policy: { inbound: '<base /><authentication-managed-identity resource="api://server" client-id="mine" />' },
  });
  answer(backend);
  await request();
  await request();
  expect(backend.requests.map(({ url, header: get }) => [url, get('Authorization')])).toEqual([
    ['/msi/token?resource=api%3A%2F%2Fserver&api-version=2019-08-01&client_id=mine', undefined],
    ['/op', `Bearer ${token}`],
    ['/op', `Bearer ${token}`],
  ]);
  expect(issued).toEqual([
    { kind: 'managed_identity_token', value: token, audience: 'api://server', issuedAt: expect.any(Number) },
  ]);
  expect(JSON.stringify(trace())).not.toContain(token);
});

test('with a variable, only the variable; it works in outbound and in send-request', async () => {
  const { request, backend, trace } = await start({
    configure,
    policy: {
      inbound:
        '<send-request response-variable-name="r"><set-url>{{backend-url}}/called</set-url><set-method>GET</set-method><authentication-managed-identity resource="a" /></send-request>',
      outbound:
        '<authentication-managed-identity resource="a" output-token-variable-name="msi" /><set-body>@(((string)context.Variables["msi"]).Length.ToString())</set-body>',
    },
  });
  answer(backend);
  expect((await request()).body).toBe(String(token.length));
  expect(backend.requests.find(({ url }) => url === '/called')?.header('Authorization')).toBe(`Bearer ${token}`);
  expect(backend.requests.find(({ url }) => url === '/op')?.header('Authorization')).toBeUndefined();
  expect(JSON.stringify(trace())).not.toContain(token);
});

test('without a token the request fails, or goes on when told', async () => {
  const failing = await start({ configure, policy: { inbound: '<authentication-managed-identity resource="a" />' } });
  failing.backend.answer = (_request, response) => response.writeHead(400).end('{"message":"Identity not found"}');
  expect((await failing.request()).status).toBe(500);
  expect(failing.trace().lastError).toMatchObject({
    source: 'authentication-managed-identity',
    message: expect.stringContaining('400: Identity not found'),
  });
  const ignoring = await start({
    policy: {
      inbound:
        '<authentication-managed-identity resource="a" output-token-variable-name="t" ignore-error="true" /><return-response><set-body>@((context.Variables["t"] == null).ToString())</set-body></return-response>',
    },
  });
  expect((await ignoring.request()).body).toBe('True');
});
