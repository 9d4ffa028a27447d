/** The common shape of the four checks on bad tokens: at the redemption, and straight at the server. */
import { control, ensure, NotTestable } from '../check.ts';
import type { BadToken, Deployment, Exchange, Forge, Inside, TestUser } from '../deployment.ts';
import { authorizationRequest, codeOf, travel } from './authorize.ts';
import { discover, firstMessage, messageHeaders } from './discover.ts';
import { firstUser } from './first-user.ts';
import { accessTokenOf, obtainGrant, redeem } from './redeem.ts';
import { sharedClient } from './register.ts';

function parts(deployment: Deployment): { forge: Forge; inside: Inside; user: TestUser } {
  const { forge, inside } = deployment;
  if (!forge || !inside) throw new NotTestable('only a stack of the harness’s own can be given forged tokens');
  return { forge, inside, user: firstUser(deployment) };
}

function toServer(inside: Inside, token: string): Promise<Exchange> {
  return inside.serverHttp({
    method: 'POST',
    url: inside.serverUrl,
    headers: { ...messageHeaders, authorization: `Bearer ${token}` },
    body: firstMessage,
  });
}

/**
 * The issuer is made to answer a redemption with a bad token: no code and no session may come of it.
 * @param enforcedBy policy elements that could have noticed
 */
export async function gatewayRefuses(deployment: Deployment, kind: BadToken): Promise<void> {
  const { forge, inside, user } = parts(deployment);
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
    const evidence = {
      ...(last && { exchange: last }),
      enforcedBy: ['validate-azure-ad-token', 'validate-jwt'],
    };
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

/** The server behind the gateway refuses the same token when it is sent there directly. */
export async function serverRefuses(deployment: Deployment, kind: BadToken): Promise<void> {
  const { forge, inside, user } = parts(deployment);
  await control('the server accepts a good token', async () => {
    const { status } = await toServer(inside, await forge.goodToken(user));
    if (status !== 200) throw new Error(`the server answers ${status} to a good token`);
  });
  const exchange = await toServer(inside, await forge.token(kind, user));
  ensure(exchange.status === 401, `the server behind the gateway answers ${exchange.status} to a ${kind} token`, {});
}
