import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const accessToken = randomBytes(16).toString('hex');
const authorizations = {
  token: (provider: string, id: string) =>
    Promise.resolve(
      provider === 'github' && id === 'mine' ? { accessToken, claims: { scope: 'repo', expires_in: 60 } } : undefined,
    ),
};
const get = (more = ''): string =>
  `<get-authorization-context provider-id="github" authorization-id="@(context.Request.Headers.GetValueOrDefault("Id","mine"))" context-variable-name="auth" ${more} />`;
const show =
  '<return-response><set-body>@(((Authorization)context.Variables.GetValueOrDefault("auth"))?.AccessToken.Length + "," + ((Authorization)context.Variables["auth"])?.Claims["scope"])</set-body></return-response>';

test('gives the connection’s token as an Authorization', async () => {
  const { request, trace } = await start({ authorizations, policy: { inbound: get() + show } });
  expect((await request()).body).toBe('32,repo');
  expect(JSON.stringify(trace())).not.toContain(accessToken);
});

test('an unknown connection is a failure, or null when told', async () => {
  const { request, trace } = await start({ authorizations, policy: { inbound: get() + show } });
  expect((await request('/api/op', { headers: { Id: 'other' } })).status).toBe(500);
  expect(trace().lastError?.source).toBe('get-authorization-context');
  const told = await start({ authorizations, policy: { inbound: get('ignore-error="true"') + show } });
  expect((await told.request('/api/op', { headers: { Id: 'other' } })).body).toBe(',');
});
