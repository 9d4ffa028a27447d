import { control, defineCheck, ensure } from '../check.ts';
import { discover } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { accessTokenOf, obtainGrant, redeem } from '../flows/redeem.ts';

/** A code buys one token. */
export const codeSingleUse = defineCheck({
  id: 'code.single-use',
  title: 'An authorization code can be redeemed once',
  requirements: ['oauth.code-single-use'],
  severity: 'high',
  topologies: ['broker'],
  needs: ['users'],
  async run(deployment) {
    const user = firstUser(deployment);
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    const grant = await control('a code is granted', () => obtainGrant(deployment, found, user));
    await control('the code can be redeemed', async () => {
      const first = await redeem(deployment, found, grant);
      if (accessTokenOf(first) === undefined) throw new Error(`the token endpoint answers ${first.status}`);
    });
    const exchange = await redeem(deployment, found, grant);
    const evidence = { exchange, enforcedBy: ['cache-remove-value'] };
    ensure(accessTokenOf(exchange) === undefined, 'the same code bought a second token', evidence);
    ensure(exchange.status === 400, `the second redemption answers ${exchange.status}, not 400`, evidence);
    ensure(
      exchange.body.includes('"invalid_grant"'),
      'the second redemption is not refused as invalid_grant',
      evidence,
    );
  },
});
