import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { discover } from '../flows/discover.ts';
import { postForm } from '../flows/session.ts';

/** More than any limit that still is one. */
const most = 600;
/** A longer time than limits count over. */
const later = 3600;

/** Whoever has no key and no token can still cost something: the authorization server is anonymous by nature. */
export const limitsAnonymous = defineCheck({
  id: 'limits.anonymous',
  title: 'Callers without any key are limited at the token endpoint, are told for how long, and are let in again',
  requirements: ['limits.anonymous'],
  severity: 'medium',
  topologies: ['broker'],
  needs: ['inside'],
  meetsLimits: true,
  async run(deployment) {
    const { inside } = deployment;
    if (!inside)
      throw new NotTestable('a limit is tried out only where it can be waited for: on a stack of the harness’s own');
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    const ask = () => postForm(deployment, found.tokenEndpoint, { grant_type: 'authorization_code', code: 'x' });
    await control('the token endpoint answers', async () => {
      const { status } = await ask();
      if (status !== 400) throw new Error(`it answers ${status} to an incomplete request`);
    });
    let refused = await ask();
    for (let count = 0; count < most && refused.status !== 429; count += 20) {
      const answers = await Promise.all(Array.from({ length: 20 }, ask));
      refused = answers.find(({ status }) => status === 429) ?? refused;
    }
    const back = inside.advanceClock(later);
    try {
      const again = await ask();
      ensure(refused.status === 429, `${most} anonymous requests in a row are all answered`, { exchange: refused });
      ensure(headerValues(refused, 'retry-after').length > 0, 'a limited caller is not told when to come back', {
        exchange: refused,
      });
      ensure(again.status === 400, `an hour later a caller who was limited gets ${again.status}`, { exchange: again });
    } finally {
      back();
    }
  },
});
