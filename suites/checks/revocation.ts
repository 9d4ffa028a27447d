import { control, defineCheck, ensure } from '../check.ts';
import { post } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { accessTokenOf } from '../flows/redeem.ts';
import { sharedClient } from '../flows/register.ts';
import { openRenewableSession, postForm, renew } from '../flows/session.ts';

/** Whoever signs out is signed out: at once, and altogether. */
export const revocation = defineCheck({
  id: 'session.revocation',
  title: 'Revoking either token ends the session at once, for its own client only, and unknown tokens are no error',
  requirements: ['oauth.revocation'],
  severity: 'medium',
  topologies: ['broker'],
  needs: ['users'],
  async run(deployment) {
    const user = firstUser(deployment);
    for (const kind of ['refreshToken', 'accessToken'] as const) {
      const session = await control('a session can be renewed', () => openRenewableSession(deployment, user));
      const endpoint = session.found.revocationEndpoint;
      ensure(endpoint !== undefined, 'the metadata names no revocation_endpoint');
      const revoke = (token: string, clientId: string) =>
        postForm(deployment, endpoint, { token, client_id: clientId, token_type_hint: 'refresh_token' });

      const unknown = await revoke('not-a-token', session.grant.clientId);
      ensure(unknown.status === 200, `revoking an unknown token answers ${unknown.status}, not 200`, {
        exchange: unknown,
      });
      const other = await sharedClient(deployment, session.found, 'https://other.client.example/callback');
      await revoke(session[kind], other);
      const kept = await post(deployment, session.accessToken);
      ensure(kept.status === 200, 'another client can revoke a session', { exchange: kept });

      const exchange = await revoke(session[kind], session.grant.clientId);
      ensure(exchange.status === 200, `revocation answers ${exchange.status}, not 200`, { exchange });
      const ended = await post(deployment, session.accessToken);
      ensure(ended.status === 401, `after revocation the session answers ${ended.status}, not 401`, {
        exchange: ended,
      });
      const renewed = await renew(deployment, session, session.refreshToken);
      ensure(accessTokenOf(renewed) === undefined, 'a revoked session can be renewed', { exchange: renewed });
    }
  },
});
