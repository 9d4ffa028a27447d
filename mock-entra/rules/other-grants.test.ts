import { describe, expect, it } from 'vitest';
import type { FormDriver, Page } from '../testing/form-driver.ts';
import {
  type Answer,
  challenge,
  claimsOf,
  createWorld,
  gatewayTokens,
  login,
  verifier,
  type World,
} from '../testing/world.ts';

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

async function start(world: World): Promise<{ code: string; userCode: string; body: Record<string, unknown> }> {
  const response = await world.entra.login(
    new Request(`${login}/${world.tenant}/oauth2/v2.0/devicecode`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: world.appId('Sallyport Desktop'), scope: 'User.Read offline_access' }),
    }),
  );
  const body = (await response.json()) as Record<string, unknown>;
  return { code: String(body.device_code), userCode: String(body.user_code), body };
}

const poll = (world: World, code: string): Promise<Answer> =>
  world.token({ grant_type: deviceGrant, client_id: world.appId('Sallyport Desktop'), device_code: code });

async function typeCode(
  world: World,
  userCode: string,
  decision: 'accept' | 'cancel',
): Promise<{ page: Page; browser: FormDriver }> {
  const browser = world.browser();
  let page = await browser.open(`${login}/common/oauth2/deviceauth`);
  page = await browser.submit(page, { otc: userCode.toLowerCase() });
  const passwd = world.entra.control.passwordOf('bob@contoso.com');
  page = await browser.submit(page, { login: 'bob@contoso.com', passwd });
  return { page: await browser.submit(page, { decision }), browser };
}

const codes = (answer: Answer): unknown => [answer.body.error, answer.body.error_codes?.[0]];

describe('device codes', () => {
  it('name the address to go to, and no complete address', async () => {
    const { body, userCode } = await start(createWorld());
    expect(Object.keys(body)).toEqual([
      'user_code',
      'device_code',
      'verification_uri',
      'expires_in',
      'interval',
      'message',
    ]);
    expect(body).toMatchObject({
      expires_in: 900,
      interval: 5,
      verification_uri: 'https://login.microsoft.com/device',
    });
    expect(userCode).toMatch(/^[A-Z2-9]{9}$/);
  });

  it('are pending, then good once', async () => {
    const world = createWorld();
    const { code, userCode } = await start(world);
    expect(codes(await poll(world, code))).toEqual(['authorization_pending', 70016]);
    await typeCode(world, userCode, 'accept');
    const answer = await poll(world, code);
    expect(claimsOf(answer.body.access_token)).toMatchObject({
      name: 'Bob Brandt',
      scp: expect.stringContaining('User.Read'),
    });
    expect(answer.body.refresh_token).toBeTypeOf('string');
    expect(codes(await poll(world, code))).toEqual(['invalid_grant', 54005]);
  });

  it('can be declined, invented, of another client, or too old', async () => {
    const world = createWorld();
    const declined = await start(world);
    await typeCode(world, declined.userCode, 'cancel');
    expect(codes(await poll(world, declined.code))).toEqual(['authorization_declined', 70017]);
    expect(codes(await poll(world, 'invented'))).toEqual(['bad_verification_code', 70018]);
    const old = await start(world);
    world.entra.control.clock.advance(15 * 60_000);
    expect(codes(await poll(world, old.code))).toEqual(['expired_token', 70020]);
    const browser = world.browser();
    const page = await browser.open(`${login}/device`);
    expect((await browser.submit(page, { otc: old.userCode })).html).toContain('did not work');
  });

  it('are for public clients', async () => {
    const world = createWorld();
    const { code } = await start(world);
    const answer = await world.token({
      grant_type: deviceGrant,
      client_id: world.appId('Sallyport Gateway'),
      device_code: code,
    });
    expect(codes(answer)).toEqual(['invalid_client', 7000218]);
  });
});

describe('the password grant', () => {
  const ask = (world: World, username: string, password: string): Promise<Answer> =>
    world.token({
      grant_type: 'password',
      client_id: world.appId('Sallyport Desktop'),
      scope: 'User.Read',
      username,
      password,
    });

  it('checks name and password, and still needs consent', async () => {
    const world = createWorld();
    const password = world.entra.control.passwordOf('bob@contoso.com');
    expect(codes(await ask(world, 'bob@contoso.com', password))).toEqual(['invalid_grant', 65001]);
    world.entra.control.grantAdminConsent('Sallyport Desktop');
    expect(claimsOf((await ask(world, 'bob@contoso.com', password)).body.access_token)).toMatchObject({
      name: 'Bob Brandt',
    });
    expect(codes(await ask(world, 'bob@contoso.com', 'wrong'))).toEqual(['invalid_grant', 50126]);
    expect(codes(await ask(world, 'nobody@contoso.com', 'x'))).toEqual(['invalid_grant', 50034]);
  });
});

describe('assignment', () => {
  it('lets only assigned users and applications in where it is required', async () => {
    const world = createWorld();
    const tenant = world.entra.directory.defaultTenant;
    const principal = tenant.servicePrincipals.get(world.appId('Sallyport MCP Server'));
    if (principal) principal.assignmentRequired = true;
    await expect(gatewayTokens(world)).rejects.toThrow('AADSTS50105');
    const { id } = world.entra.control.user('alice@contoso.com');
    tenant.roleAssignments.push({ principal: id, resource: world.appId('Sallyport MCP Server'), role: undefined });
    expect((await gatewayTokens(world)).status).toBe(200);
    const { control } = world.entra;
    const daemon = control.addApplication({ name: 'Unassigned', secrets: [{}] });
    const scope = `api://${world.appId('Sallyport MCP Server')}/.default`;
    const ask = (name: string, clientId: string): Promise<Answer> =>
      world.token({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: control.secretOf(name),
        scope,
      });
    expect(codes(await ask('Unassigned', daemon.appId))).toEqual(['invalid_grant', 501051]);
    expect((await ask('Sallyport Daemon', world.appId('Sallyport Daemon'))).status).toBe(200);
  });

  it('a disabled service principal gets nothing', async () => {
    const world = createWorld();
    const principal = world.entra.directory.defaultTenant.servicePrincipals.get(world.appId('Sallyport Daemon'));
    if (principal) principal.accountEnabled = false;
    const answer = await world.token({
      grant_type: 'client_credentials',
      client_id: world.appId('Sallyport Daemon'),
      client_secret: world.entra.control.secretOf('Sallyport Daemon'),
      scope: 'https://graph.microsoft.com/.default',
    });
    expect(codes(answer)).toEqual(['unauthorized_client', 7000112]);
  });
});

describe('a claims challenge brought back to authorize', () => {
  it('asks for the second factor that another resource demands, and then the exchange succeeds', async () => {
    const world = createWorld();
    const { control } = world.entra;
    control.addConditionalAccess({ displayName: 'MFA for Graph', applications: ['Microsoft Graph'], grant: 'mfa' });
    const first = await gatewayTokens(world);
    const exchange = async (assertion: string): Promise<Answer> =>
      world.token({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        client_id: world.appId('Sallyport MCP Server'),
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await world.assertion('sallyport-server'),
        assertion,
        scope: 'https://graph.microsoft.com/.default',
        requested_token_use: 'on_behalf_of',
      });
    const challenged = await exchange(first.body.access_token);
    expect(codes(challenged)).toEqual(['invalid_grant', 50076]);
    const again = await gatewayTokens(world, 'alice@contoso.com', { claims: challenged.body.claims });
    expect((await exchange(again.body.access_token)).status).toBe(200);
  });
});

describe('one sign-in, several tenants', () => {
  it('a refresh token gets tokens of another tenant where the account is a guest, and of no other', async () => {
    const world = createWorld();
    const portal = world.appId('Fabrikam Partner Portal');
    const request = {
      client_id: portal,
      response_type: 'code',
      redirect_uri: 'https://portal.fabrikam.com/signin-oidc',
      scope: `openid offline_access ${portal}/access_as_user`,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    };
    const secret = world.entra.control.secretOf('Fabrikam Partner Portal');
    const signIn = await world.signIn('fay@fabrikam.com', request, { segment: 'organizations' });
    const redeemed = await world.token(
      {
        grant_type: 'authorization_code',
        client_id: portal,
        client_secret: secret,
        code: signIn.left?.searchParams.get('code') ?? '',
        redirect_uri: request.redirect_uri,
        code_verifier: verifier,
      },
      { segment: 'organizations' },
    );
    const refresh = (segment: string): Promise<Answer> =>
      world.token(
        {
          grant_type: 'refresh_token',
          client_id: portal,
          client_secret: secret,
          refresh_token: redeemed.body.refresh_token,
          scope: `${portal}/access_as_user`,
        },
        { segment },
      );
    expect(claimsOf((await refresh('organizations')).body.access_token).tid).toBe(
      world.entra.control.tenant('fabrikam.com').id,
    );
    await world.signIn('fay@fabrikam.com', request, { segment: 'contoso.com' });
    const guest = await refresh('contoso.com');
    expect(claimsOf(guest.body.access_token)).toMatchObject({
      tid: world.tenant,
      idp: expect.stringContaining('sts.windows.net'),
    });
    expect(codes(await refresh('tailspin.onmicrosoft.com'))).toEqual(['invalid_grant', 50020]);
  });
});
