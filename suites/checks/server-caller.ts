import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import { firstMessage, messageHeaders, post } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { forgeOf, insideOf, sentOnDuring } from '../flows/inside-of.ts';
import { isForGraph } from '../flows/token-claims.ts';

/** A token for Graph tells the server nothing that it could verify: it wants the gateway's own, and no other's. */
export const serverCaller = defineCheck({
  id: 'server.caller',
  title: 'The server takes the gateway’s own token and nothing in its place, a token for Graph included',
  requirements: ['obo.server-caller'],
  severity: 'critical',
  topologies: ['gateway-obo'],
  needs: ['users', 'forge', 'inside'],
  async run(deployment) {
    const [forge, inside, user] = [forgeOf(deployment), insideOf(deployment), firstUser(deployment)];
    if (inside.serverIsStub) throw new NotTestable('the server behind the gateway is a stub, which lets everybody in');
    const knock = async (headers: Readonly<Record<string, string>>) =>
      (
        await inside.serverHttp({
          method: 'POST',
          url: inside.serverUrl,
          headers: { ...messageHeaders, ...headers },
          body: firstMessage,
        })
      ).status;
    await control('the server takes the gateway’s token', async () => {
      const status = await knock({ authorization: `Bearer ${await forge.server.goodToken()}` });
      if (status !== 200) throw new Error(`it answers ${status}`);
    });
    const requests = await sentOnDuring(deployment, async () => post(deployment, await forge.goodToken(user)));
    const all = requests.flatMap(({ headers }) => headers);
    const graph = all.find(([, value]) => isForGraph(value.replace(/^Bearer /i, '')));
    const token = (graph?.[1] ?? '').replace(/^Bearer /i, '');
    const ways: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ['a token for Graph as Authorization', { authorization: `Bearer ${token}` }],
      ['a token for Graph alone', { [graph?.[0] ?? 'x-graph-token']: token }],
      ['another application’s token', { authorization: `Bearer ${await forge.server.token('foreign-client')}` }],
      ['the caller’s own token', { authorization: `Bearer ${await forge.goodToken(user)}` }],
    ];
    for (const [what, headers] of ways) {
      const status = await knock(headers);
      ensure(status === 401 || status === 403, `the server answers ${status} to ${what}`, {});
    }
  },
});
