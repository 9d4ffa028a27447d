/** Every parameter missing, doubled, oversized and wrongly encoded, on every endpoint: all of it, not a sample. */
import { describe, expect, it } from 'vitest';
import { parameterNames } from './testing/parameter-names.ts';
import { bearer, createWorld, gatewayRequest, graph, login, onBehalfOf } from './testing/world.ts';

// thousands of requests: slow on a busy machine
const world = createWorld();
const { control } = world.entra;
const daemon = {
  client_id: world.appId('Sallyport Daemon'),
  client_secret: control.secretOf('Sallyport Daemon'),
};
const server = { client_id: world.appId('Sallyport MCP Server'), client_assertion_type: bearer, client_assertion: 'x' };
const { endpoint, header } = control.identityEndpoint('sallyport-server');
const identity = control.managedIdentity('sallyport-server').clientId;
const tenant = `${login}/${world.tenant}`;
const vault = { resource: 'https://vault.azure.net', client_id: identity };

type Form = Readonly<Record<string, string>>;
type Shape = 'aadsts' | 'page' | 'identity' | 'odata';

interface Target {
  readonly name: string;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** Parameters of a request that is as good as can be without earlier ones. */
  readonly good: Form;
  readonly shape: Shape;
  readonly headers?: Form;
}

const token = (name: string, good: Form, version: 'v2.0/' | '' = 'v2.0/'): Target => ({
  name: `token, ${name}`,
  url: `${tenant}/oauth2/${version}token`,
  method: 'POST',
  good,
  shape: 'aadsts',
});
const app = { grant_type: 'client_credentials', ...daemon };
const code = { code: 'x', redirect_uri: 'https://sallyport.azure-api.net/oauth/callback', code_verifier: 'x' };
const signIn = gatewayRequest(world);
const consent = { client_id: daemon.client_id, redirect_uri: code.redirect_uri, state: 'x', scope: '.default' };

const targets: readonly Target[] = [
  token('client credentials', { ...app, scope: 'https://graph.microsoft.com/.default' }),
  token('client credentials of v1.0', { ...app, resource: 'https://graph.microsoft.com' }, ''),
  token('code', { grant_type: 'authorization_code', ...server, ...code, scope: 'openid', claims: '{}' }),
  token('refresh token', { grant_type: 'refresh_token', ...server, refresh_token: 'x', scope: 'openid' }),
  token('on behalf of', {
    ...{ grant_type: onBehalfOf, ...server, assertion: 'a.b.c' },
    ...{ requested_token_use: 'on_behalf_of', scope: 'User.Read', client_info: '1' },
  }),
  token('password', { grant_type: 'password', ...daemon, username: 'x', password: 'x', scope: 'openid' }),
  token('device code', { grant_type: 'device_code', client_id: daemon.client_id, device_code: 'x' }),
  ...(['v2.0/', ''] as const).flatMap((version): Target[] => [
    {
      name: `authorize ${version}`,
      url: `${tenant}/oauth2/${version}authorize`,
      method: 'GET',
      good: signIn,
      shape: 'page',
    },
    {
      name: `devicecode ${version}`,
      url: `${tenant}/oauth2/${version}devicecode`,
      method: 'POST',
      good: { client_id: daemon.client_id, scope: 'openid' },
      shape: 'aadsts',
    },
    {
      name: `logout ${version}`,
      url: `${tenant}/oauth2/${version}logout`,
      method: 'GET',
      good: { post_logout_redirect_uri: code.redirect_uri, state: 'x', logout_hint: 'O.x', account: 'x' },
      shape: 'page',
    },
  ]),
  { name: 'authorize by form', url: `${tenant}/oauth2/v2.0/authorize`, method: 'POST', good: signIn, shape: 'page' },
  { name: 'admin consent', url: `${tenant}/adminconsent`, method: 'GET', good: consent, shape: 'page' },
  { name: 'device page', url: `${tenant}/oauth2/deviceauth`, method: 'POST', good: { otc: 'x' }, shape: 'page' },
  ...['login', 'reprocess', 'SAS/ProcessAuth', 'DeviceAuthTls/reprocess', 'Consent/Set'].map(
    (path): Target => ({
      name: `form ${path}`,
      url: `${login}/common/${path}`,
      method: 'POST',
      good: { ctx: 'x', login: 'x', passwd: 'x', otc: 'x', account: 'x', decision: 'accept' },
      shape: 'page',
    }),
  ),
  { name: 'stay signed in', url: `${login}/kmsi`, method: 'POST', good: { ctx: 'x', kmsi: '1' }, shape: 'page' },
  ...[
    'v2.0/.well-known/openid-configuration',
    '.well-known/openid-configuration',
    'discovery/v2.0/keys',
    'discovery/keys',
  ].map(
    (path): Target => ({
      name: path,
      url: `${tenant}/${path}`,
      method: 'GET',
      good: { appid: daemon.client_id },
      shape: 'aadsts',
    }),
  ),
  {
    name: 'instance discovery',
    url: `${login}/common/discovery/instance`,
    method: 'GET',
    good: { 'api-version': '1.1', authorization_endpoint: `${tenant}/oauth2/v2.0/authorize` },
    shape: 'aadsts',
  },
  {
    name: 'user realm',
    url: `${login}/getuserrealm.srf`,
    method: 'GET',
    good: { login: 'a@contoso.com', json: '1' },
    shape: 'page',
  },
  {
    name: 'App Service',
    url: endpoint,
    method: 'GET',
    good: { 'api-version': '2019-08-01', ...vault },
    shape: 'identity',
    headers: { 'x-identity-header': header },
  },
  {
    name: 'metadata service',
    url: 'http://169.254.169.254/metadata/identity/oauth2/token',
    method: 'GET',
    good: { 'api-version': '2018-02-01', ...vault },
    shape: 'identity',
    headers: { metadata: 'true' },
  },
  ...['/v1.0/me', '/v1.0/users', '/v1.0/groups', '/v1.0/users/alice@contoso.com/memberOf', '/oidc/userinfo'].map(
    (path): Target => ({
      name: `Graph ${path}`,
      url: `${graph}${path}`,
      method: 'GET',
      good: {
        $select: 'displayName',
        $filter: "displayName eq 'x'",
        $top: '2',
        $count: 'true',
        $orderby: 'displayName',
      },
      shape: 'odata',
    }),
  ),
];

const encoded = (name: string, value: string): string => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;

/** What can be wrong with a parameter: how its pair looks on the wire. */
const spoilt: Readonly<Record<string, (name: string, value: string) => string>> = {
  missing: () => '',
  empty: (name) => `${encodeURIComponent(name)}=`,
  doubled: (name, value) => `${encoded(name, value)}&${encoded(name, `${value}2`)}`,
  oversized: (name) => encoded(name, 'x'.repeat(20_000)),
  'beyond what is read': (name) => encoded(name, 'x'.repeat(300_000)),
  'encoded in half': (name, value) => `${encodeURIComponent(name)}=${value.slice(0, 20)}%e`,
  'not UTF-8': (name) => `${encodeURIComponent(name)}=%ff%fe`,
  'with a zero byte': (name, value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}%00`,
};

async function send(
  { url, method, headers = {}, shape }: Target,
  wire: string,
  authorization: string,
): Promise<Response> {
  const all = { ...headers, ...(shape === 'odata' && { authorization }) };
  const request =
    method === 'GET'
      ? new Request(`${url}?${wire}`, { headers: all })
      : new Request(url, {
          method,
          headers: { ...all, 'content-type': 'application/x-www-form-urlencoded' },
          body: wire,
        });
  if (shape === 'identity') return world.entra.managedIdentity(request);
  return shape === 'odata' ? world.entra.graph(request) : world.entra.login(request);
}

async function judge(response: Response, shape: Shape, what: string): Promise<void> {
  const { status } = response;
  expect(status, what).toBeLessThan(500);
  const text = await response.text();
  if (status < 400 || shape === 'page') return;
  const body: unknown = JSON.parse(text);
  if (shape === 'odata')
    expect(body, what).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
  if (shape === 'aadsts') {
    expect(body, what).toMatchObject({
      error: expect.any(String),
      error_description: expect.stringMatching(/^AADSTS\d+: /),
    });
  }
}

describe.each(targets.map((target) => [target.name, target] as const))('%s', (_name, target) => {
  it.each(Object.keys(spoilt))('answers in its own form with any parameter %s', async (how) => {
    const authorization = `Bearer ${await graphToken()}`;
    // those it knows; in the full run all that other endpoints know as well
    const others = process.env.SALLYPORT_FULL ? parameterNames : [];
    for (const name of new Set([...Object.keys(target.good), ...others])) {
      const rest = Object.entries(target.good).filter(([other]) => other !== name);
      const pairs = [
        ...rest.map(([other, value]) => encoded(other, value)),
        spoilt[how]?.(name, target.good[name] ?? 'x'),
      ];
      const started = process.cpuUsage();
      await judge(await send(target, pairs.filter(Boolean).join('&'), authorization), target.shape, `${name} ${how}`);
      // of the CPU, whatever else the machine does: 40 ms is the most that is usual, and what is quadratic takes 1000
      const { user, system } = process.cpuUsage(started);
      expect((user + system) / 1000, `${name} ${how} takes too long`).toBeLessThan(400);
    }
  });
});

let kept: Promise<string> | undefined;
/** A token that may read the directory. */
function graphToken(): Promise<string> {
  kept ??= (async () => {
    const { appId } = control.addApplication({
      name: 'Matrix',
      secrets: [{}],
      requiredResourceAccess: [{ resource: 'Microsoft Graph', roles: ['User.Read.All', 'Group.Read.All'] }],
    });
    control.grantAdminConsent(appId);
    const form = { grant_type: 'client_credentials', client_id: appId, client_secret: control.secretOf(appId) };
    return (await world.token({ ...form, scope: 'https://graph.microsoft.com/.default' })).body.access_token;
  })();
  return kept;
}
