import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { graphProfile } from '../testing/fake-cloud.ts';
import { useCloud } from '../testing/use-cloud.ts';
import { messageOf, postToolCall } from '../testing/use-server.ts';
import type { AccessToken } from '../validation/access-token.ts';
import { gatewaySource } from './gateway.ts';

const world = useCloud();
const { servers } = world;

const gatewayClientId = randomUUID();
const graphToken = `graph.${randomUUID()}`;
const start = (variables: Record<string, string> = {}) =>
  servers.start({ TOKEN_SOURCE: 'gateway', GATEWAY_CLIENT_ID: gatewayClientId, ...variables });
/** What the gateway's managed identity gets for this server. */
const gateway = async (claims: Record<string, unknown> = {}) => {
  const own = { azp: gatewayClientId, scp: undefined, idtyp: 'app', sub: 'p', oid: 'p', name: undefined, ...claims };
  return { authorization: `Bearer ${await world.cloud.signer.mint(own)}` };
};
const forUser = async (claims: Record<string, unknown> = {}) => ({
  ...(await gateway(claims)),
  'x-graph-token': graphToken,
});
const asksOfGraph = () => world.cloud.requests.filter(({ path }) => path === '/v1.0/me');

describe('a request through the gateway', () => {
  it('reads Graph with the token the gateway brought, as it is, and exchanges nothing', async () => {
    const url = await start();
    const { result } = await messageOf(await postToolCall(url, 'get_graph_user_details', {}, await forUser()));
    const [{ text }] = (result as { content: [{ text: string }] }).content;
    expect(JSON.parse(text)).toEqual({ ...graphProfile, success: true });
    const me = await fetch(new URL('/me', url), { headers: await forUser() });
    expect(await me.json()).toEqual(graphProfile);
    expect(asksOfGraph().map(({ headers }) => headers.authorization)).toEqual(Array(2).fill(`Bearer ${graphToken}`));
    expect(world.cloud.paths()).not.toContain('/oauth2/v2.0/token');
  });

  it('says of the user what Graph says, or that there is none', async () => {
    const url = new URL('/status', await start());
    const statusWith = async (headers: Record<string, string>) => (await fetch(url, { headers })).json();
    expect(await statusWith(await forUser())).toEqual({
      status: 'ok',
      authenticated: true,
      caller: 'user',
      user: { name: graphProfile.displayName, username: graphProfile.userPrincipalName, id: graphProfile.id },
    });
    expect(await statusWith(await gateway())).toEqual({ status: 'ok', authenticated: false });
    world.cloud.answers.me = () => ({ status: 401, body: {} });
    expect(await statusWith(await forUser())).toEqual({ status: 'ok', authenticated: false });
    // that Graph is down says nothing of the user
    world.cloud.answers.me = () => ({ status: 503, body: {} });
    expect(await statusWith(await forUser())).toMatchObject({ error: 'upstream_failed' });
  });

  it('without a token for Graph has no user', async () => {
    const response = await fetch(new URL('/me', await start()), { headers: await gateway() });
    expect(response.status).toBe(401);
    expect(asksOfGraph()).toHaveLength(0);
  });

  it("passes a claims challenge of Graph up, for the gateway's client", async () => {
    const claims = Buffer.from('{"access_token":{"nbf":{"essential":true}}}').toString('base64');
    world.cloud.answers.me = () => ({
      status: 401,
      body: {},
      headers: { 'WWW-Authenticate': `Bearer error="insufficient_claims", claims="${claims}"` },
    });
    const url = await start();
    for (const response of [
      await postToolCall(url, 'me', {}, await forUser()),
      await fetch(new URL('/me', url), { headers: await forUser() }),
    ]) {
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain(claims);
    }
  });

  it('may name the header in the settings', async () => {
    const url = await start({ GRAPH_TOKEN_HEADER: 'X-MS-Graph' });
    const other = { ...(await gateway()), 'x-ms-graph': graphToken };
    expect((await fetch(new URL('/me', url), { headers: other })).status).toBe(200);
    expect((await fetch(new URL('/me', url), { headers: await forUser() })).status).toBe(401);
  });
});

describe('a request past the gateway', () => {
  const strangers: Record<string, [status: number, headers: () => Promise<Record<string, string>>]> = {
    'nobody with a token for Graph': [401, async () => ({ 'x-graph-token': graphToken })],
    'a token for Graph as Authorization': [401, async () => ({ authorization: `Bearer ${graphToken}` })],
    'a user': [403, () => forUser({ azp: randomUUID(), scp: 'user_impersonate', idtyp: undefined, sub: 's' })],
    'a user of the gateway': [403, () => forUser({ scp: 'user_impersonate', idtyp: undefined, sub: 's' })],
    'another application': [403, () => forUser({ azp: randomUUID() })],
    'the gateway with a token for others': [401, () => forUser({ aud: 'https://graph.microsoft.com' })],
    'the gateway with an expired token': [401, () => forUser({ exp: 1 })],
  };
  it.each(Object.entries(strangers))('%s: nothing is served', async (_who, [status, headers]) => {
    const url = await start();
    for (const path of ['/mcp', '/hello', '/status', '/me']) {
      expect((await fetch(new URL(path, url), { headers: await headers() })).status).toBe(status);
    }
    expect(asksOfGraph()).toHaveLength(0);
  });

  it('with a malformed token for Graph, or two of them, gets 400', async () => {
    const url = new URL('/me', await start());
    for (const bad of ['a b', 'a"b', 'x'.repeat(25_000)]) {
      const response = await fetch(url, { headers: { ...(await gateway()), 'x-graph-token': bad } }).catch(
        () => undefined,
      );
      // node:http itself refuses headers over 16 KB, with 431
      expect([400, 431]).toContain(response?.status);
    }
  });

  it('is judged by its headers: one token for Graph of at most 24 KB, an empty one is none', async () => {
    const source = gatewaySource(async () => ({}) as AccessToken, 'x-graph-token');
    const opened = async (...tokens: string[]) => {
      const headersDistinct = { authorization: ['Bearer t'], 'x-graph-token': tokens };
      const result = await source.open({ headersDistinct } as unknown as IncomingMessage, { anonymously: false });
      return 'caller' in result ? await result.caller() : expect.fail('it was answered');
    };
    expect(await opened('a.b-c_d~e+f/g==')).toEqual({ kind: 'exchanged', graphToken: 'a.b-c_d~e+f/g==' });
    expect(await opened('x'.repeat(24_576))).toMatchObject({ kind: 'exchanged' });
    expect(await opened('')).toEqual({ kind: 'anonymous' });
    for (const refused of [['x'.repeat(24_577)], ['a', 'b'], ['=a'], ['a b'], ['a,b']]) {
      await expect(opened(...refused)).rejects.toMatchObject({ status: 400, error: 'invalid_request' });
    }
  });

  it('leaves neither token in the log', async () => {
    const url = new URL('/me', await start());
    const headers = await forUser();
    await fetch(url, { headers });
    await fetch(url, { headers: { ...headers, authorization: `Bearer ${graphToken}` } });
    expect(servers.lines.length).toBeGreaterThan(1);
    for (const line of servers.lines) {
      expect(line).not.toContain(graphToken);
      expect(line).not.toContain(headers.authorization.slice(7, 40));
    }
  });
});
