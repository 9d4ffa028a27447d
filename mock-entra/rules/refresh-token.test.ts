import { describe, expect, it } from 'vitest';
import { expectError } from '../testing/token-request.ts';
import {
  bearer,
  claimsOf,
  createWorld,
  gatewayRequest,
  gatewayTokens,
  verifier,
  type World,
} from '../testing/world.ts';

describe('refresh tokens', () => {
  const refresh = async (world: World, token: string): Promise<Record<string, string>> => ({
    client_id: world.appId('Sallyport Gateway'),
    grant_type: 'refresh_token',
    refresh_token: token,
    client_assertion_type: bearer,
    client_assertion: await world.assertion('sallyport-gateway'),
    scope: `api://${world.appId('Sallyport MCP Server')}/user_impersonation openid offline_access`,
  });

  it('rotate, and the old one stays good', async () => {
    const world = createWorld();
    const { body } = await gatewayTokens(world);
    const first = await world.token(await refresh(world, body.refresh_token));
    expect(first.status).toBe(200);
    expect(first.body.refresh_token).not.toBe(body.refresh_token);
    expect((await world.token(await refresh(world, body.refresh_token))).status).toBe(200);
    expect(claimsOf(first.body.id_token)).not.toHaveProperty('nonce');
  });

  it('end after ninety days unused, when the password changes, when the account is disabled or deleted', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const { body } = await gatewayTokens(world);
    control.resetPassword('alice@contoso.com');
    control.clock.advance(1000);
    expectError(await world.token(await refresh(world, body.refresh_token)), 50173, 'invalid_grant', 400);
    const again = await gatewayTokens(world);
    control.setAccountEnabled('alice@contoso.com', false);
    expectError(await world.token(await refresh(world, again.body.refresh_token)), 50057, 'invalid_grant', 400);
    control.setAccountEnabled('alice@contoso.com', true);
    control.clock.advance(1000);
    const third = await gatewayTokens(world);
    control.clock.advance(90 * 86_400_000);
    expectError(await world.token(await refresh(world, third.body.refresh_token)), 700082, 'invalid_grant', 400);
    control.deleteUser('alice@contoso.com');
    expectError(await world.token(await refresh(world, third.body.refresh_token)), 700082, 'invalid_grant', 400);
  });

  it('refuse a self-token by URI and give it by GUID', async () => {
    const world = createWorld();
    const self = world.entra.control.addApplication({
      name: 'One app for both',
      identifierUris: ['api://one-app'],
      requestedAccessTokenVersion: 2,
      scopes: [{ value: 'use' }],
      redirectUris: { public: ['http://localhost'] },
    });
    const page = await world.signIn('bob@contoso.com', {
      ...gatewayRequest(world),
      client_id: self.appId,
      redirect_uri: 'http://localhost',
      scope: 'api://one-app/use offline_access',
    });
    const code = page.left?.searchParams.get('code') ?? '';
    const redeemed = await world.token({
      client_id: self.appId,
      grant_type: 'authorization_code',
      code,
      redirect_uri: 'http://localhost',
      code_verifier: verifier,
    });
    expect(redeemed.status).toBe(200);
    const form = { client_id: self.appId, grant_type: 'refresh_token', refresh_token: redeemed.body.refresh_token };
    expectError(await world.token({ ...form, scope: 'api://one-app/use' }), 90009, 'invalid_request', 400);
    expect((await world.token({ ...form, scope: `${self.appId}/use` })).status).toBe(200);
  });
});
