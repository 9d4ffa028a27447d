/** Dynamic client registration (RFC 7591), as a public client. */
import { ensure } from '../check.ts';
import type { Deployment } from '../deployment.ts';
import type { Discovered } from './discover.ts';

/**
 * Registers a client whose only redirect URI is `redirectUri`, unless one is registered beforehand.
 * @returns its client id
 */
export async function register(deployment: Deployment, found: Discovered, redirectUri: string): Promise<string> {
  if (deployment.clientId !== undefined) return deployment.clientId;
  ensure(found.registrationEndpoint !== undefined, 'the authorization server offers no registration');
  const exchange = await deployment.http({
    method: 'POST',
    url: found.registrationEndpoint,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      client_name: 'Sallyport',
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    }),
  });
  ensure(exchange.status === 201, `registration answers ${exchange.status}`, { exchange });
  const clientId = (JSON.parse(exchange.body) as { client_id?: unknown }).client_id;
  ensure(typeof clientId === 'string', 'registration returns no client_id', { exchange });
  return clientId;
}
