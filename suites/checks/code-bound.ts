import { control, defineCheck, ensure } from '../check.ts';
import { discover } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { accessTokenOf, obtainGrant, redeem, redeemFreshCode } from '../flows/redeem.ts';
import { sharedClient } from '../flows/register.ts';

/** A code is for the client and the redirect URI of its request. */
export const codeBound = defineCheck({
  id: 'code.bound',
  title: 'A code is redeemed only by the client, and for the redirect URI, that it was issued to',
  requirements: ['oauth.code-bound'],
  severity: 'high',
  topologies: ['broker'],
  needs: ['users'],
  async run(deployment) {
    const user = firstUser(deployment);
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    await control('a code can be redeemed', () => redeemFreshCode(deployment, found, user));
    const other = await control('another client can register', () =>
      sharedClient(deployment, found, 'https://other.client.example/callback'),
    );
    const attempts: Record<string, Record<string, string | undefined>> = {
      'another client': { client_id: other },
      'no client': { client_id: undefined },
      'another redirect URI': { redirect_uri: 'https://other.client.example/callback' },
      'no redirect URI': { redirect_uri: undefined },
    };
    for (const [what, changes] of Object.entries(attempts)) {
      const exchange = await redeem(deployment, found, await obtainGrant(deployment, found, user), changes);
      ensure(accessTokenOf(exchange) === undefined, `a code is redeemed with ${what}`, { exchange });
      ensure(exchange.status === 400 || exchange.status === 401, `redeeming with ${what} answers ${exchange.status}`, {
        exchange,
      });
    }
  },
});
