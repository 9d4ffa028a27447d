import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import { post } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { accessTokenOf } from '../flows/redeem.ts';
import { openRenewableSession, renew } from '../flows/session.ts';

/** Longest time, in seconds, after which a person who left must be out. */
const longest = 3600;

/** `expires_in` is the promise: after it, who was disabled is out. */
export const disabledUser = defineCheck({
  id: 'session.disabled-user',
  title: 'The session of a disabled person ends within the declared lifetime of its token, an hour at most',
  requirements: ['session.disabled-user'],
  severity: 'high',
  topologies: ['broker'],
  needs: ['users', 'inside'],
  async run(deployment) {
    const { inside } = deployment;
    if (!inside) throw new NotTestable('only in a directory of the harness’s own can somebody be disabled');
    const user = firstUser(deployment);
    const session = await control('a session opens the server', async () => {
      const opened = await openRenewableSession(deployment, user);
      const { status } = await post(deployment, opened.accessToken);
      if (status !== 200) throw new Error(`the MCP endpoint answers ${status} to a fresh session`);
      return opened;
    });
    const { expiresIn, answer } = session;
    ensure(expiresIn !== undefined, 'the token answer declares no expires_in', { exchange: answer });
    ensure(expiresIn <= longest, `an access token lives ${expiresIn} seconds`, { exchange: answer });
    const enable = inside.disableUser(user);
    const back = inside.advanceClock(expiresIn + 1);
    try {
      const exchange = await post(deployment, session.accessToken);
      ensure(
        exchange.status === 401,
        `${expiresIn} seconds later the session of a disabled person answers ${exchange.status}`,
        { exchange },
      );
      const renewed = await renew(deployment, session, session.refreshToken);
      ensure(accessTokenOf(renewed) === undefined, 'the session of a disabled person can be renewed', {
        exchange: renewed,
      });
      ensure(renewed.status < 500, `the renewal for a disabled person answers ${renewed.status}`, {
        exchange: renewed,
      });
    } finally {
      back();
      enable();
    }
  },
});
