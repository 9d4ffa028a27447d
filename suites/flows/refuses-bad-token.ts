/**
 * The common shape of the checks on bad tokens: at the gateway, where callers present them or, in a broker, where a code is
 * redeemed for them; and straight at the server.
 */
import { control, ensure, NotTestable } from '../check.ts';
import { type BadToken, type Deployment, type Exchange, headerValues, type Inside } from '../deployment.ts';
import { authorizationRequest, codeOf, travel } from './authorize.ts';
import { discover, firstMessage, messageHeaders, post } from './discover.ts';
import { firstCaller, firstUser } from './first-user.ts';
import { forgeOf, insideOf } from './inside-of.ts';
import { accessTokenOf, obtainGrant, redeem } from './redeem.ts';
import { sharedClient } from './register.ts';

/** Policy elements that could have noticed. */
const enforcedBy = ['validate-azure-ad-token', 'validate-jwt'];

function toServer(inside: Inside, token: string): Promise<Exchange> {
  return inside.serverHttp({
    method: 'POST',
    url: inside.serverUrl,
    headers: { ...messageHeaders, authorization: `Bearer ${token}` },
    body: firstMessage,
  });
}

/**
 * A bad token does not get past the gateway.
 * @param expected statuses that are a refusal: 401 for a token that is not valid, 403 for one that may not
 */
export async function gatewayRefuses(
  deployment: Deployment,
  kind: BadToken,
  expected: readonly number[] = [401],
): Promise<void> {
  const presents = deployment.clientId !== undefined || deployment.application !== undefined;
  await (presents ? presentedIsRefused(deployment, kind, expected) : redeemedIsRefused(deployment, kind));
}

/** A caller presents the token itself. */
async function presentedIsRefused(deployment: Deployment, kind: BadToken, expected: readonly number[]): Promise<void> {
  const forge = forgeOf(deployment);
  const caller = firstCaller(deployment);
  await control('a good token in the same place opens the server', async () => {
    const { status } = await post(deployment, await forge.goodToken(caller));
    if (status !== 200) throw new Error(`the MCP endpoint answers ${status} to a good token`);
  });
  const { inside } = deployment;
  const token = await forge.token(kind, caller);
  const before = { server: inside?.serverRequests().length, issuer: inside?.tokenRequests().length };
  const exchange = await post(deployment, token);
  const evidence = { exchange, enforcedBy };
  const { status } = exchange;
  ensure(
    expected.includes(status),
    `a token that is ${kind} answers ${status}, not ${expected.join(' or ')}`,
    evidence,
  );
  const challenged = headerValues(exchange, 'www-authenticate').some((value) => /^Bearer\b/i.test(value));
  ensure(challenged, `the ${status} to a token that is ${kind} has no Bearer challenge`, evidence);
  // that others refuse it too is their merit
  const past = before.server !== inside?.serverRequests().length || before.issuer !== inside?.tokenRequests().length;
  ensure(!past, `the gateway lets a token that is ${kind} past and leaves the refusal to others`, evidence);
}

/** The issuer is made to answer a redemption with a bad token: no code and no session may come of it. */
async function redeemedIsRefused(deployment: Deployment, kind: BadToken): Promise<void> {
  const [forge, inside, user] = [forgeOf(deployment), insideOf(deployment), firstUser(deployment)];
  const found = await control('discovery leads to the authorization server', () => discover(deployment));
  await control('a good token in the same place leads to a session', async () => {
    const takeBack = inside.answerNextRedemption(await forge.goodToken(user));
    try {
      const token = accessTokenOf(await redeem(deployment, found, await obtainGrant(deployment, found, user)));
      if (token === undefined) throw new Error('the token endpoint gives no token');
    } finally {
      takeBack();
    }
  });

  const clientId = await sharedClient(deployment, found, deployment.redirectUri);
  const request = authorizationRequest(found, clientId, deployment.redirectUri);
  const takeBack = inside.answerNextRedemption(await forge.token(kind, user));
  const before = inside.tokenRequests().length;
  try {
    const journey = await travel(deployment, request, user);
    if (inside.tokenRequests().length === before) throw new NotTestable('the gateway redeemed no code');
    const last = journey.exchanges.at(-1);
    const evidence = { ...(last && { exchange: last }), enforcedBy };
    const refused = journey.redirect === undefined || journey.redirect.searchParams.has('error');
    if (!refused) {
      const code = codeOf(journey, request, found);
      const token = accessTokenOf(await redeem(deployment, found, { ...request, code }));
      ensure(false, `a session ${token ? 'came' : 'could come'} to exist on a token that is ${kind}`, evidence);
    }
    ensure((last?.status ?? 500) < 500, `a ${kind} token ends in ${last?.status}, not in a refusal`, evidence);
  } finally {
    takeBack();
  }
}

/** The server behind the gateway refuses the same token when it is sent there directly. Stubs refuse nobody. */
export async function serverRefuses(
  deployment: Deployment,
  kind: BadToken,
  expected: readonly number[] = [401],
): Promise<void> {
  const inside = insideOf(deployment);
  if (inside.serverIsStub) return;
  const { server } = forgeOf(deployment);
  const caller = firstCaller(deployment);
  await control('the server accepts a good token', async () => {
    const { status } = await toServer(inside, await server.goodToken(caller));
    if (status !== 200) throw new Error(`the server answers ${status} to a good token`);
  });
  const { status } = await toServer(inside, await server.token(kind, caller));
  ensure(expected.includes(status), `the server behind the gateway answers ${status} to a ${kind} token`, {});
}
