import { control, defineCheck, ensure } from '../check.ts';
import { newVerifier } from '../flows/authorize.ts';
import { discover } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { accessTokenOf, obtainGrant, redeem, redeemFreshCode } from '../flows/redeem.ts';

/** A stolen code is worthless without the verifier. */
export const pkceVerifier = defineCheck({
  id: 'pkce.verifier',
  title: 'A wrong, empty or missing PKCE verifier buys no token',
  requirements: ['oauth.pkce'],
  severity: 'high',
  topologies: ['broker'],
  needs: ['users'],
  async run(deployment) {
    const user = firstUser(deployment);
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    await control('the right verifier buys a token', () => redeemFreshCode(deployment, found, user));
    const wrong: Record<string, string | undefined> = { wrong: newVerifier(), empty: '', missing: undefined };
    for (const [what, verifier] of Object.entries(wrong)) {
      const grant = await obtainGrant(deployment, found, user);
      const exchange = await redeem(deployment, found, grant, { code_verifier: verifier });
      ensure(accessTokenOf(exchange) === undefined, `a ${what} code_verifier bought a token`, { exchange });
      ensure(exchange.status === 400, `a ${what} code_verifier answers ${exchange.status}, not 400`, { exchange });
    }
  },
});
