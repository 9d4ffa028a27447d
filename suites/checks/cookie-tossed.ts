import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import { type Exchange, headerValues } from '../deployment.ts';
import { authorizationRequest, endOf, travel } from '../flows/authorize.ts';
import { discover } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { sharedClient } from '../flows/register.ts';
import { upstreamRequest } from '../flows/upstream.ts';

/**
 * What ties a sign-in to a browser must not be for neighbours to set. A host beside the gateway's can give a browser any
 * cookie for the whole domain, but none whose name begins with __Host-; unless the gateway finds one in the value of another.
 */
export const cookieTossed = defineCheck({
  id: 'state.cookie-tossed',
  title: 'No cookie that a neighbouring host can set makes a browser the one that began a sign-in',
  requirements: ['mcp.state'],
  severity: 'high',
  topologies: ['broker'],
  needs: ['users'],
  async run(deployment) {
    const user = firstUser(deployment);
    const { redirectUri } = deployment;
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    const clientId = await control('a client can register', () => sharedClient(deployment, found, redirectUri));
    const request = () => authorizationRequest(found, clientId, redirectUri);
    const own = new URL(found.authorizationEndpoint).origin;

    const attacker = deployment.browser();
    const journey = await travel(deployment, request(), user, attacker);
    const callback = journey.exchanges.findLast(
      ({ url }) => new URL(url).origin === own && new URL(url).searchParams.has('code'),
    );
    if (!callback) throw new NotTestable('the browser brings no code of the issuer back');
    const sent = callback.requestHeaders.find(([name]) => name.toLowerCase() === 'cookie')?.[1] ?? '';
    const protectedOnes = sent.split('; ').filter((cookie) => cookie.startsWith('__Host-'));

    /** The attacker consents, the victim signs in, and the victim's browser comes back with `cookie`. */
    async function comeBackWith(cookie: string): Promise<Exchange> {
      const target = await upstreamRequest(deployment, request(), user, attacker);
      const { origin, pathname } = new URL(callback?.url ?? '');
      const victim = await deployment.browser().travel(target.href, { user, redirectUri: `${origin}${pathname}` });
      if (!victim.redirect) throw new NotTestable('the issuer sends nobody back');
      return deployment.http({ url: victim.redirect.href, headers: { cookie } });
    }
    const gave = (exchange: Exchange): boolean =>
      headerValues(exchange, 'location').some(
        (location) => location.startsWith(redirectUri) && new URL(location).searchParams.has('code'),
      );

    await control('the browser that began comes back with its cookies', async () => {
      if (!gave(await comeBackWith(sent))) throw new Error('it gets no code');
    });
    const guarded = await comeBackWith(protectedOnes.join('; '));
    ensure(gave(guarded), 'what ties a sign-in to a browser is a cookie without the prefix __Host-', endOf(journey));
    for (const [what, cookie] of [
      ['in the value of another', `theme=dark,${protectedOnes.join(',')}`],
      [
        'beside one of its own',
        `${protectedOnes.map((one) => `${one.split('=')[0]}=${'0'.repeat(64)}`).join('; ')}; ${sent}`,
      ],
    ] as const) {
      const tossed = await comeBackWith(cookie);
      ensure(!gave(tossed), `a browser that was given the cookie ${what} counts as the one that began`, {
        exchange: tossed,
      });
      ensure(tossed.status < 500, `a cookie ${what} answers ${tossed.status}`, { exchange: tossed });
    }
  },
});
