/** Nothing secret leaves mock Entra unreported: every byte of its answers is searched for what looks like a secret. */
import { expect, it } from 'vitest';
import { createMockEntra } from './entra.ts';
import type { IssuedSecret } from './issued-secret.ts';
import { FormDriver } from './testing/form-driver.ts';
import { bearer, challenge, graph, login, onBehalfOf, verifier } from './testing/world.ts';

/** JWTs, and runs that are too long and too mixed to be a name. */
const shapes = /\beyJ[\w-]+\.[\w-]+\.[\w-]+|[\w.+/=~-]{30,}/g;
const mixed = (text: string): boolean => /\d/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text);

/** What is public although it looks random: keys and certificates of key sets, and hashes in the policy of a page. */
function withoutPublic(body: string, headers: readonly (readonly [string, string])[]): string {
  const keys = body.includes('"kty":"RSA"') ? '' : body;
  const told = headers
    .filter(([name]) => name !== 'content-security-policy')
    .map(([name, value]) => `${name}: ${value}`);
  return [keys, ...told].join('\n').replaceAll('%20', ' ');
}

it('reports every secret that any of its hosts hands out', async () => {
  const issued: IssuedSecret[] = [];
  const answers: string[] = [];
  const entra = createMockEntra({ onIssued: (secret) => issued.push(secret) });
  const { control } = entra;
  const kept =
    (host: (request: Request) => Promise<Response>) =>
    async (request: Request): Promise<Response> => {
      const response = await host(request);
      answers.push(withoutPublic(await response.clone().text(), [...response.headers]));
      return response;
    };
  const ask = kept(entra.login);
  const tenant = control.tenant().id;
  const v2 = `${login}/${tenant}/oauth2/v2.0`;
  const json = async (response: Promise<Response>) => (await (await response).json()) as Record<string, string>;
  const post = (url: string, form: Record<string, string>) =>
    json(ask(new Request(url, { method: 'POST', body: new URLSearchParams(form) })));

  const browser = new FormDriver(ask, login);
  const user = 'alice@contoso.com';
  const client = control.addApplication({
    name: 'Everything',
    secrets: [{ displayName: 'one' }],
    identifierUris: ['api://everything'],
    redirectUris: { web: ['https://everything.example/back'] },
    scopes: [{ value: 'use' }],
    isFallbackPublicClient: true,
    implicitIdTokens: true,
    requiredResourceAccess: [{ resource: 'https://graph.microsoft.com', scopes: ['User.Read'] }],
  });
  control.grantAdminConsent('Everything');
  const secret = { client_id: client.appId, client_secret: control.secretOf('Everything') };
  const authorize = {
    client_id: client.appId,
    response_type: 'code id_token',
    response_mode: 'fragment',
    redirect_uri: 'https://everything.example/back',
    scope: 'openid profile offline_access api://everything/use',
    nonce: 'n',
    client_info: '1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  };
  let page = await browser.open(`${v2}/authorize?${new URLSearchParams(authorize)}`);
  page = await browser.submit(page, { login: user });
  page = await browser.submit(page, { passwd: control.passwordOf(user) });
  if (page.html.includes('name="decision"')) page = await browser.submit(page, { decision: 'accept' });
  const code = new URLSearchParams(page.left?.hash.slice(1)).get('code') ?? '';
  const redirect = { redirect_uri: authorize.redirect_uri, code_verifier: verifier };
  const tokens = await post(`${v2}/token`, { ...secret, grant_type: 'authorization_code', code, ...redirect });
  expect(Object.keys(tokens)).toEqual(expect.arrayContaining(['access_token', 'refresh_token', 'id_token']));
  await post(`${v2}/token`, { ...secret, grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' });
  const exchanged = await post(`${v2}/token`, {
    ...secret,
    grant_type: onBehalfOf,
    requested_token_use: 'on_behalf_of',
    assertion: tokens.access_token ?? '',
    scope: 'https://graph.microsoft.com/User.Read offline_access openid',
  });
  await post(`${v2}/token`, {
    ...secret,
    grant_type: 'client_credentials',
    scope: 'https://graph.microsoft.com/.default',
  });
  const device = await post(`${v2}/devicecode`, { client_id: client.appId, scope: 'openid' });
  page = await browser.open(`${login}/device`);
  await browser.submit(page, { otc: device.user_code ?? '' });

  const { endpoint, header } = control.identityEndpoint('sallyport-server');
  const identity = kept(entra.managedIdentity);
  const { clientId } = control.managedIdentity('sallyport-server');
  const resource = `resource=api://AzureADTokenExchange&client_id=${clientId}`;
  const assertion = await json(
    identity(
      new Request(`${endpoint}?api-version=2019-08-01&${resource}`, { headers: { 'x-identity-header': header } }),
    ),
  );
  await json(
    identity(
      new Request(`${entra.origins.identity}/metadata/identity/oauth2/token?api-version=2018-02-01&${resource}`, {
        headers: { metadata: 'true' },
      }),
    ),
  );
  const job = control.gitHubJob({ repository: 'contoso/tools' });
  await json(identity(new Request(job.url, { headers: { authorization: `Bearer ${job.token}` } })));
  await post(`${v2}/token`, {
    client_id: control.application('Sallyport MCP Server').appId,
    client_assertion_type: bearer,
    client_assertion: assertion.access_token ?? '',
    grant_type: 'client_credentials',
    scope: 'https://graph.microsoft.com/.default',
  });
  for (const path of ['/v1.0/me', '/v1.0/users?$top=1', '/oidc/userinfo']) {
    const authorization = `Bearer ${exchanged.access_token}`;
    await kept(entra.graph)(new Request(`${graph}${path}`, { headers: { authorization } }));
  }
  await ask(new Request(`${login}/common/discovery/v2.0/keys`));
  await ask(new Request(`${login}/common/v2.0/.well-known/openid-configuration`));
  await browser.open(`${v2}/logout`);

  const reported = new Set(issued.map(({ value }) => value));
  // what names a thing to itself: object ids of the home account, and the subject that one API knows a user by
  const own = new Set(
    [...answers.join('\n').matchAll(/"(?:client_info|sub)":"([^"]+)"|client_info=([^&"\s]+)/g)].map(
      (m) => m[1] ?? m[2],
    ),
  );
  const found = answers.flatMap((answer) => answer.match(shapes) ?? []).filter(mixed);
  // encoded or with the name of its cookie or parameter around it, a reported secret is still the reported one
  const covered = (text: string): boolean => {
    if ([...own].some((each) => each && text.includes(each))) return true;
    return [...reported].some((value) => text.includes(value) || decodeURIComponent(value).includes(text));
  };
  expect(found.length).toBeGreaterThan(20);
  expect([...new Set(found.filter((text) => !covered(text)))]).toEqual([]);
  const kinds = new Set(issued.map(({ kind }) => kind));
  for (const kind of [
    ...(['authorization_code', 'access_token', 'graph_token', 'refresh_token', 'id_token', 'device_code'] as const),
    ...(['user_code', 'session_cookie', 'sign_in_state', 'managed_identity_token', 'identity_header'] as const),
    ...(['job_token', 'client_assertion', 'password', 'client_secret'] as const),
  ])
    expect(kinds, kind).toContain(kind);
});

it('reports the passwords and client secrets of the seed and of what is added later, before anybody can use them', () => {
  const issued: IssuedSecret[] = [];
  const { control, directory } = createMockEntra({ onIssued: (secret) => issued.push(secret) });
  const accounts = [...directory.tenants.values()]
    .flatMap(({ users }) => [...users.values()])
    .filter(({ home }) => !home);
  const values = (kind: string): string[] => issued.filter((secret) => secret.kind === kind).map(({ value }) => value);
  expect(values('password').sort()).toEqual(accounts.map(({ password }) => password).sort());
  expect(values('client_secret')).toEqual(
    ['Sallyport Daemon', 'Fabrikam Partner Portal'].map((name) => control.secretOf(name)),
  );
  issued.length = 0;
  const added = control.addUser({ userPrincipalName: 'new@contoso.com', displayName: 'New' });
  const initial = added.password;
  const reset = control.resetPassword('bob@contoso.com');
  expect(values('password')).toEqual([initial, reset]);
  control.addApplication({ name: 'New', secrets: [{}] });
  control.addCredentials('New', { secrets: [{}] });
  expect(values('client_secret')).toEqual(control.application('New').secrets.map(({ value }) => value));
});
