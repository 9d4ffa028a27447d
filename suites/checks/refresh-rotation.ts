import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import { post } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { accessTokenOf, memberOf } from '../flows/redeem.ts';
import { sharedClient } from '../flows/register.ts';
import { openRenewableSession, renew } from '../flows/session.ts';

/** Longest time, in seconds, for which renewals of one client may overlap. */
const leeway = 60;

/** Each renewal replaces the refresh token; one that comes again was stolen, and ends the session for both. */
export const refreshRotation = defineCheck({
  id: 'refresh.rotation',
  title:
    'A refresh token is replaced at each use, is its client’s alone, and ends the session when it is used again a minute later',
  requirements: ['oauth.refresh'],
  severity: 'high',
  topologies: ['broker'],
  needs: ['users', 'inside'],
  async run(deployment) {
    const { inside } = deployment;
    if (!inside) throw new NotTestable('reuse counts after a leeway, which passes only where clocks can be moved');
    const user = firstUser(deployment);
    const session = await control('a client that asks for it gets a refresh token', () =>
      openRenewableSession(deployment, user),
    );
    const other = await sharedClient(deployment, session.found, 'https://other.client.example/callback');
    const foreign = await renew(deployment, session, session.refreshToken, { client_id: other });
    ensure(accessTokenOf(foreign) === undefined, 'another client can use a refresh token', { exchange: foreign });

    const renewed = await renew(deployment, session, session.refreshToken);
    const token = accessTokenOf(renewed);
    ensure(token !== undefined, `a renewal answers ${renewed.status} without a token`, { exchange: renewed });
    const opened = await post(deployment, token);
    ensure(opened.status === 200, `a renewed session answers ${opened.status}`, { exchange: opened });
    const next = memberOf(renewed, 'refresh_token');
    ensure(next !== undefined && next !== session.refreshToken, 'a renewal does not replace the refresh token', {
      exchange: renewed,
    });

    const back = inside.advanceClock(leeway + 1);
    try {
      const reused = await renew(deployment, session, session.refreshToken);
      ensure(accessTokenOf(reused) === undefined, 'a refresh token can be used twice', { exchange: reused });
      ensure(reused.body.includes('"invalid_grant"'), 'a used refresh token is not refused as invalid_grant', {
        exchange: reused,
      });
      const both = await Promise.all([post(deployment, token), renew(deployment, session, next)]);
      const alive = both.find(({ status }) => status === 200);
      ensure(alive === undefined, 'after its refresh token was used twice the session goes on', {
        ...(alive && { exchange: alive }),
      });
    } finally {
      back();
    }
  },
});
