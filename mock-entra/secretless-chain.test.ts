import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  bearer,
  claimsOf,
  createWorld,
  gatewayRequest,
  gatewayTokens,
  graph,
  login,
  onBehalfOf,
} from './testing/world.ts';

describe('the secretless chain', () => {
  it('signs a user in, redeems with a managed identity, exchanges on behalf of the user, and reads Graph', async () => {
    const world = createWorld();
    const server = world.appId('Sallyport MCP Server');
    const redeemed = await gatewayTokens(world);
    expect(redeemed.body).toMatchObject({ token_type: 'Bearer', scope: `api://${server}/user_impersonation` });
    expect(redeemed.status).toBe(200);
    const claims = claimsOf(redeemed.body.access_token);
    expect(claims).toMatchObject({
      aud: server,
      iss: `${login}/${world.tenant}/v2.0`,
      azp: world.appId('Sallyport Gateway'),
      azpacr: '2',
      scp: 'user_impersonation',
      ver: '2.0',
      name: 'Alice Adams',
    });
    expect(claimsOf(redeemed.body.id_token)).toMatchObject({ aud: world.appId('Sallyport Gateway'), nonce: 'nonce-1' });

    const exchanged = await world.token({
      grant_type: onBehalfOf,
      client_id: server,
      client_assertion_type: bearer,
      client_assertion: await world.assertion('sallyport-server'),
      assertion: redeemed.body.access_token,
      scope: 'https://graph.microsoft.com/User.Read openid profile offline_access',
      requested_token_use: 'on_behalf_of',
      client_info: '1',
    });
    expect(exchanged.body.error_description).toBeUndefined();
    expect(exchanged.status).toBe(200);
    expect(exchanged.body.scope).toContain('https://graph.microsoft.com/User.Read');

    const me = await world.graph('/v1.0/me', exchanged.body.access_token);
    expect(me.status).toBe(200);
    expect(Object.keys(me.body)).toEqual([
      '@odata.context',
      ...['businessPhones', 'displayName', 'givenName', 'jobTitle', 'mail', 'mobilePhone', 'officeLocation'],
      ...['preferredLanguage', 'surname', 'userPrincipalName', 'id'],
    ]);
    expect(me.body['@odata.context']).toBe(`${graph}/v1.0/$metadata#users/$entity`);
    expect(me.body).toMatchObject({ displayName: 'Alice Adams', id: claims.oid });
    expect(world.issued.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        'authorization_code',
        'access_token',
        'id_token',
        'refresh_token',
        'managed_identity_token',
        'graph_token',
      ]),
    );
  });

  it('publishes keys that verify access tokens and do not verify Graph tokens', async () => {
    const world = createWorld();
    const { body } = await gatewayTokens(world);
    const keys = await (await world.entra.login(new Request(`${login}/${world.tenant}/discovery/v2.0/keys`))).json();
    expect(keys.keys.length).toBeGreaterThan(1);
    const set = createLocalJWKSet(keys);
    const options = { currentDate: new Date('2026-11-22T12:00:00Z') };
    await expect(jwtVerify(body.access_token, set, options)).resolves.toBeDefined();
    const graphToken = await world.token({
      grant_type: 'client_credentials',
      client_id: world.appId('Sallyport Daemon'),
      client_secret: world.entra.control.secretOf('Sallyport Daemon'),
      scope: 'https://graph.microsoft.com/.default',
    });
    expect(graphToken.body.access_token).toBeTypeOf('string');
    await expect(jwtVerify(graphToken.body.access_token, set, options)).rejects.toThrow(
      'signature verification failed',
    );
  });

  it('answers a refused consent with access_denied and the state', async () => {
    const world = createWorld();
    const page = await world.signIn('alice@contoso.com', gatewayRequest(world), { consent: 'cancel' });
    expect(Object.fromEntries(page.left?.searchParams ?? [])).toMatchObject({
      error: 'access_denied',
      error_subcode: 'cancel',
      state: 'state-1',
    });
  });
});
