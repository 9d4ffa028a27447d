import { control, defineCheck, ensure } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { authorizationRequest } from '../flows/authorize.ts';
import { discover } from '../flows/discover.ts';
import { sharedClient } from '../flows/register.ts';

/** Without PKCE a code belongs to whoever sees it; `plain` shows the verifier to whoever sees the request. */
export const pkceRequired = defineCheck({
  id: 'pkce.s256-only',
  title: 'An authorization request without PKCE, or with the method plain, is refused',
  requirements: ['oauth.pkce.s256'],
  severity: 'high',
  topologies: ['broker'],
  needs: [],
  async run(deployment) {
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    const clientId = await control('a client can register', () =>
      sharedClient(deployment, found, deployment.redirectUri),
    );
    const ask = (changes: Record<string, string | undefined>) =>
      deployment.http({ url: authorizationRequest(found, clientId, deployment.redirectUri, changes).url });
    await control('a request with S256 is accepted', async () => {
      const exchange = await ask({});
      const refused = headerValues(exchange, 'location').some((location) => /[?&]error=/.test(location));
      if (exchange.status >= 400 || refused) throw new Error(`the authorization endpoint answers ${exchange.status}`);
    });
    const requests: Record<string, Record<string, string | undefined>> = {
      'without a challenge': { code_challenge: undefined, code_challenge_method: undefined },
      'with a method and no challenge': { code_challenge: undefined },
      'with an empty challenge': { code_challenge: '' },
      'with a challenge and no method, which means plain,': { code_challenge_method: undefined },
      'with the method plain': { code_challenge_method: 'plain' },
      'with a method that does not exist': { code_challenge_method: 's512' },
      'with a challenge that S256 cannot give': { code_challenge: 'abc' },
    };
    for (const [what, changes] of Object.entries(requests)) {
      const exchange = await ask(changes);
      const told = headerValues(exchange, 'location').map((location) =>
        new URL(location, exchange.url).searchParams.get('error'),
      );
      const refused =
        exchange.status >= 400 ? exchange.status < 500 : told.some((error) => error === 'invalid_request');
      ensure(refused, `a request ${what} is not refused`, { exchange });
    }
  },
});
