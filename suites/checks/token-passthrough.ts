import { control, defineCheck, ensure } from '../check.ts';
import { post } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { sentOnDuring } from '../flows/inside-of.ts';
import { obtainToken } from '../flows/redeem.ts';

/** The server behind the gateway gets a credential of its own, never the one that the client was given. */
export const tokenPassthrough = defineCheck({
  id: 'token.passthrough',
  title: 'The client’s own token goes no further than the gateway',
  requirements: ['token.no-passthrough'],
  severity: 'high',
  topologies: ['broker', 'gateway-obo', 'direct'],
  needs: ['users', 'inside'],
  async run(deployment) {
    const token = await control('somebody gets a token', () => obtainToken(deployment, firstUser(deployment)));
    let id = '';
    const requests = await sentOnDuring(deployment, async () => {
      const exchange = await control('the token opens the server', async () => {
        const answer = await post(deployment, token);
        if (answer.status !== 200) throw new Error(`the MCP endpoint answers ${answer.status}`);
        return answer;
      });
      ({ id } = exchange);
    });
    const carrier = requests.flatMap(({ headers }) => headers.filter(([, value]) => value.includes(token)))[0]?.[0];
    ensure(carrier === undefined, `the client’s token reaches the server in ${carrier}`, {
      exchange: { id },
      enforcedBy: ['set-header', 'authentication-managed-identity'],
      forwarded: true,
    });
    const authorized = requests.every(({ headers }) =>
      headers.some(([name]) => name.toLowerCase() === 'authorization'),
    );
    ensure(authorized, 'the server is called without any credential', { exchange: { id } });
  },
});
