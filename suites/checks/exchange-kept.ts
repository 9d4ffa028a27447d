import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import { post } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { forgeOf, insideOf } from '../flows/inside-of.ts';

const onBehalfOf = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** One exchange for one token of a caller: kept, never shared with another token, renewed before it expires. */
export const exchangeKept = defineCheck({
  id: 'exchange.kept',
  title: 'The exchanged token is kept for the caller’s token alone, and renewed before it expires',
  requirements: ['obo.cache'],
  severity: 'high',
  topologies: ['gateway-obo', 'direct'],
  needs: ['users', 'forge', 'inside'],
  async run(deployment) {
    const [forge, inside, user] = [forgeOf(deployment), insideOf(deployment), firstUser(deployment)];
    if (inside.exchanges === false) throw new NotTestable('the policies exchange no token on behalf of the user');
    /** How many exchanges a request brings about. */
    const exchangesOf = async (token: string) => {
      const before = inside.tokenRequests().length;
      const exchange = await post(deployment, token);
      const requests = inside.tokenRequests().slice(before);
      return { exchange, count: requests.filter(({ grantType }) => grantType === onBehalfOf).length };
    };
    const token = await forge.longLived(user);
    const first = await control('a token opens the server', async () => {
      const answer = await exchangesOf(token);
      if (answer.exchange.status !== 200) throw new Error(`the MCP endpoint answers ${answer.exchange.status}`);
      return answer;
    });
    ensure(first.count > 0, 'a token that was never seen before is not exchanged', {
      exchange: first.exchange,
      enforcedBy: ['cache-lookup-value'],
    });
    const again = await exchangesOf(token);
    ensure(again.count === 0, 'every request with the same token is another exchange', {
      exchange: again.exchange,
      enforcedBy: ['cache-store-value'],
    });
    const other = await exchangesOf(await forge.goodToken(user));
    ensure(other.count > 0, 'another sign-in of the same person gets what the first one was exchanged for', {
      exchange: other.exchange,
      enforcedBy: ['cache-lookup-value'],
    });
    // the caller's token lives a day, what it is exchanged for about an hour; the server's own clock stays where it is
    const back = inside.advanceClock(2 * 3600);
    try {
      const later = await exchangesOf(token);
      ensure(later.count > 0, 'the exchanged token is used after it has expired', {
        exchange: later.exchange,
        enforcedBy: ['cache-store-value'],
      });
    } finally {
      back();
    }
  },
});
