/** The wire shapes of MCP, with real clients: Streamable HTTP with and without sessions, and HTTP+SSE. */
import { Client } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { describe, expect, it } from 'vitest';
import { graphProfile } from '../testing/fake-cloud.ts';
import { clients, resultOf } from '../testing/mcp-clients.ts';
import { useCloud } from '../testing/use-cloud.ts';
import { messageOf, postToolCall } from '../testing/use-server.ts';

const world = useCloud();
const { servers } = world;

const bearer = async (claims: Record<string, unknown> = {}) => ({
  authorization: `Bearer ${await world.cloud.signer.mint(claims)}`,
});
const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const initialize = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '0' } },
};
const begin = (url: string | URL, headers: Record<string, string>) =>
  fetch(url, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(initialize) });

describe.each(['/mcp', '/runtime/webhooks/mcp'])('%s', (path) => {
  describe.each(Object.entries(clients))('with sessions, %s', (_name, connect) => {
    it('lists the tools and gets the profile', async () => {
      const url = new URL(path, await servers.start({ MCP_SESSIONS: 'on' })).href;
      const client = await connect(url, await bearer());
      expect((await client.listTools()).tools).toHaveLength(6);
      const result = await client.callTool({ name: 'get_graph_user_details', arguments: {} });
      expect(resultOf(result)).toEqual({ ...graphProfile, success: true });
      await client.close();
    });
  });

  it.each(['2025-06-18', '2025-11-25'])('speaks %s when asked to', async (protocolVersion) => {
    const url = new URL(path, await servers.start());
    const message = { ...initialize, params: { ...initialize.params, protocolVersion } };
    const headers = { ...json, ...(await bearer()) };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(message) });
    expect((await messageOf(response)).result).toMatchObject({ protocolVersion });
    expect(response.headers.has('mcp-session-id')).toBe(path !== '/mcp');
  });

  it('speaks HTTP+SSE below it: SDK v1 connects, posts and is answered on the stream', async () => {
    const url = new URL(`${path}/sse`, await servers.start());
    const headers = await bearer();
    const client = new ClientV1({ name: 'test', version: '0' });
    const transport = new SSEClientTransport(url, {
      eventSourceInit: { fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...headers } }) },
      requestInit: { headers },
    });
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    expect((await client.listTools()).tools).toHaveLength(6);
    const result = await client.callTool({ name: 'get_graph_user_details', arguments: {} });
    expect(resultOf(result)).toEqual({ ...graphProfile, success: true });
    await client.close();
  });
});

describe('a session', () => {
  const start = async () => {
    const url = await servers.start({ MCP_SESSIONS: 'on' });
    const alice = await bearer({ sub: 'alice' });
    const opened = await begin(url, alice);
    const id = opened.headers.get('mcp-session-id') ?? '';
    await opened.body?.cancel();
    const session = { 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' };
    return { url, alice, id, session };
  };

  it('has an id that is no credential: another user gets 404, nobody gets 401', async () => {
    const { url, alice, session } = await start();
    const bob = await bearer({ sub: 'bob' });
    for (const method of ['GET', 'DELETE']) {
      expect((await fetch(url, { method, headers: { ...json, ...bob, ...session } })).status).toBe(404);
      expect((await fetch(url, { method, headers: { ...json, ...session } })).status).toBe(401);
    }
    expect((await postToolCall(url, 'me', {}, { ...bob, ...session })).status).toBe(404);
    expect((await postToolCall(url, 'me', {}, { ...bob, ...session, 'last-event-id': '1' })).status).toBe(404);
    expect((await postToolCall(url, 'me', {}, { ...alice, ...session })).status).toBe(200);
  });

  it('goes on with a renewed token of the same user and client, not with one of another client', async () => {
    const { url, session } = await start();
    const renewed = await bearer({ sub: 'alice', uti: 'renewed' });
    expect((await postToolCall(url, 'status', {}, { ...renewed, ...session })).status).toBe(200);
    const other = await bearer({ sub: 'alice', azp: '11111111-0000-4000-8000-000000000000' });
    expect((await postToolCall(url, 'status', {}, { ...other, ...session })).status).toBe(404);
  });

  it('opens its stream at once, though there is nothing to say', async () => {
    const { url, alice, session } = await start();
    const stream = await fetch(url, { headers: { ...alice, ...session, accept: 'text/event-stream' } });
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    await stream.body?.cancel();
  });

  it('is over after DELETE', async () => {
    const { url, alice, session } = await start();
    expect((await fetch(url, { method: 'DELETE', headers: { ...json, ...alice, ...session } })).status).toBe(200);
    expect((await postToolCall(url, 'status', {}, { ...alice, ...session })).status).toBe(404);
  });

  it('is needed for everything but initialize', async () => {
    const { url, alice } = await start();
    expect((await postToolCall(url, 'status', {}, alice)).status).toBe(400);
  });

  it('still turns a claims challenge into 401', async () => {
    const { url, alice, session } = await start();
    const original = world.cloud.answers.token;
    world.cloud.answers.token = () => ({
      status: 400,
      body: { error: 'interaction_required', error_codes: [50076], claims: '{"access_token":{}}' },
    });
    expect((await postToolCall(url, 'me', {}, { ...alice, ...session })).status).toBe(401);
    world.cloud.answers.token = original;
  });
});

describe('HTTP+SSE', () => {
  /** Opens a stream and reads until its first event. */
  const open = async (url: string, headers: Record<string, string>) => {
    const response = await fetch(new URL('/mcp/sse', url), { headers });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = (await reader?.read())?.value ?? '';
    return { response, reader, first, post: new URL(/^data: (.*)$/m.exec(first)?.[1] ?? '', response.url) };
  };

  it('sends its first event at once, and names where to post relative to itself', async () => {
    const { first, response, reader } = await open(await servers.start(), await bearer());
    expect(first).toMatch(/^event: endpoint\ndata: message\?sessionId=[\w-]{43}\n\n$/);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    await reader?.cancel();
  });

  it('takes messages of the owner of the stream only, each with a token', async () => {
    const url = await servers.start();
    const alice = await bearer({ sub: 'alice' });
    const { post, reader } = await open(url, alice);
    const send = (headers: Record<string, string>, body = JSON.stringify(initialize)) =>
      fetch(post, { method: 'POST', headers: { ...json, ...headers }, body });
    expect((await send({})).status).toBe(401);
    expect((await send(await bearer({ sub: 'bob' }))).status).toBe(404);
    expect((await send(alice, 'text')).status).toBe(400);
    expect((await send(alice, JSON.stringify({ pad: 'x'.repeat(1024 * 1024) }))).status).toBe(413);
    expect((await send(alice)).status).toBe(202);
    expect((await reader?.read())?.value).toContain('"protocolVersion":"2025-11-25"');
    await reader?.cancel();
  });

  it('behind a gateway that adds the token as an argument, is of the user whose token comes first', async () => {
    const url = await servers.start({ TOKEN_SOURCE: 'argument' });
    const [alice, bob] = [
      await world.cloud.signer.mint({ sub: 'alice' }),
      await world.cloud.signer.mint({ sub: 'bob' }),
    ];
    const { post, reader } = await open(url, {});
    const send = async (message: object) => {
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      return (await fetch(post, { method: 'POST', headers: json, body })).status;
    };
    const call = (bearerToken: string) =>
      send({ id: 1, method: 'tools/call', params: { name: 'me', arguments: { bearerToken } } });
    expect(await send({ ...initialize, params: { ...initialize.params, arguments: { bearerToken: alice } } })).toBe(
      202,
    );
    expect((await reader?.read())?.value).toContain('"id":0');
    for (const token of [bob, await world.cloud.signer.mint({ sub: 'alice', exp: 1 }), 'garbage']) {
      expect(await call(token)).toBe(404);
      expect(await send({ id: 2, method: 'tools/list', params: { bearerToken: token } })).toBe(404);
      expect(await send({ id: 3, method: 'tools/list', bearerToken: token })).toBe(404);
    }
    expect(await send({ method: 'notifications/initialized', bearerToken: alice })).toBe(202);
    expect(await call(await world.cloud.signer.mint({ sub: 'alice', uti: 'renewed' }))).toBe(202);
    const answer = (await reader?.read())?.value ?? '';
    expect([answer.includes('"id":1'), answer.includes(graphProfile.id)]).toEqual([true, true]);
    await reader?.cancel();
  });

  it('wants a token for the stream, and ends the stream when that expires', async () => {
    const exp = Math.floor(Date.now() / 1000) + 600;
    const url = await servers.start({}, () => exp * 1000 - 20);
    expect((await fetch(new URL('/mcp/sse', url))).status).toBe(401);
    const { reader } = await open(url, await bearer({ exp }));
    expect((await reader?.read())?.done).toBe(true);
  });

  it('has other methods refused', async () => {
    const url = await servers.start();
    const headers = await bearer();
    expect((await fetch(new URL('/mcp/sse', url), { method: 'POST', headers })).status).toBe(405);
    expect((await fetch(new URL('/mcp/message', url), { headers })).status).toBe(405);
  });
});

describe('where the Functions extension serves', () => {
  it('a system key is asked for before any token, if one is set', async () => {
    const key = crypto.randomUUID();
    const url = await servers.start({ FUNCTIONS_SYSTEM_KEY: key });
    const headers = await bearer();
    for (const path of ['/runtime/webhooks/mcp', '/runtime/webhooks/mcp/sse', '/runtime/webhooks/mcp/message']) {
      expect((await fetch(new URL(path, url), { headers })).status).toBe(401);
      const wrong = { ...headers, 'x-functions-key': 'wrong' };
      expect((await fetch(new URL(`${path}?code=${key}`, url), { headers: wrong })).status).toBe(401);
    }
    const right = { ...headers, 'x-functions-key': key };
    const answer = await begin(new URL('/runtime/webhooks/mcp', url), right);
    expect(answer.status).toBe(200);
    await answer.body?.cancel();
    expect((await fetch(new URL('/mcp', url), { headers })).status).toBe(405);
    expect(servers.lines.join('')).not.toContain(key);
  });

  it('behind a gateway that adds the token as an argument, every call of a session is judged, and no other user is let in', async () => {
    const url = new URL('/runtime/webhooks/mcp', await servers.start({ TOKEN_SOURCE: 'argument' }));
    const opened = await begin(url, {});
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' };
    await opened.body?.cancel();
    const bearerToken = await world.cloud.signer.mint();
    const good = await messageOf(await postToolCall(url.href, 'me', { bearerToken }, session));
    expect(resultOf(good.result)).toEqual(graphProfile);
    const bad = await messageOf(await postToolCall(url.href, 'hello', {}, session));
    expect(bad.result).toMatchObject({ isError: true });
    const other = { bearerToken: await world.cloud.signer.mint({ sub: 'other' }) };
    expect((await postToolCall(url.href, 'me', other, session)).status).toBe(404);
  });
});

it('sessions are bounded per user: the oldest makes room', async () => {
  const url = await servers.start({ MCP_SESSIONS: 'on' });
  const alice = await bearer({ sub: 'alice' });
  const ids: string[] = [];
  for (let i = 0; i < 21; i += 1) {
    const opened = await begin(url, alice);
    ids.push(opened.headers.get('mcp-session-id') ?? '');
    await opened.body?.cancel();
  }
  const statusOf = async (id = '') =>
    (await postToolCall(url, 'status', {}, { ...alice, 'mcp-session-id': id })).status;
  expect([await statusOf(ids[0]), await statusOf(ids[1]), await statusOf(ids[20])]).toEqual([404, 200, 200]);
});

it('a session that was ended makes room for another', async () => {
  const url = await servers.start({ MCP_SESSIONS: 'on' });
  const alice = await bearer({ sub: 'alice' });
  const next = async (): Promise<Record<string, string>> => {
    const opened = await begin(url, alice);
    await opened.body?.cancel();
    return { ...alice, 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' };
  };
  const first = await next();
  for (let i = 0; i < 19; i += 1) {
    const session = await next();
    expect((await fetch(url, { method: 'DELETE', headers: { ...json, ...session } })).status).toBe(200);
  }
  await next();
  expect((await postToolCall(url, 'status', {}, first)).status).toBe(200);
});

it('a client of version 2 that only knows 2026-07-28 is served beside sessions', async () => {
  const url = await servers.start({ MCP_SESSIONS: 'on' });
  const headers = await bearer();
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  const client = new Client({ name: 'test', version: '0' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  expect((await client.callTool({ name: 'hello', arguments: { name: 'Ada' } })).content).toEqual([
    { type: 'text', text: 'Hello, Ada!' },
  ]);
  await client.close();
});
