/** A session from sign-in to renewal, without an MCP client. */
import { ensure } from '../check.ts';
import type { Deployment, Exchange, TestUser } from '../deployment.ts';
import type { Grant } from './authorize.ts';
import { type Discovered, discover } from './discover.ts';
import { jsonBody } from './json-body.ts';
import { accessTokenOf, memberOf, obtainGrant, redeem } from './redeem.ts';

/** What a client holds after a sign-in. */
export interface Session {
  readonly found: Discovered;
  readonly grant: Grant;
  /** The token answer. */
  readonly answer: Exchange;
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** Seconds that the access token lives, as the answer says. */
  readonly expiresIn: number | undefined;
}

/** Tokens of a good token answer. @throws CheckFailure for any other */
function sessionOf(found: Discovered, grant: Grant, answer: Exchange): Session {
  const accessToken = accessTokenOf(answer);
  ensure(accessToken !== undefined, `the token endpoint answers ${answer.status} without a token`, {
    exchange: answer,
  });
  const { expires_in } = jsonBody(answer);
  return {
    found,
    grant,
    answer,
    accessToken,
    refreshToken: memberOf(answer, 'refresh_token'),
    expiresIn: typeof expires_in === 'number' ? expires_in : undefined,
  };
}

/** `user` signs in and the client redeems the code. */
export async function openSession(deployment: Deployment, user: TestUser): Promise<Session> {
  const found = await discover(deployment);
  const grant = await obtainGrant(deployment, found, user);
  return sessionOf(found, grant, await redeem(deployment, found, grant));
}

/** A session with a refresh token. @throws Error when it has none: a positive control then */
export async function openRenewableSession(
  deployment: Deployment,
  user: TestUser,
): Promise<Session & { readonly refreshToken: string }> {
  const session = await openSession(deployment, user);
  const { refreshToken } = session;
  if (refreshToken === undefined) throw new Error('the token endpoint gives no refresh token');
  return { ...session, refreshToken };
}

/** Posts a form to an endpoint of the authorization server. */
export function postForm(
  deployment: Deployment,
  url: string,
  fields: Readonly<Record<string, string>>,
): Promise<Exchange> {
  return deployment.http({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(fields).toString(),
  });
}

/** Asks for new tokens. @param overrides fields to replace */
export function renew(
  deployment: Deployment,
  { found, grant }: Pick<Session, 'found' | 'grant'>,
  refreshToken: string,
  overrides: Readonly<Record<string, string>> = {},
): Promise<Exchange> {
  return postForm(deployment, found.tokenEndpoint, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: grant.clientId,
    resource: found.resource,
    ...overrides,
  });
}
