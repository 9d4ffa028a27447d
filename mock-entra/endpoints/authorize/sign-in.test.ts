import { describe, expect, it } from 'vitest';
import { pageError, told } from '../../testing/authorize-request.ts';
import { formOf } from '../../testing/form-driver.ts';
import { claimsOf, createWorld, gatewayRequest, login, verifier } from '../../testing/world.ts';

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
