import { describe, expect, it } from 'vitest';
import type { Page } from '../../testing/form-driver.ts';
import { formOf } from '../../testing/form-driver.ts';
import { challenge, claimsOf, createWorld, gatewayRequest, login, verifier, type World } from '../../testing/world.ts';

/** AADSTS number a page reports. */
const pageError = (page: Page): number | undefined => {
  const match = /data-aadsts="(\d+)"/.exec(page.html);
  return match ? Number(match[1]) : undefined;
};

/** Error parameters that reached the redirect URI. */
const told = (page: Page): Record<string, string> => Object.fromEntries(page.left?.searchParams ?? []);

const open = (world: World, extra: Record<string, string>, segment?: string): Promise<Page> =>
  world.browser().open(world.authorizeUrl(gatewayRequest(world, extra), segment === undefined ? {} : { segment }));

const without = (world: World, name: string): Promise<Page> => {
  const { [name]: _left, ...rest } = gatewayRequest(world);
  return world.browser().open(world.authorizeUrl(rest));
};

describe('authorize requests that nobody may be sent back from', () => {
  it.each([
    ['an unregistered redirect URI', { redirect_uri: 'https://evil.example/callback' }, 50011],
    [
      'a redirect URI that only starts like the registered one',
      { redirect_uri: 'https://sallyport.azure-api.net/oauth/callback/x' },
      50011,
    ],
    ['a redirect URI in another case', { redirect_uri: 'https://sallyport.azure-api.net/OAuth/callback' }, 50011],
    ['a redirect URI with credentials', { redirect_uri: 'https://a:b@sallyport.azure-api.net/oauth/callback' }, 50011],
    ['a redirect URI on another port', { redirect_uri: 'https://sallyport.azure-api.net:8443/oauth/callback' }, 50011],
    ['an unknown client', { client_id: '11111111-2222-4333-8444-555555555555' }, 700016],
    ['an oversized query', { state: 'x'.repeat(40_000) }, 90015],
  ])('%s stays on a page', async (_what, extra, code) => {
    const page = await open(createWorld(), extra);
    expect(page.left).toBeUndefined();
    expect(pageError(page)).toBe(code);
    expect(page.html).toContain('mock of Microsoft Entra ID');
  });

  it('unknown and malformed tenants, no client and doubled parameters too', async () => {
    const world = createWorld();
    expect(pageError(await open(world, {}, 'nowhere.example'))).toBe(90002);
    expect(pageError(await open(world, {}, 'no_tenant'))).toBe(900023);
    expect(pageError(await open(world, {}, 'common'))).toBe(50194);
    expect(pageError(await without(world, 'client_id'))).toBe(900144);
    const doubled = `${world.authorizeUrl(gatewayRequest(world))}&state=again`;
    expect(pageError(await world.browser().open(doubled))).toBe(9000411);
    expect(pageError(await world.browser().open(`${world.authorizeUrl(gatewayRequest(world))}&x=%zz`))).toBe(9002313);
  });

  it('shows what was sent only as text', async () => {
    const page = await open(createWorld(), { redirect_uri: 'https://evil.example/"><script>alert(1)</script>' });
    expect(page.html).not.toContain('<script>alert');
    expect(page.response.headers.get('content-security-policy')).toContain("script-src 'none'");
  });
});

describe('authorize requests whose errors the client hears of', () => {
  it.each([
    ['no response_type', 'response_type', '', 900144, 'invalid_request'],
    ['an unknown response_type', 'response_type', 'magic', 70005, 'unsupported_response_type'],
    ['an id_token that is not enabled', 'response_type', 'id_token', 700054, 'unsupported_response_type'],
    ['an unknown prompt', 'prompt', 'always', 90023, 'invalid_request'],
    ['an unknown PKCE method', 'code_challenge_method', 'S512', 50149, 'invalid_request'],
    ['a short PKCE challenge', 'code_challenge', 'short', 50147, 'invalid_request'],
    ['a scope that can not be read', 'scope', 'openid api://x/', 70011, 'invalid_scope'],
    ['an unknown resource', 'scope', 'api://nobody/x', 500011, 'invalid_resource'],
    ['a resource that does not own the scopes', 'resource', 'https://other.example/mcp', 9010010, 'invalid_target'],
    ['a resource with a slash too many', 'resource', 'https://sallyport.azure-api.net/mcp/', 9010010, 'invalid_target'],
  ])('%s', async (_what, name, value, code, error) => {
    const page = await open(createWorld(), { [name]: value });
    const answer = Object.fromEntries([
      ...(page.left?.searchParams ?? []),
      ...new URLSearchParams(page.left?.hash.slice(1)),
    ]);
    expect(answer).toMatchObject({ error, state: 'state-1', error_uri: `${login}/error?code=${code}` });
    expect(answer.error_description).toMatch(new RegExp(`^AADSTS${code}: `));
  });

  it('a scope the resource lacks stays on a page, an unqualified one counts as Graph', async () => {
    const page = await open(createWorld(), { scope: 'user_impersonation' });
    expect(pageError(page)).toBe(650053);
    expect(page.html).toContain('00000003-0000-0000-c000-000000000000');
  });
});

describe('sign-in', () => {
  it('accepts the matching resource parameter', async () => {
    const world = createWorld();
    const page = await world.signIn(
      'alice@contoso.com',
      gatewayRequest(world, { resource: 'https://sallyport.azure-api.net/mcp' }),
    );
    expect(told(page).code).toBeTypeOf('string');
    expect(told(page).state).toBe('state-1');
    expect(told(page).session_state).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('says which step failed: unknown name, wrong password, disabled account, too many tries', async () => {
    const world = createWorld();
    const browser = world.browser();
    const first = await browser.open(world.authorizeUrl(gatewayRequest(world)));
    expect((await browser.submit(first, { login: 'nobody@contoso.com' })).html).toContain('could not find an account');
    let page = await browser.submit(first, { login: 'bob@contoso.com' });
    for (let tries = 0; tries < 10; tries++) {
      page = await browser.submit(page, { passwd: 'wrong' });
      expect(page.html).toContain('role="alert"');
    }
    expect(pageError(await browser.submit(page, { passwd: 'wrong' }))).toBe(50053);
    expect(pageError(await world.signIn('dan@contoso.com', gatewayRequest(world)))).toBe(50057);
  });

  it('takes name and password in one form', async () => {
    const world = createWorld();
    const browser = world.browser();
    const page = await browser.open(world.authorizeUrl(gatewayRequest(world)));
    const passwd = world.entra.control.passwordOf('alice@contoso.com');
    const consent = await browser.submit(page, { login: 'alice@contoso.com', passwd });
    expect(consent.html).toContain('Permissions requested');
    expect(consent.html).toContain('Use the MCP server as you');
  });

  it('asks for consent once per user, and again with prompt=consent', async () => {
    const world = createWorld();
    const browser = world.browser();
    await world.signIn('alice@contoso.com', gatewayRequest(world), { browser });
    const silent = await browser.open(world.authorizeUrl(gatewayRequest(world, { prompt: 'none' })));
    expect(told(silent).code).toBeTypeOf('string');
    const again = await browser.open(world.authorizeUrl(gatewayRequest(world, { prompt: 'consent' })));
    expect(again.html).toContain('Permissions requested');
    const other = await world.browser().open(world.authorizeUrl(gatewayRequest(world, { prompt: 'none' })));
    expect(told(other)).toMatchObject({ error: 'login_required', state: 'state-1' });
    const bob = world.browser();
    const bobs = await world.signIn('bob@contoso.com', gatewayRequest(world, { prompt: 'login' }), { browser: bob });
    expect(told(bobs).code).toBeTypeOf('string');
  });

  it('lets a person pick among accounts, and one hint decides silently', async () => {
    const world = createWorld();
    const browser = world.browser();
    await world.signIn('alice@contoso.com', gatewayRequest(world), { browser });
    await world.signIn('bob@contoso.com', gatewayRequest(world, { prompt: 'login' }), { browser });
    const picker = await browser.open(world.authorizeUrl(gatewayRequest(world)));
    expect(picker.html).toContain('Alice Adams');
    expect(picker.html).toContain('Bob Brandt');
    const picked = await browser.submit(picker, { account: world.entra.control.user('bob@contoso.com').id });
    expect(told(picked).code).toBeTypeOf('string');
    const ambiguous = await browser.open(world.authorizeUrl(gatewayRequest(world, { prompt: 'none' })));
    expect(told(ambiguous)).toMatchObject({ error: 'interaction_required' });
    const hinted = await browser.open(
      world.authorizeUrl(gatewayRequest(world, { prompt: 'none', login_hint: 'alice@contoso.com' })),
    );
    expect(told(hinted).code).toBeTypeOf('string');
    const anew = await browser.open(world.authorizeUrl(gatewayRequest(world)));
    const other = await browser.submit(anew, { account: 'other' });
    expect(other.html).toContain('name="login"');
  });

  it('asks for a second factor, counts wrong codes, and blocks on a page', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const mfa = control.addConditionalAccess({
      displayName: 'MFA',
      applications: ['Sallyport MCP Server'],
      grant: 'mfa',
    });
    const browser = world.browser();
    let page = await browser.open(world.authorizeUrl(gatewayRequest(world)));
    page = await browser.submit(page, { login: 'alice@contoso.com', passwd: control.passwordOf('alice@contoso.com') });
    expect(page.html).toContain('name="otc"');
    page = await browser.submit(page, { otc: 'wrong' });
    expect(page.html).toContain('That code is not right');
    page = await browser.submit(page, { otc: control.oneTimeCode('alice@contoso.com') });
    expect(page.html).toContain('Permissions requested');
    const unregistered = await world.signIn('bob@contoso.com', gatewayRequest(world));
    expect(told(unregistered)).toMatchObject({ error: 'interaction_required', error_uri: `${login}/error?code=50079` });
    const fresh = world.browser();
    await world.signIn('alice@contoso.com', gatewayRequest(world), { browser: fresh });
    mfa.enabled = false;
    control.addConditionalAccess({ displayName: 'Block', applications: ['Sallyport MCP Server'], grant: 'block' });
    expect(pageError(await fresh.open(world.authorizeUrl(gatewayRequest(world))))).toBe(53003);
    const silent = await fresh.open(world.authorizeUrl(gatewayRequest(world, { prompt: 'none' })));
    expect(told(silent)).toMatchObject({ error: 'interaction_required' });
  });

  it('gives an authentication context that was asked for and satisfied', async () => {
    const world = createWorld();
    const { control } = world.entra;
    control.addConditionalAccess({ displayName: 'Step up', authenticationContext: 'c1', grant: 'mfa' });
    const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c1' } } });
    const { code = '' } = told(await world.signIn('alice@contoso.com', gatewayRequest(world, { claims })));
    const answer = await world.token({
      client_id: world.appId('Sallyport Gateway'),
      grant_type: 'authorization_code',
      code,
      redirect_uri: 'https://sallyport.azure-api.net/oauth/callback',
      code_verifier: verifier,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await world.assertion('sallyport-gateway'),
    });
    expect(claimsOf(answer.body.access_token).acrs).toEqual(['c1']);
  });

  it('refuses a form of another browser, another site, or an old flow', async () => {
    const world = createWorld();
    const browser = world.browser();
    const page = await browser.open(world.authorizeUrl(gatewayRequest(world)));
    const { action, fields } = formOf(page);
    const post = (headers: Record<string, string>, body: Record<string, string>): Promise<Response> =>
      world.entra.login(
        new Request(new URL(action, login), {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
          body: new URLSearchParams(body).toString(),
        }),
      );
    const cookie = `esctx=${browser.cookies.get('esctx')}`;
    const form = { ...fields, login: 'alice@contoso.com' };
    expect(await (await post({}, form)).text()).toContain('data-aadsts="90012"');
    expect(await (await post({ cookie, origin: 'https://evil.example' }, form)).text()).toContain(
      'data-aadsts="90012"',
    );
    expect(await (await post({ cookie }, { ...form, ctx: 'x' })).text()).toContain('data-aadsts="90012"');
    expect(await (await post({ cookie, origin: login }, form)).text()).toContain('name="passwd"');
  });

  it('needs an administrator for scopes that only administrators may grant', async () => {
    const world = createWorld();
    const scope = 'openid Directory.Read.All';
    expect(pageError(await world.signIn('bob@contoso.com', gatewayRequest(world, { scope })))).toBe(90094);
    const admin = await world.signIn('carla@contoso.com', gatewayRequest(world, { scope }));
    expect(told(admin).code).toBeTypeOf('string');
  });

  it('asks for the middle tier in the same go when .default is asked of one that knows the client', async () => {
    const world = createWorld();
    world.entra.control.revokeConsent('Sallyport MCP Server');
    const browser = world.browser();
    const scope = `openid api://${world.appId('Sallyport MCP Server')}/.default`;
    let page = await browser.open(world.authorizeUrl(gatewayRequest(world, { scope })));
    page = await browser.submit(page, {
      login: 'alice@contoso.com',
      passwd: world.entra.control.passwordOf('alice@contoso.com'),
    });
    expect(page.html).toContain('Sign you in and read your profile');
    page = await browser.submit(page, { decision: 'accept' });
    const { directory } = world.entra;
    const alice = world.entra.control.user('alice@contoso.com');
    const granted = directory.grants.granted(
      world.tenant,
      world.appId('Sallyport MCP Server'),
      '00000003-0000-0000-c000-000000000000',
      alice.id,
    );
    expect([...granted]).toContain('User.Read');
  });

  it('.default of a resource the registration does not list is refused', async () => {
    const world = createWorld();
    const page = await world.signIn(
      'alice@contoso.com',
      gatewayRequest(world, { scope: 'https://vault.azure.net/.default' }),
    );
    expect(pageError(page)).toBe(650057);
  });
});

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

describe('response modes and types', () => {
  it('form_post sends a form that submits itself under a policy that allows just that', async () => {
    const world = createWorld();
    const page = await world.signIn('alice@contoso.com', gatewayRequest(world, { response_mode: 'form_post' }));
    const { action, fields } = formOf(page);
    expect(action).toBe('https://sallyport.azure-api.net/oauth/callback');
    expect(fields).toMatchObject({ state: 'state-1' });
    expect(fields.code).toBeTypeOf('string');
    expect(page.response.headers.get('content-security-policy')).toMatch(/script-src 'sha256-/);
  });

  it('hybrid and implicit answers come in the fragment, with c_hash and at_hash', async () => {
    const world = createWorld();
    const app = world.entra.control.addApplication({
      name: 'Hybrid',
      redirectUris: { web: ['https://hybrid.example/cb'] },
      implicitIdTokens: true,
      implicitAccessTokens: true,
    });
    const request = {
      client_id: app.appId,
      response_type: 'code id_token token',
      redirect_uri: 'https://hybrid.example/cb',
      scope: 'openid profile User.Read',
      nonce: 'n',
    };
    const page = await world.signIn('alice@contoso.com', request);
    const answer = Object.fromEntries(new URLSearchParams(page.left?.hash.slice(1)));
    const claims = claimsOf(answer.id_token ?? '');
    expect(claims).toMatchObject({ nonce: 'n', aud: app.appId });
    expect(claims.c_hash).toBeTypeOf('string');
    expect(claims.at_hash).toBeTypeOf('string');
    expect(claimsOf(answer.access_token ?? '')).toMatchObject({ scp: expect.stringContaining('User.Read') });
    const noNonce = await world.browser().open(world.authorizeUrl({ ...request, nonce: '' }));
    expect(new URLSearchParams(noNonce.left?.hash.slice(1)).get('error_uri')).toContain('code=90014');
    const query = await world.browser().open(world.authorizeUrl({ ...request, response_mode: 'query' }));
    expect(told(query).error_uri).toContain('code=70007');
  });
});

describe('leaving and administrators', () => {
  it('signs out and follows registered addresses only', async () => {
    const world = createWorld();
    const browser = world.browser();
    await world.signIn('alice@contoso.com', gatewayRequest(world), { browser });
    const out = await browser.open(
      `${login}/${world.tenant}/oauth2/v2.0/logout?post_logout_redirect_uri=https://evil.example/`,
    );
    expect(out.left).toBeUndefined();
    expect(out.html).toContain('You signed out');
    const silent = await browser.open(world.authorizeUrl(gatewayRequest(world, { prompt: 'none' })));
    expect(told(silent).error).toBe('login_required');
    const back = encodeURIComponent('https://sallyport.azure-api.net/oauth/callback');
    const followed = await browser.open(
      `${login}/${world.tenant}/oauth2/v2.0/logout?post_logout_redirect_uri=${back}&state=7`,
    );
    expect(followed.left?.href).toBe('https://sallyport.azure-api.net/oauth/callback?state=7');
  });

  it('admin consent grants for everybody, tells the caller, and refuses others', async () => {
    const world = createWorld();
    const { control } = world.entra;
    const url = `${login}/${world.tenant}/adminconsent?${new URLSearchParams({
      client_id: world.appId('Sallyport Gateway'),
      redirect_uri: 'https://sallyport.azure-api.net/oauth/callback',
      state: 'x',
    })}`;
    const asUser = world.browser();
    let page = await asUser.open(url);
    page = await asUser.submit(page, { login: 'bob@contoso.com', passwd: control.passwordOf('bob@contoso.com') });
    expect(pageError(page)).toBe(90094);
    const browser = world.browser();
    page = await browser.open(url);
    page = await browser.submit(page, { login: 'carla@contoso.com', passwd: control.passwordOf('carla@contoso.com') });
    expect(page.html).toContain('for everybody in Contoso');
    const cancelled = await browser.submit(page, { decision: 'cancel' });
    expect(told(cancelled)).toMatchObject({ error: 'permission_denied', state: 'x' });
    page = await browser.submit(await browser.open(url), { decision: 'accept' });
    expect(told(page)).toEqual({ tenant: world.tenant, admin_consent: 'True', state: 'x' });
    const bob = await world.signIn('bob@contoso.com', gatewayRequest(world, { prompt: '' }));
    expect(told(bob).code).toBeTypeOf('string');
  });
});
