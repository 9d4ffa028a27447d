import { control, defineCheck, ensure } from '../check.ts';
import { post } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { redeem } from '../flows/redeem.ts';
import { openSession } from '../flows/session.ts';

/** A code that comes twice was stolen, and nobody can tell which presentation was the thief's. */
export const codeReplay = defineCheck({
  id: 'code.replay-ends-session',
  title: 'A code that is presented twice ends the session that it opened',
  requirements: ['oauth.code-replay'],
  severity: 'medium',
  topologies: ['broker'],
  needs: ['users'],
  async run(deployment) {
    const { found, grant, accessToken } = await control('a session opens the server', async () => {
      const session = await openSession(deployment, firstUser(deployment));
      const { status } = await post(deployment, session.accessToken);
      if (status !== 200) throw new Error(`the MCP endpoint answers ${status} to a fresh session`);
      return session;
    });
    await redeem(deployment, found, grant);
    const exchange = await post(deployment, accessToken);
    ensure(exchange.status === 401, `after a replay of its code the session answers ${exchange.status}, not 401`, {
      exchange,
    });
  },
});
