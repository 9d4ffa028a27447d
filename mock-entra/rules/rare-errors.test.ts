/** Errors that take a detour to reach. */
import { describe, expect, it } from 'vitest';
import { contoso } from '../directory/contoso.ts';
import {
  bearer,
  challenge,
  createWorld,
  gatewayRequest,
  gatewayTokens,
  login,
  onBehalfOf,
  verifier,
} from '../testing/world.ts';

const told = (url: URL | undefined): Record<string, string> => Object.fromEntries(url?.searchParams ?? []);

describe('silent sign-in', () => {
  it('names the number behind login_required and interaction_required', async () => {
    const world = createWorld();
    const browser = world.browser();
    const silent = world.authorizeUrl(gatewayRequest(world, { prompt: 'none' }));
    const nobody = await browser.open(silent);
    expect(told(nobody.left)).toMatchObject({ error: 'login_required', error_uri: `${login}/error?code=50058` });
    await world.signIn('alice@contoso.com', gatewayRequest(world), { browser });
    await world.signIn('bob@contoso.com', gatewayRequest(world, { prompt: 'login' }), { browser });
    const two = await browser.open(silent);
    expect(told(two.left)).toMatchObject({ error: 'interaction_required', error_uri: `${login}/error?code=16000` });
  });

  it('says that consent is missing instead of asking', async () => {
    const world = createWorld();
    const browser = world.browser();
    await world.signIn('alice@contoso.com', gatewayRequest(world), { browser });
    world.entra.control.revokeConsent('Sallyport Gateway');
    const page = await browser.open(world.authorizeUrl(gatewayRequest(world, { prompt: 'none' })));
    expect(told(page.left)).toMatchObject({ error: 'interaction_required', error_uri: `${login}/error?code=65001` });
  });
});

describe('people who can not or will not', () => {
  it('a refused consent is 65004', async () => {
    const world = createWorld();
    const page = await world.signIn('alice@contoso.com', gatewayRequest(world), { consent: 'cancel' });
    expect(told(page.left)).toMatchObject({ error_uri: `${login}/error?code=65004`, error_subcode: 'cancel' });
  });

  it('five wrong codes end the sign-in', async () => {
    const world = createWorld();
    const { control } = world.entra;
    control.addConditionalAccess({ displayName: 'MFA', grant: 'mfa' });
    const browser = world.browser();
    let page = await browser.open(world.authorizeUrl(gatewayRequest(world)));
    page = await browser.submit(page, { login: 'alice@contoso.com', passwd: control.passwordOf('alice@contoso.com') });
    for (let tries = 0; tries < 4; tries++) page = await browser.submit(page, { otc: 'x' });
    expect(page.html).toContain('That code is not right');
    page = await browser.submit(page, { otc: 'x' });
    expect(page.html).toContain('data-aadsts="500121"');
  });

  it.each([
    ['compliantDevice', 53000],
    ['domainJoinedDevice', 53001],
    ['approvedApplication', 53002],
  ] as const)('a policy that wants %s is %i', async (grant, code) => {
    const world = createWorld();
    world.entra.control.addConditionalAccess({ displayName: grant, applications: ['Sallyport MCP Server'], grant });
    const page = await world.signIn('alice@contoso.com', gatewayRequest(world));
    expect(told(page.left).error_uri).toBe(`${login}/error?code=${code}`);
  });
});

describe('redirect URIs and response modes', () => {
  it('one registered redirect URI may be left out, several may not', async () => {
    const world = createWorld();
    const { redirect_uri: only = '', ...request } = gatewayRequest(world);
    const page = await world.signIn('alice@contoso.com', request);
    expect(page.left?.href.startsWith(only)).toBe(true);
    const several = await world
      .browser()
      .open(world.authorizeUrl({ ...request, client_id: world.appId('Sallyport Desktop') }));
    expect(several.html).toContain('data-aadsts="900971"');
  });

  it('an unknown response mode is told in the default one', async () => {
    const world = createWorld();
    const page = await world.browser().open(world.authorizeUrl(gatewayRequest(world, { response_mode: 'telegram' })));
    expect(told(page.left)).toMatchObject({
      error: 'unsupported_response_type',
      error_uri: `${login}/error?code=700007`,
    });
  });
});

describe('grants of somebody else', () => {
  it("another client's refresh token is 70000", async () => {
    const world = createWorld();
    const { body } = await gatewayTokens(world);
    const answer = await world.token({
      grant_type: 'refresh_token',
      client_id: world.appId('Sallyport Desktop'),
      refresh_token: body.refresh_token,
    });
    expect([answer.body.error, answer.body.suberror, answer.body.error_codes]).toEqual([
      'invalid_grant',
      'bad_token',
      [70000],
    ]);
  });

  it('a single-page code without PKCE is 9002325', async () => {
    const world = createWorld();
    const client = world.appId('Sallyport Browser App');
    const page = await world.signIn('bob@contoso.com', {
      client_id: client,
      response_type: 'code',
      redirect_uri: 'http://localhost:5173/',
      scope: 'User.Read',
    });
    const answer = await world.token(
      {
        grant_type: 'authorization_code',
        client_id: client,
        code: told(page.left).code ?? '',
        redirect_uri: 'http://localhost:5173/',
        code_verifier: verifier,
      },
      { headers: { origin: 'http://localhost:5173' } },
    );
    expect(answer.body.error_codes).toEqual([9002325]);
    expect(challenge).not.toBe(verifier);
  });

  it('a managed identity whose token is itself derived from federation may not exchange on behalf of users', async () => {
    const [first, ...others] = contoso.tenants;
    if (!first) throw new Error('the seed is empty');
    const identities = [...(first.managedIdentities ?? []), { name: 'aks', derivedFromFederation: true }];
    const world = createWorld({
      seed: { ...contoso, tenants: [{ ...first, managedIdentities: identities }, ...others] },
    });
    world.entra.control.addCredentials('Sallyport MCP Server', {
      federatedIdentityCredentials: [{ name: 'aks', managedIdentity: 'aks' }],
    });
    const { body } = await gatewayTokens(world);
    const credential = {
      client_id: world.appId('Sallyport MCP Server'),
      client_assertion_type: bearer,
      client_assertion: await world.assertion('aks'),
      scope: 'https://graph.microsoft.com/.default',
    };
    const exchange = await world.token({
      ...credential,
      grant_type: onBehalfOf,
      assertion: body.access_token,
      requested_token_use: 'on_behalf_of',
    });
    expect(exchange.body.error_codes).toEqual([700231]);
    expect((await world.token({ ...credential, grant_type: 'client_credentials' })).status).toBe(200);
  });
});
