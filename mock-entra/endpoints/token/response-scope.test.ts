import { expect, it } from 'vitest';
import type { EntraSwitches } from '../../switches.ts';
import { createWorld, gatewayRequest, type World } from '../../testing/world.ts';

/** What the gateway is told it got for Graph scopes. */
async function scopeOf(scope: string, switches: Partial<EntraSwitches> = {}): Promise<string> {
  const world: World = createWorld({ switches });
  const { appId } = world.entra.control.addApplication({
    name: 'Confidential',
    secrets: [{ displayName: 'one' }],
    redirectUris: { web: ['https://sallyport.azure-api.net/oauth/callback'] },
  });
  const page = await world.signIn('alice@contoso.com', gatewayRequest(world, { client_id: appId, scope }));
  const { body } = await world.token({
    client_id: appId,
    client_secret: world.entra.control.secretOf(appId),
    grant_type: 'authorization_code',
    code: page.left?.searchParams.get('code') ?? '',
    redirect_uri: 'https://sallyport.azure-api.net/oauth/callback',
    code_verifier: 'a-verifier-that-is-long-enough-for-rfc-7636-checks',
  });
  return body.scope;
}

it("names Graph's scopes as the client did, so that it finds the token by them", async () => {
  expect((await scopeOf('openid User.Read')).split(' ')).toContain('User.Read');
  expect((await scopeOf('openid https://graph.microsoft.com/User.Read')).split(' ')).toContain(
    'https://graph.microsoft.com/User.Read',
  );
});

it('can qualify them always', async () => {
  const scope = await scopeOf('openid User.Read', { graphScopeNames: 'qualified' });
  expect(scope.split(' ')).toContain('https://graph.microsoft.com/User.Read');
  expect(scope.split(' ')).toContain('openid');
});
