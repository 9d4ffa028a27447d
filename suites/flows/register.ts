/** Dynamic client registration (RFC 7591), as a public client. */
import { ensure } from '../check.ts';
import type { Deployment, Exchange } from '../deployment.ts';
import type { Discovered } from './discover.ts';
import { jsonBody } from './json-body.ts';

/** Sends a registration request. @param metadata members to replace, or to leave out when undefined */
export function requestRegistration(
  deployment: Deployment,
  found: Discovered,
  metadata: Readonly<Record<string, unknown>>,
): Promise<Exchange> {
  ensure(found.registrationEndpoint !== undefined, 'the authorization server offers no registration');
  return deployment.http({
    method: 'POST',
    url: found.registrationEndpoint,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({
      client_name: 'Sallyport',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
      ...metadata,
    }),
  });
}

/**
 * Registers a client whose only redirect URI is `redirectUri`, unless one is registered beforehand.
 * @returns its client id
 */
export async function register(deployment: Deployment, found: Discovered, redirectUri: string): Promise<string> {
  if (deployment.clientId !== undefined) return deployment.clientId;
  const exchange = await requestRegistration(deployment, found, { redirect_uris: [redirectUri] });
  // RFC 7591 3.2.1 says 201; clients go on with 200, and so do the checks of what comes after
  ensure([200, 201].includes(exchange.status), `registration answers ${exchange.status}`, { exchange });
  const clientId = jsonBody(exchange).client_id;
  ensure(typeof clientId === 'string', 'registration returns no client_id', { exchange });
  return clientId;
}

/** Registrations that many checks share: servers rightly limit how many one caller may make. */
const shared = new WeakMap<Deployment, Map<string, Promise<string>>>();

/** A client for `redirectUri` that was registered before, or is now. @returns its client id */
export function sharedClient(deployment: Deployment, found: Discovered, redirectUri: string): Promise<string> {
  const known = shared.get(deployment) ?? new Map<string, Promise<string>>();
  shared.set(deployment, known);
  const client = known.get(redirectUri) ?? register(deployment, found, redirectUri);
  known.set(redirectUri, client);
  // a refusal is no registration: the next check may try again
  client.catch(() => known.delete(redirectUri));
  return client;
}
