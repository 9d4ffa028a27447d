/** Numbers of requests that are wrong in themselves: form, method, tenant, client, parameters. */
import { graph, onBehalfOf } from '../world.ts';
import { asDaemon, ask, authorize, exchange, identityToken, portalProof, post, send } from './asking.ts';
import { reach, type Scenario } from './scenario.ts';

const nowhere = '11111111-2222-4333-8444-555555555555';
const device = 'urn:ietf:params:oauth:grant-type:device_code';

export const requests: readonly Scenario[] = [
  reach(900561, 'the token endpoint is asked with GET', (world) => send('common/oauth2/v2.0/token', world)),
  reach(90015, 'the query is too long', (world) => post(world, '', `?x=${'x'.repeat(40_000)}`)),
  reach(9002313, 'the body is wrongly encoded', (world) => post(world, 'client_id=%zz')),
  reach(9000411, 'a parameter is sent twice', (world) => post(world, 'scope=a&scope=b')),
  reach(90002, 'no tenant has that id', (world) => asDaemon(world, {}, { segment: nowhere })),
  reach(90002, 'there are no personal accounts', (world) => asDaemon(world, {}, { segment: 'consumers' }), {
    options: {
      seed: {
        tenants: [
          {
            displayName: 'Small',
            domains: ['small.onmicrosoft.com'],
            applications: [{ name: 'Sallyport Daemon', secrets: [{}] }, { name: 'Sallyport MCP Server' }],
          },
        ],
      },
    },
  }),
  reach(
    90002,
    'discovery of a domain that nobody has',
    (world) => send('nobody.example/v2.0/.well-known/openid-configuration', world),
    { but: { error: 'invalid_tenant' } },
  ),
  reach(900023, 'the tenant is neither id nor domain', (world) => asDaemon(world, {}, { segment: 'contoso' })),
  reach(50049, 'the instance is unknown', (world) =>
    send(
      'common/discovery/instance?api-version=1.1&authorization_endpoint=https://nowhere.example/common/oauth2/authorize',
      world,
    ),
  ),

  reach(900144, 'no grant_type', (world) => asDaemon(world, { grant_type: '' })),
  reach(70003, 'an unknown grant_type', (world) => asDaemon(world, { grant_type: 'implicit' })),
  reach(900144, 'no client_id', (world) => asDaemon(world, { client_id: '' })),
  reach(700016, 'an unknown client', (world) => asDaemon(world, { client_id: nowhere })),
  reach(700016, "another tenant's client for its own tenant only", (world) =>
    asDaemon(world, {}, { segment: 'fabrikam.com' }),
  ),
  reach(700016, "an organization's client for personal accounts", (world) =>
    ask(world, { grant_type: device, device_code: 'x', ...portalProof(world) }, { segment: 'consumers' }),
  ),
  reach(50194, 'a client of one tenant at /common', (world) => asDaemon(world, {}, { segment: 'common' })),
  reach(9001023, 'an application in its own name at /common', (world) =>
    ask(
      world,
      { grant_type: 'client_credentials', scope: `${graph}/.default`, ...portalProof(world) },
      { segment: 'common' },
    ),
  ),
  reach(7000229, 'a client that is not installed', (world) =>
    ask(world, { grant_type: 'client_credentials', scope: `${graph}/.default`, ...portalProof(world) }),
  ),
  reach(7000112, 'a client whose service principal is disabled', (world) => {
    const principal = world.entra.directory.defaultTenant.servicePrincipals.get(world.appId('Sallyport Daemon'));
    if (principal) principal.accountEnabled = false;
    return asDaemon(world);
  }),
  ...(
    [
      ['code', 'authorization_code'],
      ['redirect_uri', 'authorization_code'],
      ['refresh_token', 'refresh_token'],
      ['assertion', onBehalfOf],
      ['device_code', device],
      ['username', 'password'],
      ['password', 'password'],
    ] as const
  ).map(([name, grant_type]) =>
    reach(900144, `no ${name}`, (world) => {
      const whole = {
        code: 'x',
        redirect_uri: 'x',
        refresh_token: 'x',
        assertion: 'x',
        device_code: 'x',
        username: 'x',
        password: 'x',
      };
      return asDaemon(world, { ...whole, grant_type, [name]: '' });
    }),
  ),
  reach(900144, 'no requested_token_use', (world) => exchange(world, { requested_token_use: '' })),
  reach(90023, 'a requested_token_use that is not on_behalf_of', (world) =>
    exchange(world, { requested_token_use: 'x' }),
  ),
  reach(900144, 'no scope', (world) => asDaemon(world, { scope: '' })),
  reach(70011, 'a scope that is too long', (world) => asDaemon(world, { scope: 'x'.repeat(20_001) })),
  reach(70011, 'a scope that is no scope', (world) => asDaemon(world, { scope: 'a/' })),
  reach(70011, 'two resources in the name of an application', (world) =>
    asDaemon(world, { scope: `${graph}/.default api://x/.default` }),
  ),
  reach(1002012, 'a named scope in the name of an application', (world) =>
    asDaemon(world, { scope: `${graph}/User.Read` }),
  ),
  reach(9002313, 'claims that are no JSON', (world) => asDaemon(world, { claims: '{' })),

  reach(900144, 'no response_type', (world) => authorize(world, { response_type: '' })),
  reach(70005, 'an unknown response_type', (world) => authorize(world, { response_type: 'code telegram' })),
  reach(700054, 'id tokens from the authorize endpoint, which the client may not have', (world) =>
    authorize(world, { response_type: 'code id_token' }),
  ),
  reach(700054, 'access tokens from the authorize endpoint, which the client may not have', (world) =>
    authorize(world, { response_type: 'token' }),
  ),
  reach(700007, 'an unknown response_mode', (world) => authorize(world, { response_mode: 'telegram' })),
  ...(
    [
      [70007, 'tokens in the query', { response_mode: 'query' }],
      [90014, 'an id token without nonce', { nonce: '' }],
    ] as const
  ).map(([code, when, change]) =>
    reach(code, when, (world) => {
      const name = 'Hybrid';
      const redirect_uri = 'https://hybrid.example/';
      world.entra.control.addApplication({ name, implicitIdTokens: true, redirectUris: { web: [redirect_uri] } });
      return authorize(world, {
        client_id: world.appId(name),
        redirect_uri,
        response_type: 'id_token',
        scope: 'openid',
        ...change,
      });
    }),
  ),
  reach(90023, 'an unknown prompt', (world) => authorize(world, { prompt: 'never' })),
  reach(50149, 'an unknown code_challenge_method', (world) => authorize(world, { code_challenge_method: 'S512' })),
  reach(50147, 'a short code_challenge', (world) => authorize(world, { code_challenge: 'short' })),
  reach(900971, 'no redirect URI, and several are registered', (world) =>
    authorize(world, { client_id: world.appId('Sallyport Desktop'), redirect_uri: '' }),
  ),
  reach(50011, 'a redirect URI that is not registered', (world) =>
    authorize(world, { redirect_uri: 'https://evil.example/' }),
  ),
  reach(50011, 'a redirect URI that is not registered, at admin consent', (world) => {
    const query = new URLSearchParams({
      client_id: world.appId('Sallyport Gateway'),
      redirect_uri: 'https://evil.example/',
    });
    return world.browser().open(`https://login.microsoftonline.com/${world.tenant}/adminconsent?${query}`);
  }),
  reach(500011, 'a resource that the tenant does not have, of App Service', (world) =>
    identityToken(world, 'app-service', 'api://nobody'),
  ),
  reach(500011, 'a resource that the tenant does not have, of the instance metadata service', (world) =>
    identityToken(world, 'imds', 'api://nobody'),
  ),
];
