import { randomUUID } from 'node:crypto';
import { control, defineCheck, ensure } from '../check.ts';
import { firstMessage, messageHeaders } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { sentOnDuring } from '../flows/inside-of.ts';
import { obtainToken } from '../flows/redeem.ts';
import { isForGraph } from '../flows/token-claims.ts';

/** The header that brings Graph's token to the server is the gateway's alone to fill. */
export const graphHeader = defineCheck({
  id: 'graph-token.header',
  title: 'The header with the token for Graph is taken from no client, and is not Authorization',
  requirements: ['obo.graph-token'],
  severity: 'critical',
  topologies: ['gateway-obo'],
  needs: ['users', 'inside'],
  async run(deployment) {
    const token = await control('somebody gets a token', () => obtainToken(deployment, firstUser(deployment)));
    const ask = (headers: Readonly<Record<string, string>>) =>
      deployment.http({
        method: 'POST',
        url: deployment.url,
        headers: { ...messageHeaders, authorization: `Bearer ${token}`, ...headers },
        body: firstMessage,
      });
    let id = '';
    const first = await sentOnDuring(deployment, async () => {
      ({ id } = await ask({}));
    });
    const carrier = await control('the server gets a token for Graph', async () => {
      const all = first.flatMap(({ headers }) => headers);
      const found = all.find(([, value]) => isForGraph(value.replace(/^Bearer /i, '')));
      if (!found) throw new Error('no header carries one');
      return found[0];
    });
    ensure(carrier.toLowerCase() !== 'authorization', 'the token for Graph is what the server knows its caller by', {
      exchange: { id },
      header: carrier,
      enforcedBy: ['set-header', 'authentication-managed-identity'],
      forwarded: true,
    });
    const mark = randomUUID();
    const sent = await sentOnDuring(deployment, async () => {
      ({ id } = await ask({ [carrier]: mark }));
    });
    const passed = sent.some(({ headers }) => headers.some(([, value]) => value.includes(mark)));
    ensure(!passed, `what a client puts into ${carrier} reaches the server`, {
      exchange: { id },
      enforcedBy: ['set-header'],
      forwarded: true,
    });
  },
});
