/** Mock Entra in a process of its own, measured: tells its port, then what is asked over the channel to its parent. */
import { keepHeapSmall } from '../../cli/keep-heap-small.ts';
import type { Offer } from './party.ts';

// as `sallyport entra` does
keepHeapSmall();
const { startMockEntra } = await import('../../mock-entra/index.ts');
const { entra, login } = await startMockEntra();
const { control, origins } = entra;

/** The requests of the benchmark, for its own directory. */
async function party(): Promise<Offer> {
  const { id } = control.tenant();
  const server = control.application('Sallyport MCP Server').appId;
  const { endpoint, header } = control.identityEndpoint('sallyport-server');
  const { clientId } = control.managedIdentity('sallyport-server');
  const alice = control.user('alice@contoso.com');
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now, nbf: now, exp: now + 3600 };
  const who = { oid: alice.id, tid: id, sub: 'alice', scp: 'user_impersonation', azp: server, azpacr: '2' };
  const claims = { aud: server, iss: `${origins.login}/${id}/v2.0`, ...times, ...who, ver: '2.0' };
  return {
    identity: {
      url: `${endpoint}?api-version=2019-08-01&resource=api://AzureADTokenExchange&client_id=${clientId}`,
      headers: { 'X-IDENTITY-HEADER': header },
    },
    discovery: `/${id}/v2.0/.well-known/openid-configuration`,
    token: `/${id}/oauth2/v2.0/token`,
    app: {
      grant_type: 'client_credentials',
      client_id: control.application('Sallyport Daemon').appId,
      client_secret: control.secretOf('Sallyport Daemon'),
      scope: `api://${server}/.default`,
    },
    // what MSAL sends: the OpenID scopes bring an id token and a refresh token along
    onBehalfOf: {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      requested_token_use: 'on_behalf_of',
      client_id: server,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      assertion: await control.mint({ claims }),
      scope: 'https://graph.microsoft.com/User.Read openid profile offline_access',
      client_info: '1',
    },
  };
}

process.on('message', async (question) => {
  if (question === 'end') process.exit();
  const { user, system } = process.cpuUsage();
  process.send?.(question === 'party' ? await party() : { cpu: user + system, rss: process.memoryUsage.rss() });
});
process.send?.({ port: login.port });
