import { describe, expect, it } from 'vitest';
import { pageError, told } from '../../testing/authorize-request.ts';
import { challenge, claimsOf, createWorld, gatewayRequest, login, verifier, type World } from '../../testing/world.ts';

describe('accounts and tenants', () => {
  const portal = (world: World): Record<string, string> => ({
    client_id: world.appId('Fabrikam Partner Portal'),
    response_type: 'code',
    redirect_uri: 'https://portal.fabrikam.com/signin-oidc',
    scope: `openid profile ${world.appId('Fabrikam Partner Portal')}/access_as_user`,
    state: 's',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const redeem = async (world: World, code: string, segment: string) =>
    world.token(
      {
        client_id: world.appId('Fabrikam Partner Portal'),
        client_secret: world.entra.control.secretOf('Fabrikam Partner Portal'),
        grant_type: 'authorization_code',
        code,
        redirect_uri: 'https://portal.fabrikam.com/signin-oidc',
        code_verifier: verifier,
        client_info: '1',
      },
      { segment },
    );

  it('organizations issues from the home tenant of whoever signs in', async () => {
    const world = createWorld();
    const page = await world.signIn('alice@contoso.com', portal(world), { segment: 'organizations' });
    const answer = await redeem(world, told(page).code ?? '', 'organizations');
    expect(claimsOf(answer.body.access_token)).toMatchObject({
      tid: world.tenant,
      iss: `${login}/${world.tenant}/v2.0`,
    });
    expect(claimsOf(answer.body.id_token)).toMatchObject({ tid: world.tenant });
  });

  it('a guest gets a token of the inviting tenant, with idp, another oid, and home ids in client_info', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const page = await world.signIn('fay@fabrikam.com', { ...portal(world) }, { segment: 'contoso.com' });
    const answer = await redeem(world, told(page).code ?? '', 'contoso.com');
    const home = control.user('fay@fabrikam.com', 'fabrikam.com');
    const claims = claimsOf(answer.body.access_token);
    expect(claims).toMatchObject({ tid: world.tenant, idp: `https://sts.windows.net/${home.tenantId}/` });
    expect(claims.oid).not.toBe(home.id);
    expect(JSON.parse(Buffer.from(String(answer.body.client_info), 'base64url').toString())).toEqual({
      uid: home.id,
      utid: home.tenantId,
    });
  });

  it('refuses accounts of other tenants and personal accounts where they do not belong', async () => {
    const world = createWorld();
    expect(pageError(await world.signIn('mallory@fabrikam.com', gatewayRequest(world)))).toBe(50020);
    const personal = await world.signIn('pat.private@outlook.com', portal(world), { segment: 'common' });
    expect(pageError(personal)).toBe(500200);
    const nobody = await world.browser().open(world.authorizeUrl(portal(world), { segment: 'consumers' }));
    expect(pageError(nobody)).toBe(700016);
  });

  it('refuses a code at another tenant than the one it was issued in', async () => {
    const world = createWorld();
    const page = await world.signIn('alice@contoso.com', portal(world), { segment: 'organizations' });
    const answer = await redeem(world, told(page).code ?? '', 'fabrikam.com');
    expect(answer.body.error_codes).toEqual([700005]);
  });
});
