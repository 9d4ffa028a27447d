import { control, defineCheck, ensure } from '../check.ts';
import { firstMessage, messageHeaders, post } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { obtainToken } from '../flows/redeem.ts';

/** URLs end in logs and histories: a token that works there will be found there. */
export const tokenInQuery = defineCheck({
  id: 'token.in-query',
  title: 'A token in the URL or in the body opens nothing',
  requirements: ['token.header-only'],
  severity: 'medium',
  topologies: ['broker'],
  needs: ['users'],
  async run(deployment) {
    const token = await control('the token opens the server from the Authorization header', async () => {
      const fresh = await obtainToken(deployment, firstUser(deployment));
      const { status } = await post(deployment, fresh);
      if (status !== 200) throw new Error(`the MCP endpoint answers ${status} to a fresh session`);
      return fresh;
    });
    const url = new URL(deployment.url);
    url.searchParams.set('access_token', token);
    const inQuery = await deployment.http({
      method: 'POST',
      url: url.href,
      headers: messageHeaders,
      body: firstMessage,
    });
    ensure(inQuery.status === 401, `a token in the query answers ${inQuery.status}, not 401`, { exchange: inQuery });
    const inBody = await deployment.http({
      method: 'POST',
      url: deployment.url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: messageHeaders.accept },
      body: new URLSearchParams({ access_token: token }).toString(),
    });
    ensure(inBody.status === 401, `a token in the body answers ${inBody.status}, not 401`, { exchange: inBody });
  },
});
