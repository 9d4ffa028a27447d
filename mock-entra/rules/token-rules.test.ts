import { describe, expect, it } from 'vitest';
import {
  type Answer,
  bearer,
  claimsOf,
  createWorld,
  gatewayRequest,
  gatewayTokens,
  login,
  onBehalfOf,
  type TokenOptions,
  verifier,
  type World,
} from '../testing/world.ts';

/** Client credentials that work; cases change one thing. */
const daemon = (world: World): Record<string, string> => ({
  grant_type: 'client_credentials',
  client_id: world.appId('Sallyport Daemon'),
  client_secret: world.entra.control.secretOf('Sallyport Daemon'),
  scope: `api://${world.appId('Sallyport MCP Server')}/.default`,
});

const without = (form: Record<string, string>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(form).filter(([key]) => key !== name));

function expectError(answer: Answer, code: number, error: string, status: number): void {
  expect(answer.body.error_description).toMatch(new RegExp(`^AADSTS${code}: `));
  expect({ status: answer.status, error: answer.body.error, codes: answer.body.error_codes }).toEqual({
    status,
    error,
    codes: [code],
  });
}

describe('requests to the token endpoint', () => {
  it('issue an app-only token whose answer holds four members', async () => {
    const world = createWorld();
    const answer = await world.token(daemon(world));
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body)).toEqual(['token_type', 'expires_in', 'ext_expires_in', 'access_token']);
    expect(answer.body.expires_in).toBe(3599);
    const claims = claimsOf(answer.body.access_token);
    expect(claims).toMatchObject({ roles: ['Tools.Invoke.All'], azpacr: '1', ver: '2.0' });
    expect(claims.sub).toBe(claims.oid);
    expect(claims).not.toHaveProperty('scp');
    expect(claims).not.toHaveProperty('idtyp');
    expect(Number(claims.exp) - Number(claims.iat)).toBe(3900);
  });

  type Case = [
    what: string,
    change: (form: Record<string, string>, world: World) => Record<string, string>,
    code: number,
    error: string,
    status: number,
    options?: TokenOptions,
  ];
  const cases: readonly Case[] = [
    ['no grant_type', (form) => without(form, 'grant_type'), 900144, 'invalid_request', 400],
    ['unknown grant_type', (form) => ({ ...form, grant_type: 'magic' }), 70003, 'unsupported_grant_type', 400],
    ['no client_id', (form) => without(form, 'client_id'), 900144, 'invalid_request', 400],
    [
      'unknown client',
      (form) => ({ ...form, client_id: '11111111-2222-4333-8444-555555555555' }),
      700016,
      'unauthorized_client',
      400,
    ],
    ['client of another tenant', (form) => form, 700016, 'unauthorized_client', 400, { segment: 'fabrikam.com' }],
    ['unknown tenant', (form) => form, 90002, 'invalid_request', 400, { segment: 'nowhere.example' }],
    ['malformed tenant', (form) => form, 900023, 'invalid_request', 400, { segment: 'no_tenant' }],
    ['a tenant for single-tenant apps only', (form) => form, 50194, 'invalid_request', 400, { segment: 'common' }],
    [
      'app-only on common',
      (form, world) => ({
        ...form,
        client_id: world.appId('Fabrikam Partner Portal'),
        client_secret: world.entra.control.secretOf('Fabrikam Partner Portal'),
      }),
      9001023,
      'invalid_request',
      400,
      { segment: 'common' },
    ],
    [
      'a multi-tenant app that is not installed',
      (form, world) => ({ ...form, client_id: world.appId('Fabrikam Partner Portal') }),
      7000229,
      'unauthorized_client',
      400,
    ],
    ['no credential', (form) => without(form, 'client_secret'), 7000218, 'invalid_client', 401],
    ['wrong secret', (form) => ({ ...form, client_secret: 'wrong' }), 7000215, 'invalid_client', 401],
    ['no scope', (form) => without(form, 'scope'), 900144, 'invalid_request', 400],
    ['a scope without .default', (form) => ({ ...form, scope: 'User.Read' }), 1002012, 'invalid_scope', 400],
    [
      'two resources',
      (form) => ({ ...form, scope: 'https://graph.microsoft.com/.default https://vault.azure.net/.default' }),
      70011,
      'invalid_scope',
      400,
    ],
    ['an unreadable scope', (form) => ({ ...form, scope: 'api://' }), 70011, 'invalid_scope', 400],
    ['an unknown resource', (form) => ({ ...form, scope: 'api://nobody/.default' }), 500011, 'invalid_resource', 400],
    [
      'a resource parameter that is not the scope owner',
      (form) => ({ ...form, resource: 'https://sallyport.azure-api.net/mcp/' }),
      9010010,
      'invalid_target',
      400,
    ],
    ['unreadable claims', (form) => ({ ...form, claims: '{' }), 9002313, 'invalid_request', 400],
  ];
  it.each(cases)('refuse %s', async (...[_what, change, code, error, status, options]: Case) => {
    const world = createWorld();
    expectError(await world.token(change(daemon(world), world), options), code, error, status);
  });

  it('accept a resource parameter that is an identifier URI of the scope owner, and refuse it under the old switch', async () => {
    const world = createWorld();
    const form = { ...daemon(world), resource: 'https://sallyport.azure-api.net/mcp' };
    expect((await world.token(form)).status).toBe(200);
    const old = createWorld({ switches: { resourceParameter: 'refuse' } });
    expectError(await old.token({ ...daemon(old), resource: form.resource }), 901002, 'invalid_request', 400);
  });

  it('refuse a doubled parameter, a broken encoding, and other methods', async () => {
    const world = createWorld();
    const post = async (body: string): Promise<Answer> => {
      const url = `${login}/${world.tenant}/oauth2/v2.0/token`;
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const response = await world.entra.login(new Request(url, { method: 'POST', headers, body }));
      return { status: response.status, body: await response.json(), headers: response.headers } as Answer;
    };
    expectError(await post('grant_type=a&grant_type=b'), 9000411, 'invalid_request', 400);
    expectError(await post('grant_type=%zz'), 9002313, 'invalid_request', 400);
    expectError(await post('grant_type=%ff'), 9002313, 'invalid_request', 400);
    const get = await world.entra.login(new Request(`${login}/${world.tenant}/oauth2/v2.0/token`));
    expect(await get.json()).toMatchObject({ error_codes: [900561] });
  });

  it('take the secret from HTTP Basic as well', async () => {
    const world = createWorld();
    const { client_id: id = '', client_secret: secret = '', ...form } = daemon(world);
    const basic = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64');
    expect((await world.token(form, { headers: { authorization: `Basic ${basic}` } })).status).toBe(200);
    const wrong = Buffer.from(`${id}:wrong`).toString('base64');
    expectError(
      await world.token(form, { headers: { authorization: `Basic ${wrong}` } }),
      7000215,
      'invalid_client',
      401,
    );
  });

  it('refuse an expired secret', async () => {
    const world = createWorld();
    world.entra.control.clock.advance(3 * 365 * 86_400_000);
    expectError(await world.token(daemon(world)), 7000222, 'invalid_client', 401);
  });

  it('carry trace id, correlation id and timestamp that agree everywhere', async () => {
    const world = createWorld();
    const correlation = '0f0f0f0f-1111-4222-8333-444444444444';
    const answer = await world.token({}, { query: `?client-request-id=${correlation}` });
    const { body } = answer;
    expect(Object.keys(body)).toEqual([
      ...['error', 'error_description', 'error_codes', 'timestamp', 'trace_id', 'correlation_id', 'error_uri'],
    ]);
    expect(body.correlation_id).toBe(correlation);
    expect(body.timestamp).toBe('2026-11-22 12:00:00Z');
    expect(body.error_description).toBe(
      `AADSTS900144: The request body must contain the following parameter: 'grant_type'. Trace ID: ${body.trace_id} Correlation ID: ${correlation} Timestamp: 2026-11-22 12:00:00Z`,
    );
    expect(body.error_uri).toBe(`${login}/error?code=900144`);
    expect(answer.headers.get('x-ms-request-id')).toBe(body.trace_id);
    expect(answer.headers.get('x-ms-clitelem')).toBe('1,900144,0,,');
    const older = createWorld({ switches: { errorSeparator: 'crlf' } });
    expect((await older.token({})).body.error_description).toContain('\r\nTrace ID: ');
  });
});

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

describe('on-behalf-of', () => {
  async function form(world: World, assertion: string): Promise<Record<string, string>> {
    return {
      grant_type: onBehalfOf,
      client_id: world.appId('Sallyport MCP Server'),
      client_assertion_type: bearer,
      client_assertion: await world.assertion('sallyport-server'),
      assertion,
      scope: 'https://graph.microsoft.com/.default',
      requested_token_use: 'on_behalf_of',
    };
  }

  it('refuses assertions that are not a live access token of a user for this application', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const { body } = await gatewayTokens(world);
    const ask = async (assertion: string): Promise<Answer> => world.token(await form(world, assertion));
    const claims = claimsOf(body.access_token);
    expect((await ask(body.access_token)).status).toBe(200);
    expectError(await ask('not.a.jwt'), 50027, 'invalid_request', 400);
    expectError(await ask(`${body.access_token.slice(0, -8)}AAAAAAAA`), 50013, 'invalid_grant', 400);
    expectError(await ask(await control.mint({ claims, key: 'foreign' })), 50013, 'invalid_grant', 400);
    expectError(await ask(await control.mint({ claims, key: 'none' })), 50013, 'invalid_grant', 400);
    const otherAudience = await control.mint({ claims: { ...claims, aud: world.appId('Sallyport Gateway') } });
    expectError(await ask(otherAudience), 500131, 'invalid_grant', 400);
    const daemonToken = await world.token(daemon(world));
    expectError(await ask(daemonToken.body.access_token), 7000114, 'unauthorized_client', 400);
    const { azp: _azp, ...idTokenLike } = claims;
    expectError(await ask(await control.mint({ claims: idTokenLike })), 240002, 'invalid_grant', 400);
    const otherIssuer = { ...claims, iss: `${login}/11111111-2222-4333-8444-555555555555/v2.0` };
    expectError(await ask(await control.mint({ claims: otherIssuer })), 50013, 'invalid_grant', 400);
    control.clock.advance(2 * 3_600_000);
    expectError(await ask(body.access_token), 500133, 'invalid_grant', 400);
  });

  it('names consent that is missing, with the suberror that sends clients to the user', async () => {
    const world = createWorld();
    const { body } = await gatewayTokens(world);
    world.entra.control.revokeConsent('Sallyport MCP Server');
    const answer = await world.token(await form(world, body.access_token));
    expectError(answer, 65001, 'invalid_grant', 400);
    expect(answer.body.suberror).toBe('consent_required');
  });

  it('passes conditional access on as a claims challenge, and block as a message', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const { body } = await gatewayTokens(world);
    const mfa = control.addConditionalAccess({
      displayName: 'MFA for Graph',
      applications: ['Microsoft Graph'],
      grant: 'mfa',
    });
    const challenged = await world.token(await form(world, body.access_token));
    expectError(challenged, 50076, 'invalid_grant', 400);
    expect(challenged.body.suberror).toBe('basic_action');
    expect(JSON.parse(challenged.body.claims)).toEqual({
      access_token: { capolids: { essential: true, values: [mfa.id] } },
    });
    expect(Object.keys(challenged.body).at(-1)).toBe('claims');
    mfa.enabled = false;
    control.addConditionalAccess({ displayName: 'No Graph', applications: ['Microsoft Graph'], grant: 'block' });
    const blocked = await world.token(await form(world, body.access_token));
    expectError(blocked, 53003, 'invalid_grant', 400);
    expect(blocked.body.suberror).toBe('message_only');
  });

  it('carries the second factor of the sign-in through to the exchange', async () => {
    const world = createWorld();
    const { control } = world.entra;
    control.addConditionalAccess({
      displayName: 'MFA',
      applications: ['Sallyport MCP Server', 'Microsoft Graph'],
      grant: 'mfa',
    });
    const { body } = await gatewayTokens(world);
    expect((await world.token(await form(world, body.access_token))).status).toBe(200);
  });

  it('takes who signs in again in the very second of a revocation: tokens count whole seconds', async () => {
    const world = createWorld();
    const { control } = world.entra;
    control.clock.advance(700);
    control.resetPassword('alice@contoso.com');
    control.clock.advance(200);
    const { body } = await gatewayTokens(world);
    expect((await world.token(await form(world, body.access_token))).status).toBe(200);
  });

  it('refuses a revoked or disabled user although the assertion still lives', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const { body } = await gatewayTokens(world);
    control.clock.advance(1000);
    control.resetPassword('alice@contoso.com');
    expectError(await world.token(await form(world, body.access_token)), 50173, 'invalid_grant', 400);
    control.setAccountEnabled('alice@contoso.com', false);
    expectError(await world.token(await form(world, body.access_token)), 50057, 'invalid_grant', 400);
  });
});
