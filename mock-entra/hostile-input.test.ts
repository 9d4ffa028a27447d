/** Every parameter missing, doubled, oversized or wrongly encoded, on every endpoint: an error in the endpoint's form, never a 500. */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { formOf } from './testing/form-driver.ts';
import { parameterNames } from './testing/parameter-names.ts';
import { createWorld, gatewayRequest, graph, login, onBehalfOf, type World } from './testing/world.ts';

// many inputs, or other processes: slow on a busy machine
if (process.env.SALLYPORT_FULL) vi.setConfig({ testTimeout: 600_000 });

const world = createWorld();

const grants = [
  ...['authorization_code', 'refresh_token', 'client_credentials', 'password', 'device_code', onBehalfOf],
  'urn:ietf:params:oauth:grant-type:device_code',
];

/** Values that parsers stumble over, and good ones so that requests get past the first checks. */
const value = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '\u0000',
      '../../etc/passwd',
      "' or 1=1 --",
      '<script>',
      '%',
      '%zz',
      '%ff',
      '\ud800',
      '__proto__',
      'constructor',
    ],
    ...[
      '[]',
      '{}',
      'null',
      '{"access_token":null}',
      '{"access_token":{"xms_cc":{"values":[1,null]}}}',
      'a.b.c',
      '..',
      'e30.e30.',
    ],
    ...[
      'eyJhbGciOiJub25lIn0.eyJpc3MiOjF9.',
      'openid',
      '.default',
      '/',
      'api:///',
      'https://graph.microsoft.com/.default',
    ],
    ...[
      '1e400',
      '-1',
      'NaN',
      'x'.repeat(300),
      'x'.repeat(70_000),
      'query',
      'fragment',
      'form_post',
      'on_behalf_of',
      'none',
    ],
    ...['urn:ietf:params:oauth:client-assertion-type:jwt-bearer', 'code', 'id_token', 'code id_token token', 'S256'],
    ...[
      '((((((((((((((((((((((((((((((((',
      "startswith(displayName,'a')",
      "displayName eq 'x' and",
      '2018-02-01',
      '2019-08-01',
    ],
  ),
  fc.constantFrom(...grants),
  fc
    .constantFrom('Sallyport Gateway', 'Sallyport MCP Server', 'Sallyport Desktop', 'Sallyport Daemon')
    .map((name) => world.appId(name)),
  fc.constantFrom(
    'https://sallyport.azure-api.net/oauth/callback',
    'http://localhost',
    'http://localhost:5173/',
    'javascript:alert(1)',
  ),
  fc.string({ maxLength: 40, unit: 'binary' }),
);

/** How a pair ends up on the wire: encoded, raw, or doubled. */
const pair = fc
  .tuple(fc.constantFrom(...parameterNames), value, fc.constantFrom('encoded', 'raw', 'doubled'))
  .map(([name, text, how]) => {
    const safe = (part: string): string => encodeURIComponent(part.toWellFormed());
    if (how === 'raw') return `${name}=${text.toWellFormed().replace(/[&#\s]/g, '')}`;
    const once = `${safe(name)}=${safe(text)}`;
    return how === 'doubled' ? `${once}&${once}` : once;
  });

const wire = fc.array(pair, { maxLength: 14 }).map((pairs) => pairs.join('&'));

const segment = fc.constantFrom(
  ...[
    world.tenant,
    'contoso.com',
    'common',
    'organizations',
    'consumers',
    'nowhere.example',
    'x',
    '%00',
    '%2e%2e',
    '..%2f',
    '%ff',
  ],
);

const loginPaths = [
  ...['oauth2/v2.0/authorize', 'oauth2/authorize', 'oauth2/v2.0/token', 'oauth2/token', 'oauth2/v2.0/devicecode'],
  ...[
    'oauth2/devicecode',
    'oauth2/deviceauth',
    'oauth2/v2.0/logout',
    'oauth2/logout',
    'v2.0/.well-known/openid-configuration',
  ],
  ...[
    '.well-known/openid-configuration',
    'discovery/v2.0/keys',
    'discovery/keys',
    'discovery/instance',
    'adminconsent',
  ],
  ...[
    'v2.0/adminconsent',
    'login',
    'reprocess',
    'SAS/ProcessAuth',
    'Consent/Set',
    'userrealm/x',
    'GetCredentialType',
    'nonsense',
  ],
];
const jsonPaths = /token$|devicecode$|openid-configuration$|keys$|instance$/;

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const types = fc.constantFrom<Record<string, string>>(
  form,
  form,
  {},
  { 'content-type': 'application/json' },
  { 'content-type': 'x' },
);
const methods = fc.constantFrom('POST', 'POST', 'GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD');

function requestOf(url: string, method: string, text: string, headers: Record<string, string>): Request {
  const bodiless = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  return bodiless
    ? new Request(`${url}${url.includes('?') ? '&' : '?'}${text}`, { method, headers })
    : new Request(url, { method, headers, body: text });
}

async function judge(response: Response, json: boolean): Promise<void> {
  expect(response.status).toBeLessThan(500);
  const text = await response.text();
  if (json && text !== '' && response.status >= 400 && response.status !== 404) {
    expect(JSON.parse(text)).toMatchObject({
      error: expect.any(String),
      error_description: expect.stringMatching(/^AADSTS\d+: /),
    });
  }
  if ((response.headers.get('content-type') ?? '').startsWith('text/html')) expect(text).not.toContain('<script>alert');
}

/** The same inputs every time, unless more or others are asked for; ten times as many in the full run. */
const settings = {
  numRuns: Number(process.env.SALLYPORT_FUZZ_RUNS ?? (process.env.SALLYPORT_FULL ? 4000 : 400)),
  seed: Number(process.env.SALLYPORT_FUZZ_SEED ?? 20_261_122),
};

describe('hostile input', () => {
  it('to the login host ends in an AADSTS error or a page', async () => {
    await fc.assert(
      fc.asyncProperty(
        segment,
        fc.constantFrom(...loginPaths),
        methods,
        wire,
        types,
        async (tenant, path, method, text, headers) => {
          const request = requestOf(`${login}/${tenant}/${path}`, method, text, headers);
          await judge(await world.entra.login(request), jsonPaths.test(path));
        },
      ),
      settings,
    );
  });

  it('to the token endpoint with one parameter of a good request spoilt ends in an AADSTS error', async () => {
    const good: Record<string, string> = {
      grant_type: 'client_credentials',
      client_id: world.appId('Sallyport Daemon'),
      client_secret: world.entra.control.secretOf('Sallyport Daemon'),
      scope: 'https://graph.microsoft.com/.default',
    };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(good)), value, fc.boolean(), async (name, text, add) => {
        const body = new URLSearchParams(good);
        if (add) body.append(name, text);
        else body.set(name, text);
        const request = requestOf(`${login}/${world.tenant}/oauth2/v2.0/token`, 'POST', body.toString(), form);
        const response = await world.entra.login(request);
        await judge(response, true);
        if (add) expect(response.status).toBe(400);
      }),
      settings,
    );
  });

  it('to the authorize endpoint with one parameter of a good request spoilt never leaves for another address', async () => {
    const good = gatewayRequest(world);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(good)), value, async (name, text) => {
        const url = world.authorizeUrl({ ...good, [name]: text.toWellFormed() });
        const response = await world.entra.login(new Request(url));
        await judge(response, false);
        const location = response.headers.get('location');
        if (location !== null)
          expect(location.startsWith(`${good.redirect_uri}?`) || location.startsWith(`${good.redirect_uri}#`)).toBe(
            true,
          );
      }),
      settings,
    );
  });

  it('to the forms of a sign-in under way ends in a page, and leaves for the client only', async () => {
    const good = gatewayRequest(world);
    const actions = ['/common/login', '/common/reprocess', '/common/SAS/ProcessAuth', '/common/Consent/Set', '/kmsi'];
    const answer = fc.tuple(
      fc.constantFrom('login', 'passwd', 'otc', 'account', 'decision', 'everybody', 'back', 'kmsi'),
      value,
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...actions), fc.array(answer, { maxLength: 3 })), { maxLength: 4 }),
        async (steps) => {
          const browser = world.browser();
          const page = await browser.open(world.authorizeUrl(good));
          const { ctx = '' } = formOf(page).fields;
          for (const [action, answers] of steps) {
            const body = new URLSearchParams({ ctx });
            for (const [name, text] of answers) body.append(name, text.toWellFormed());
            const next = await browser.open(`${login}${action}`, {
              method: 'POST',
              headers: form,
              body: body.toString(),
            });
            expect(next.status).toBeLessThan(500);
            if (next.left) expect(next.left.href.startsWith(`${good.redirect_uri}?`)).toBe(true);
          }
        },
      ),
      { ...settings, numRuns: Math.ceil(settings.numRuns / 4) },
    );
  });

  it('to the managed-identity endpoints ends in their JSON errors', async () => {
    const { endpoint, header } = world.entra.control.identityEndpoint('sallyport-server');
    const targets = [endpoint, 'http://169.254.169.254/metadata/identity/oauth2/token'];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...targets), methods, wire, async (url, method, text) => {
        const request = requestOf(url, method, text, { metadata: 'true', 'x-identity-header': header });
        const response = await world.entra.managedIdentity(request);
        expect(response.status).toBeLessThan(500);
        const answer = await response.text();
        if (method !== 'HEAD') expect(() => JSON.parse(answer)).not.toThrow();
      }),
      settings,
    );
  });

  it('to Graph ends in an OData error', async () => {
    const token = await graphToken(world);
    const paths = [
      '/v1.0/me',
      '/v1.0/users',
      '/v1.0/users/x',
      '/v1.0/groups',
      '/v1.0/groups/x/members',
      '/v1.0/$batch',
      '/oidc/userinfo',
      '/x',
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), methods, wire, fc.boolean(), async (path, method, text, signed) => {
        const headers: Record<string, string> = signed
          ? { authorization: `Bearer ${token}` }
          : { authorization: text.slice(0, 200).replace(/[^\x21-\x7e]/g, '') };
        const response = await world.entra.graph(requestOf(`${graph}${path}`, method, text, headers));
        expect(response.status).toBeLessThan(500);
        const answer = await response.text();
        if (response.status >= 400 && method !== 'HEAD') {
          expect(JSON.parse(answer)).toMatchObject({
            error: { code: expect.any(String), message: expect.any(String) },
          });
        }
      }),
      settings,
    );
  });
});

async function graphToken(from: World): Promise<string> {
  const { control } = from.entra;
  const roles = ['User.Read.All', 'Group.Read.All'];
  const app = control.addApplication({
    name: 'Fuzzer',
    secrets: [{}],
    requiredResourceAccess: [{ resource: 'Microsoft Graph', roles }],
  });
  control.grantAdminConsent(app.appId);
  const answer = await from.token({
    grant_type: 'client_credentials',
    client_id: app.appId,
    client_secret: control.secretOf('Fuzzer'),
    scope: 'https://graph.microsoft.com/.default',
  });
  return answer.body.access_token;
}
