import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import type { Exchange } from '../deployment.ts';
import { bearerChallenge } from '../flows/challenge.ts';
import { firstUser } from '../flows/first-user.ts';
import { forgeOf } from '../flows/inside-of.ts';

const json = { 'content-type': 'application/json' };
const echoed = '{ "b": [1, 2.50, "\\u00e9"],  "a": null }';

/** The endpoints of the published design, a request to each, and what a person's answer shows. */
const endpoints: readonly {
  readonly path: string;
  readonly body?: string;
  readonly shows: (answer: Exchange, name: string) => boolean;
}[] = [
  { path: '/hello?name=Ada%20L.', shows: ({ body }) => body.includes('Ada L.') },
  { path: '/hello', body: '{"name":"Grace"}', shows: ({ body }) => body.includes('Grace') },
  { path: '/echo', body: echoed, shows: ({ body }) => body === echoed },
  { path: '/tools', shows: ({ body }) => /"inputSchema"|"input_schema"/.test(body) && body.includes('"hello"') },
  { path: '/me', shows: ({ body }, name) => body.toLowerCase().includes(name.toLowerCase()) },
  { path: '/status', shows: ({ body }) => /"authenticated":\s*true/.test(body) },
];

/** The tools over HTTP are behind the same door as the tools over MCP, and do the same. */
export const endpointsBehindDoor = defineCheck({
  id: 'endpoints.door',
  title: 'The HTTP twins of the tools answer a person as the tools do, and nobody without a good token',
  requirements: ['obo.endpoints'],
  severity: 'high',
  topologies: ['gateway-obo'],
  needs: ['users', 'forge'],
  async run(deployment) {
    const [forge, user] = [forgeOf(deployment), firstUser(deployment)];
    const { origin } = new URL(deployment.url);
    const ask = (path: string, body: string | undefined, headers: Readonly<Record<string, string>>) =>
      deployment.http({
        method: body === undefined ? 'GET' : 'POST',
        url: `${origin}${path}`,
        headers: { ...headers, ...(body === undefined ? {} : json) },
        ...(body === undefined ? {} : { body }),
      });
    const good = { authorization: `Bearer ${await forge.goodToken(user)}` };
    if ((await ask('/status', undefined, good)).status === 404) throw new NotTestable('there are no HTTP endpoints');
    await control('a good token is answered by /status', async () => {
      const { status } = await ask('/status', undefined, good);
      if (status !== 200) throw new Error(`it answers ${status}`);
    });
    const wrongAudience = await forge.token('wrong-audience', user);
    for (const { path, body, shows } of endpoints) {
      const answer = await ask(path, body, good);
      const what = `${body === undefined ? 'GET' : 'POST'} ${path}`;
      ensure(answer.status === 200, `${what} answers ${answer.status} to a good token`, { exchange: answer });
      ensure(shows(answer, user.name), `${what} does not answer as its tool does`, { exchange: answer });
      for (const [how, headers] of [
        ['without a token', {}],
        ['with a token for Graph alone', { 'x-graph-token': 'Bearer a.b.c' }],
        ['with a token for another audience', { authorization: `Bearer ${wrongAudience}` }],
      ] as const) {
        const refused = await ask(path, body, headers);
        ensure(refused.status === 401, `${what} answers ${refused.status} ${how}`, { exchange: refused });
        const metadata = bearerChallenge(refused)?.resourceMetadata;
        ensure(metadata !== undefined, `${what} ${how}: the challenge does not lead to the metadata`, {
          exchange: refused,
        });
      }
    }
  },
});
