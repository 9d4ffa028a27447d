/** The back channel: a code for a token. */
import { ensure, NotTestable } from '../check.ts';
import type { Browser, Deployment, Exchange, TestUser } from '../deployment.ts';
import { authorizationRequest, codeOf, type Grant, travel } from './authorize.ts';
import { type Discovered, discover } from './discover.ts';
import { sharedClient } from './register.ts';

/** Sends a token request for `grant`. @param overrides fields to replace, or to leave out when undefined */
export function redeem(
  deployment: Deployment,
  found: Discovered,
  grant: Grant,
  overrides: Readonly<Record<string, string | undefined>> = {},
): Promise<Exchange> {
  const fields: Record<string, string | undefined> = {
    grant_type: 'authorization_code',
    code: grant.code,
    client_id: grant.clientId,
    redirect_uri: grant.redirectUri,
    code_verifier: grant.verifier,
    resource: found.resource,
    ...overrides,
  };
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) body.set(name, value);
  return deployment.http({
    method: 'POST',
    url: found.tokenEndpoint,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: body.toString(),
  });
}

/** The `access_token` of a token answer, or undefined. */
export function accessTokenOf(exchange: Exchange): string | undefined {
  try {
    const token = (JSON.parse(exchange.body) as { access_token?: unknown }).access_token;
    return exchange.status === 200 && typeof token === 'string' ? token : undefined;
  } catch {
    return undefined;
  }
}

/** A member of a token answer that is a string, or undefined. */
export function memberOf(exchange: Exchange, name: string): string | undefined {
  try {
    const value = (JSON.parse(exchange.body) as Record<string, unknown>)[name];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `user` grants a code to a client. @param browser where the person signs in; a fresh one unless told */
export async function obtainGrant(
  deployment: Deployment,
  found: Discovered,
  user: TestUser,
  browser: Browser = deployment.browser(),
): Promise<Grant> {
  const clientId = await sharedClient(deployment, found, deployment.redirectUri);
  const request = authorizationRequest(found, clientId, deployment.redirectUri);
  const journey = await travel(deployment, request, user, browser);
  return { ...request, code: codeOf(journey, request, found) };
}

/** Buys a token with a fresh code: what checks about codes must see work first. Throws with the status where it doesn't. */
export async function redeemFreshCode(deployment: Deployment, found: Discovered, user: TestUser): Promise<void> {
  const exchange = await redeem(deployment, found, await obtainGrant(deployment, found, user));
  if (accessTokenOf(exchange) === undefined) throw new Error(`the token endpoint answers ${exchange.status}`);
}

/**
 * The whole flow without an MCP client. Where nobody signs in, the application asks in its own name.
 * @returns the access token that the client presents
 */
export async function obtainToken(deployment: Deployment, user: TestUser | undefined): Promise<string> {
  if (deployment.application) return deployment.application.token();
  if (!user) throw new NotTestable('the target names nobody who could get a token');
  const found = await discover(deployment);
  const exchange = await redeem(deployment, found, await obtainGrant(deployment, found, user));
  const token = accessTokenOf(exchange);
  ensure(token !== undefined, `the token endpoint answers ${exchange.status} without a token`, { exchange });
  return token;
}
