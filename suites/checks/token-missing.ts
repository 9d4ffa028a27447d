import { control, defineCheck, ensure } from '../check.ts';
import { firstMessage, messageHeaders } from '../flows/discover.ts';
import { firstCaller } from '../flows/first-user.ts';
import { obtainToken } from '../flows/redeem.ts';

/** Nobody gets in without a token, with any method, nor with one that is where tokens must not be. */
export const tokenMissing = defineCheck({
  id: 'token.missing',
  title: 'Without a token in the Authorization header every method gets 401, a token in the URL included',
  requirements: ['token.header-only'],
  severity: 'critical',
  topologies: ['broker', 'client-credentials', 'gateway-obo', 'direct'],
  needs: ['caller'],
  async run(deployment) {
    const token = await control('somebody gets a token', () => obtainToken(deployment, firstCaller(deployment)));
    const ways = ['POST', 'GET', 'DELETE'].flatMap((method) => [
      { what: `${method} without a token`, method, url: deployment.url },
      { what: `${method} with the token in the URL`, method, url: `${deployment.url}?access_token=${token}` },
    ]);
    for (const { what, method, url } of ways) {
      const exchange = await deployment.http({
        method,
        url,
        headers: messageHeaders,
        ...(method === 'POST' && { body: firstMessage }),
      });
      ensure(exchange.status === 401, `${what} answers ${exchange.status}, not 401`, { exchange });
    }
  },
});
