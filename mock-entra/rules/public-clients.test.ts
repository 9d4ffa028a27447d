import { describe, expect, it } from 'vitest';
import { expectError } from '../testing/token-request.ts';
import { claimsOf, createWorld, gatewayRequest, verifier, type World } from '../testing/world.ts';

describe('public and single-page clients', () => {
  const desktop = (world: World): Record<string, string> => ({
    ...gatewayRequest(world),
    client_id: world.appId('Sallyport Desktop'),
    redirect_uri: 'http://localhost:53682',
  });

  it('redeem without a credential, on any loopback port, and get the redirect with a slash', async () => {
    const world = createWorld();
    const page = await world.signIn('bob@contoso.com', desktop(world));
    expect(page.left?.href).toMatch(/^http:\/\/localhost:53682\/\?code=/);
    const code = page.left?.searchParams.get('code') ?? '';
    const form = {
      client_id: world.appId('Sallyport Desktop'),
      grant_type: 'authorization_code',
      code,
      redirect_uri: 'http://localhost:53682',
      code_verifier: verifier,
    };
    expectError(await world.token({ ...form, client_secret: 'x' }), 700025, 'invalid_client', 401);
    const answer = await world.token(form);
    expect(claimsOf(answer.body.access_token)).toMatchObject({ azpacr: '0' });
  });

  it('redeem single-page codes only from a browser, with refresh tokens that end after a day', async () => {
    const world = createWorld();
    const spa = {
      ...gatewayRequest(world),
      client_id: world.appId('Sallyport Browser App'),
      redirect_uri: 'http://localhost:5173/',
      scope: 'User.Read openid offline_access',
      response_mode: 'fragment',
    };
    const page = await world.signIn('bob@contoso.com', spa);
    const code = new URLSearchParams(page.left?.hash.slice(1)).get('code') ?? '';
    const form = {
      client_id: spa.client_id,
      grant_type: 'authorization_code',
      code,
      redirect_uri: spa.redirect_uri,
      code_verifier: verifier,
    };
    expectError(await world.token(form), 9002327, 'invalid_request', 400);
    const headers = { origin: 'http://localhost:5173' };
    const answer = await world.token(form, { headers });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.body.refresh_token_expires_in).toBe(86_399);
    expect(claimsOf(answer.body.access_token)).toMatchObject({ aud: '00000003-0000-0000-c000-000000000000' });
    const refresh = { client_id: spa.client_id, grant_type: 'refresh_token', refresh_token: answer.body.refresh_token };
    world.entra.control.clock.advance(23 * 3_600_000);
    const second = await world.token(refresh, { headers });
    expect(second.status).toBe(200);
    world.entra.control.clock.advance(2 * 3_600_000);
    const late = { ...refresh, refresh_token: second.body.refresh_token };
    expectError(await world.token(late, { headers }), 700084, 'invalid_grant', 400);
  });
});
