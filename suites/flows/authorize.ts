/** The front channel: from the authorization request to the answer at the client's redirect URI. */
import { createHash, randomBytes } from 'node:crypto';
import { type Evidence, ensure } from '../check.ts';
import type { Browser, Deployment, Journey, TestUser } from '../deployment.ts';
import type { Discovered } from './discover.ts';

/** An authorization request and the secrets that only its client knows. */
export interface AuthorizationRequest {
  readonly url: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly verifier: string;
}

/** A granted code, ready to be redeemed. */
export interface Grant extends AuthorizationRequest {
  readonly code: string;
}

/** A fresh PKCE verifier (RFC 7636, 4.1). */
export function newVerifier(): string {
  return randomBytes(32).toString('base64url');
}

/** Builds an authorization request. @param overrides parameters to replace, or to leave out when undefined */
export function authorizationRequest(
  found: Discovered,
  clientId: string,
  redirectUri: string,
  overrides: Readonly<Record<string, string | undefined>> = {},
): AuthorizationRequest {
  const state = randomBytes(16).toString('base64url');
  const verifier = newVerifier();
  const parameters: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state,
    resource: found.resource,
    ...(found.scopes.length > 0 && { scope: found.scopes.join(' ') }),
    ...overrides,
  };
  const url = new URL(found.authorizationEndpoint);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return { url: url.href, clientId, redirectUri, state, verifier };
}

/** The person signs in and allows it. @returns how it ended, good or bad */
export function travel(
  deployment: Deployment,
  request: AuthorizationRequest,
  user: TestUser,
  browser: Browser = deployment.browser(),
): Promise<Journey> {
  return browser.travel(request.url, { user, redirectUri: request.redirectUri });
}

/** How a journey ended, as evidence. */
export function endOf({ exchanges }: Journey): Evidence {
  const last = exchanges.at(-1);
  return last ? { exchange: last } : {};
}

/** The code at the end of a journey, with state and issuer compared as a client must. */
export function codeOf(journey: Journey, request: AuthorizationRequest, found: Discovered): string {
  const evidence = endOf(journey);
  ensure(journey.redirect !== undefined, 'the sign-in ended on a page instead of at the redirect URI', evidence);
  const answer = journey.redirect.searchParams;
  const error = answer.get('error');
  ensure(error === null, `the sign-in ended with error=${error} (${answer.get('error_description') ?? ''})`, evidence);
  ensure(answer.get('state') === request.state, 'state does not come back as it was sent', evidence);
  const issuer = answer.get('iss');
  ensure(issuer === null || issuer === found.issuer, 'iss names another issuer', evidence);
  const code = answer.get('code');
  ensure(code !== null, 'the redirect carries no code', evidence);
  return code;
}
