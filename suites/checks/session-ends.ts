import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { post } from '../flows/discover.ts';
import { firstCaller } from '../flows/first-user.ts';
import { obtainToken } from '../flows/redeem.ts';

/** A day later the Entra token behind the session has expired: 401 at the gateway, not 200 with an error text. */
export const sessionEnds = defineCheck({
  id: 'session.ends-with-token',
  title: 'A session whose Entra token has expired ends with 401 at the gateway',
  requirements: ['session.ends-with-token'],
  severity: 'medium',
  topologies: ['broker', 'client-credentials', 'gateway-obo', 'direct'],
  needs: ['caller', 'inside'],
  async run(deployment) {
    const { inside } = deployment;
    if (!inside) throw new NotTestable('only the clocks of a stack of the harness’s own can be moved');
    const token = await control('a session opens the server', async () => {
      const fresh = await obtainToken(deployment, firstCaller(deployment));
      const { status } = await post(deployment, fresh);
      if (status !== 200) throw new Error(`the MCP endpoint answers ${status} to a fresh session`);
      return fresh;
    });
    const back = inside.advanceClock(86_400);
    try {
      const exchange = await post(deployment, token);
      ensure(exchange.status === 401, `a day later the session answers ${exchange.status}, not 401`, { exchange });
      ensure(headerValues(exchange, 'www-authenticate').length > 0, 'the 401 has no WWW-Authenticate', { exchange });
    } finally {
      back();
    }
  },
});
