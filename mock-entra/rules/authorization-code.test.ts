import { describe, expect, it } from 'vitest';
import { expectError, without } from '../testing/token-request.ts';
import { bearer, claimsOf, createWorld, gatewayRequest, verifier, type World } from '../testing/world.ts';

describe('authorization codes', () => {
  async function codeOf(world: World, extra: Record<string, string> = {}): Promise<string> {
    const page = await world.signIn('alice@contoso.com', gatewayRequest(world, extra));
    return page.left?.searchParams.get('code') ?? '';
  }
  const redemption = async (world: World, code: string): Promise<Record<string, string>> => ({
    client_id: world.appId('Sallyport Gateway'),
    grant_type: 'authorization_code',
    code,
    redirect_uri: 'https://sallyport.azure-api.net/oauth/callback',
    code_verifier: verifier,
    client_assertion_type: bearer,
    client_assertion: await world.assertion('sallyport-gateway'),
  });

  it('are good once', async () => {
    const world = createWorld();
    const form = await redemption(world, await codeOf(world));
    expect((await world.token(form)).status).toBe(200);
    expectError(await world.token(form), 54005, 'invalid_grant', 400);
  });

  it('survive a failed verifier only as long as nothing was redeemed', async () => {
    const world = createWorld();
    const form = await redemption(world, await codeOf(world));
    expectError(await world.token({ ...form, code_verifier: 'x'.repeat(43) }), 501481, 'invalid_grant', 400);
    expectError(await world.token(without(form, 'code_verifier')), 50148, 'invalid_grant', 400);
    expectError(await world.token({ ...form, code_verifier: 'short' }), 501491, 'invalid_grant', 400);
    expect((await world.token(form)).status).toBe(200);
  });

  it.each([
    ['a GUID without hyphens, as published gateways send', {}, 32, 501481],
    ['one character less', {}, 31, 501491],
    ['the RFC, where its length is asked for', { shortestCodeVerifier: 43 }, 42, 501491],
  ] as const)('take verifiers as short as %s', async (_what, switches, length, error) => {
    const world = createWorld({ switches });
    const form = await redemption(world, await codeOf(world));
    expectError(await world.token({ ...form, code_verifier: 'x'.repeat(length) }), error, 'invalid_grant', 400);
  });

  it('want the redirect URI again, and a verifier of at most 128 characters', async () => {
    const world = createWorld();
    const form = await redemption(world, await codeOf(world));
    expectError(await world.token(without(form, 'redirect_uri')), 900144, 'invalid_request', 400);
    const long = { ...form, code_verifier: 'x'.repeat(129) };
    expectError(await world.token(long), 501491, 'invalid_grant', 400);
    expectError(await world.token({ ...form, code_verifier: 'x'.repeat(128) }), 501481, 'invalid_grant', 400);
  });

  it('got without a challenge are good without a verifier only', async () => {
    const world = createWorld();
    const { code_challenge: _challenge, code_challenge_method: _method, ...plain } = gatewayRequest(world);
    const page = await world.signIn('alice@contoso.com', plain);
    const form = await redemption(world, page.left?.searchParams.get('code') ?? '');
    expectError(await world.token(form), 501481, 'invalid_grant', 400);
    expect((await world.token(without(form, 'code_verifier'))).status).toBe(200);
  });

  it('expire after ten minutes', async () => {
    const world = createWorld();
    const form = await redemption(world, await codeOf(world));
    world.entra.control.clock.advance(10 * 60_000);
    expectError(await world.token(form), 70008, 'invalid_grant', 400);
  });

  it('are bound to redirect URI, client and tenant', async () => {
    const world = createWorld();
    const form = await redemption(world, await codeOf(world));
    expectError(await world.token({ ...form, redirect_uri: `${form.redirect_uri}/` }), 50011, 'invalid_grant', 400);
    const portal = world.entra.control.addApplication({
      name: 'Other client',
      redirectUris: { web: ['https://sallyport.azure-api.net/oauth/callback'] },
      secrets: [{}],
    });
    const { client_assertion: _a, client_assertion_type: _b, ...rest } = form;
    const other = { ...rest, client_id: portal.appId, client_secret: world.entra.control.secretOf('Other client') };
    expectError(await world.token(other), 700003, 'invalid_grant', 400);
    expectError(await world.token({ ...form, code: 'invented' }), 9002313, 'invalid_grant', 400);
  });

  it('need the credential of a web client', async () => {
    const world = createWorld();
    const form = await redemption(world, await codeOf(world));
    expectError(await world.token(without(form, 'client_assertion')), 7000218, 'invalid_client', 401);
    expectError(
      await world.token(form, { headers: { origin: 'https://spa.example' } }),
      9002326,
      'invalid_request',
      400,
    );
  });

  it('refuse two resources at redemption but not at authorize', async () => {
    const world = createWorld();
    const server = world.appId('Sallyport MCP Server');
    const both = `openid api://${server}/user_impersonation https://graph.microsoft.com/User.Read`;
    const form = await redemption(world, await codeOf(world, { scope: both }));
    expectError(await world.token({ ...form, scope: both }), 28000, 'invalid_scope', 400);
    const second = await redemption(world, await codeOf(world, { scope: both }));
    const answer = await world.token({ ...second, scope: 'https://graph.microsoft.com/User.Read' });
    expect(claimsOf(answer.body.access_token)).toMatchObject({ aud: 'https://graph.microsoft.com', ver: '1.0' });
  });
});
