import { control, defineCheck, ensure } from '../check.ts';
import { post } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { accessTokenOf } from '../flows/redeem.ts';
import { openRenewableSession, renew } from '../flows/session.ts';

/** A refresh token lives for hours: where it opened the server, the short life of access tokens would mean nothing. */
export const tokensApart = defineCheck({
  id: 'session.tokens-apart',
  title: 'A refresh token does not open the server, and an access token cannot be renewed',
  requirements: ['session.tokens-apart'],
  severity: 'high',
  topologies: ['broker'],
  needs: ['users'],
  async run(deployment) {
    const session = await control('each token works in its own place', async () => {
      const opened = await openRenewableSession(deployment, firstUser(deployment));
      const { status } = await post(deployment, opened.accessToken);
      if (status !== 200) throw new Error(`the MCP endpoint answers ${status} to a fresh session`);
      return opened;
    });
    const opened = await post(deployment, session.refreshToken);
    ensure(opened.status === 401, `the server answers ${opened.status} to a refresh token, not 401`, {
      exchange: opened,
    });
    const renewed = await renew(deployment, session, session.accessToken);
    ensure(accessTokenOf(renewed) === undefined, 'an access token can be used as a refresh token', {
      exchange: renewed,
    });
    await control('the refresh token is good', async () => {
      const good = await renew(deployment, session, session.refreshToken);
      if (accessTokenOf(good) === undefined) throw new Error(`a renewal answers ${good.status}`);
    });
  },
});
