import { control, defineCheck, ensure } from '../check.ts';
import { discover } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { accessTokenOf, obtainGrant, redeem, redeemFreshCode } from '../flows/redeem.ts';

/** Presentations at the same moment: enough to meet the window between a lookup and a store. */
const together = 8;

/** Single use must hold when two presentations come at once, which is what a thief beside the client does. */
export const codeRace = defineCheck({
  id: 'code.race',
  title: 'Of several redemptions of one code at the same moment, one succeeds at most',
  requirements: ['oauth.code-single-use'],
  severity: 'medium',
  topologies: ['broker'],
  needs: ['users'],
  async run(deployment) {
    const user = firstUser(deployment);
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    await control('a code can be redeemed', () => redeemFreshCode(deployment, found, user));
    const grant = await obtainGrant(deployment, found, user);
    const atOnce = (code: string) =>
      Promise.all(Array.from({ length: together }, () => redeem(deployment, found, { ...grant, code })));
    // connections first: whoever has to shake hands comes too late to meet the others
    await atOnce('unknown');
    const answers = await atOnce(grant.code);
    const good = answers.filter((exchange) => accessTokenOf(exchange) !== undefined);
    const [, second] = good;
    ensure(second === undefined, `${good.length} of ${together} redemptions at the same moment got a token`, {
      ...(second && { exchange: second }),
    });
    const broken = answers.find(({ status }) => status >= 500);
    ensure(broken === undefined, `a redemption at the same moment answers ${broken?.status}`, {
      ...(broken && { exchange: broken }),
    });
  },
});
