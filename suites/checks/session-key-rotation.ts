import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import { post } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { openRenewableSession, renew } from '../flows/session.ts';

/** A rotation of the sealing key ends nobody's session; the next one ends those of the key before. */
export const sessionKeyRotation = defineCheck({
  id: 'session.key-rotation',
  title: 'Sessions outlive one rotation of the sealing key, and not two',
  requirements: ['session.key-rotation'],
  severity: 'medium',
  topologies: ['broker'],
  needs: ['users', 'inside'],
  async run(deployment) {
    const { inside } = deployment;
    if (!inside) throw new NotTestable('only the keys of a stack of the harness’s own can be rotated');
    const user = firstUser(deployment);
    const open = async () => {
      const session = await openRenewableSession(deployment, user);
      const { status } = await post(deployment, session.accessToken);
      if (status !== 200) throw new Error(`the MCP endpoint answers ${status} to a fresh session`);
      return session;
    };
    const first = await control('a session opens the server', open);
    await control('the key can be rotated', () => inside.rotateSessionKey());
    const kept = await post(deployment, first.accessToken);
    ensure(kept.status === 200, `after a rotation the sessions of before answer ${kept.status}`, { exchange: kept });
    const second = await open();
    ensure(
      second.accessToken.split('.')[0] !== first.accessToken.split('.')[0],
      'a rotation changes nothing that a token names',
      {
        exchange: second.answer,
      },
    );
    const renewed = await renew(deployment, first, first.refreshToken);
    ensure(renewed.status === 200, `after a rotation a session of before is renewed with ${renewed.status}`, {
      exchange: renewed,
    });

    await inside.rotateSessionKey();
    const ended = await post(deployment, first.accessToken);
    ensure(ended.status === 401, `after two rotations a token of the first key answers ${ended.status}, not 401`, {
      exchange: ended,
    });
    const overlapping = await post(deployment, second.accessToken);
    ensure(overlapping.status === 200, `a token of the key before answers ${overlapping.status}`, {
      exchange: overlapping,
    });
  },
});
