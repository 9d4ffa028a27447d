import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import type { Journey } from '../deployment.ts';
import { authorizationRequest, codeOf, endOf, travel } from '../flows/authorize.ts';
import { discover } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { sharedClient } from '../flows/register.ts';
import { upstreamRequest } from '../flows/upstream.ts';

/**
 * Who consents and who signs in must be the same browser. Otherwise an attacker consents for a client of their own and
 * has the victim open the rest (CVE-2026-27124), and gets the victim's session.
 */
export const stateBound = defineCheck({
  id: 'state.bound',
  title: 'A sign-in that one browser began ends in no other browser, and only once',
  requirements: ['mcp.state'],
  severity: 'critical',
  topologies: ['broker'],
  needs: ['users'],
  async run(deployment) {
    const user = firstUser(deployment);
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    const clientId = await control('a client can register', () =>
      sharedClient(deployment, found, deployment.redirectUri),
    );
    const request = () => authorizationRequest(found, clientId, deployment.redirectUri);
    const gave = ({ redirect }: Journey): boolean => redirect?.searchParams.has('code') === true;

    const attacker = deployment.browser();
    const begun = request();
    const target = await control('a sign-in reaches the issuer', () =>
      upstreamRequest(deployment, begun, user, attacker),
    );
    const victim = deployment.browser();
    const stolen = await victim.travel(target.href, { user, redirectUri: deployment.redirectUri });
    const last = stolen.exchanges.at(-1);
    ensure(!gave(stolen), 'a sign-in that another browser began ends with a code', last ? { exchange: last } : {});
    ensure((last?.status ?? 0) < 500, `a foreign sign-in answers ${last?.status}`, last ? { exchange: last } : {});

    // the victim's own browser, with a sign-in of its own behind it, is still another browser
    const own = request();
    await control('the victim can sign in for themselves', async () => {
      codeOf(await travel(deployment, own, user, victim), own, found);
    });
    const again = await upstreamRequest(deployment, request(), user, attacker);
    const second = await victim.travel(again.href, { user, redirectUri: deployment.redirectUri });
    ensure(
      !gave(second),
      'a sign-in that another browser began ends with a code in a browser with a sign-in of its own',
      endOf(second),
    );

    const whole = request();
    const journey = await travel(deployment, whole, user, attacker);
    const callback = journey.exchanges.findLast(
      ({ url, method }) =>
        method === 'GET' && new URL(url).origin === new URL(whole.url).origin && new URL(url).searchParams.has('code'),
    );
    if (!callback) throw new NotTestable('the browser brings no code of the issuer back');
    const replay = await attacker.travel(callback.url, { user, redirectUri: deployment.redirectUri });
    ensure(replay.redirect === undefined, 'the issuer’s answer is taken a second time', endOf(replay));
  },
});
