/** The protocol of the server that the gateway is itself, message by message. */
import { describe, expect, it } from 'vitest';
import type { Api } from '../model.ts';
import { Body } from '../pipeline/message/body.ts';
import type { OutgoingRequest } from '../policies/services.ts';
import { defaultSwitches } from '../switches.ts';
import { type LoopbackRequest, type LoopbackResponse, ToolServer } from './tool-server.ts';

const api: Api = {
  id: 'server',
  name: 'The server',
  path: 'tools',
  revision: '1',
  subscriptionRequired: false,
  operations: [],
};
const rest: Api = { ...api, id: 'rest', name: 'REST', path: 'rest' };
const operation = { id: 'op', name: 'Op', method: 'POST', urlTemplate: '/op', body: { type: 'object' } };
const tools = [{ tool: { name: 'tool', apiId: 'rest', operationId: 'op' }, api: rest, operation }];
const accept = ['Accept', 'application/json, text/event-stream'];

interface Options {
  readonly server?: Partial<Api>;
  readonly respond?: () => LoopbackResponse | Promise<LoopbackResponse>;
}

/** A server, what it asked of the API, and a way to ask it. */
function serve({ server = {}, respond = () => ({ status: 200, body: Body.text('done') }) }: Options = {}) {
  const invoked: (LoopbackRequest & { signal: AbortSignal })[] = [];
  const toolServer = new ToolServer({
    api: { ...api, ...server },
    tools,
    switches: defaultSwitches,
    limit: 1000,
    invoke: async (request, signal) => {
      invoked.push({ ...request, signal });
      return await respond();
    },
  });
  const ask = async (message: unknown, request: Partial<OutgoingRequest> = {}) => {
    const text =
      typeof message === 'string' ? message : JSON.stringify({ jsonrpc: '2.0', id: 1, ...(message as object) });
    const answer = await toolServer.answer(
      {
        method: 'POST',
        url: 'https://gateway.example/mcp',
        headers: accept,
        body: undefined,
        timeoutMs: 1000,
        signal: new AbortController().signal,
        ...request,
      },
      Buffer.from(text),
    );
    return answer;
  };
  const reply = async (message: unknown, request: Partial<OutgoingRequest> = {}) => {
    const { status, body } = await ask(message, request);
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    return { status, message: text && JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text) };
  };
  return { invoked, ask, reply };
}
const call = (args: unknown) => ({ method: 'tools/call', params: { name: 'tool', arguments: args } });

describe('headers of a request', () => {
  it.each([
    [200, accept],
    [200, ['Accept', 'TEXT/*, */*']],
    [200, []],
    [406, ['Accept', 'application/json']],
    [406, ['Accept', 'text/event-stream']],
    [200, [...accept, 'MCP-Protocol-Version', '2025-06-18']],
    [200, [...accept, 'mcp-protocol-version', '2024-11-05']],
    [400, [...accept, 'Mcp-Protocol-Version', '2025-11-25']],
  ])('%i for %j', async (status, headers) => {
    expect((await serve().reply({ method: 'ping' }, { headers })).status).toBe(status);
  });

  it('other methods are told which there is', async () => {
    const { status, headers } = await serve().ask('', { method: 'DELETE' });
    expect([status, headers.slice(0, 2)]).toEqual([405, ['Allow', 'POST']]);
  });
});

describe('initialize', () => {
  const initialize = async (protocolVersion: unknown, server = {}) =>
    (await serve({ server }).reply({ method: 'initialize', params: { protocolVersion } })).message.result;

  it.each([
    ['2025-06-18', '2025-06-18'],
    ['2025-03-26', '2025-03-26'],
    ['2024-11-05', '2024-11-05'],
    ['2026-07-28', '2025-06-18'],
    [undefined, '2025-06-18'],
  ])('%s is answered %s', async (asked, answered) => {
    expect(await initialize(asked)).toEqual({
      protocolVersion: answered,
      capabilities: { tools: { listChanged: false } },
      serverInfo: { name: 'The server', version: '1.0' },
    });
  });

  it('tells the version of the API', async () => {
    expect((await initialize('2025-06-18', { version: 'v2' })).serverInfo.version).toBe('v2');
  });
});

describe('a tool call', () => {
  it('becomes a request, and its answer a result', async () => {
    const { reply, invoked } = serve();
    const { message } = await reply(call({ body: { a: 1 } }));
    expect(message.result).toEqual({ content: [{ type: 'text', text: 'done' }], isError: false });
    expect(invoked).toMatchObject([
      { method: 'POST', target: '/rest/op', body: '{"a":1}', headers: ['Content-Type', 'application/json'] },
    ]);
  });

  it.each([
    ['none', undefined],
    ['null', null],
    ['a list', ['body']],
    ['a text', 'body'],
  ])('has no arguments but those of an object: %s', async (_name, args) => {
    const { reply, invoked } = serve();
    expect((await reply(call(args))).message.result.isError).toBe(false);
    expect(invoked).toMatchObject([{ body: undefined, headers: [] }]);
  });

  it.each([
    [200, false],
    [204, false],
    [302, false],
    [399, false],
    [400, true],
    [404, true],
    [500, true],
  ])('answered %i has failed: %s', async (status, isError) => {
    const { reply } = serve({ respond: () => ({ status, body: undefined }) });
    expect((await reply(call({}))).message.result).toEqual({ content: [{ type: 'text', text: '' }], isError });
  });

  it('answered with too much has failed', async () => {
    const body = Body.streaming((await import('node:stream')).Readable.from([Buffer.alloc(1001)]));
    const { reply } = serve({ respond: () => ({ status: 200, body }) });
    expect((await reply(call({}))).message.result).toEqual({
      content: [{ type: 'text', text: 'The answer is too large.' }],
      isError: true,
    });
  });

  it('with arguments that make no request has failed, and asks nothing', async () => {
    const { reply, invoked } = serve();
    const deep = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"tool","arguments":{"body":${'['.repeat(100_000)}${']'.repeat(100_000)}}}}`;
    expect((await reply(deep)).message.result.isError).toBe(true);
    expect(invoked).toEqual([]);
  });

  it('of an unknown tool tells no more of its name than a line', async () => {
    const { message } = await serve().reply({ method: 'tools/call', params: { name: 'x'.repeat(5000) } });
    expect(message.error).toEqual({ code: -32_602, message: `Unknown tool: '${'x'.repeat(100)}'` });
  });

  it('ends with the request that made it', async () => {
    const client = new AbortController();
    const { reply, invoked } = serve();
    await reply(call({}), { signal: client.signal });
    client.abort();
    expect(invoked[0]?.signal.aborted).toBe(true);
  });

  it.each([
    ['setByPolicy', ['X-Set', 'a', 'X-Key', 'b'], ['X-Set', 'a']],
    ['neither Host nor Content-Type', ['Host', 'h', 'Content-Type', 't', 'X-Set', 'a'], ['X-Set', 'a']],
    ['a subscription key, whoever set it', ['Ocp-Apim-Subscription-Key', 'k'], ['Ocp-Apim-Subscription-Key', 'k']],
  ])('takes headers along: %s', async (_name, headers, passed) => {
    const { reply, invoked } = serve();
    const setByPolicy = new Set(['x-set', 'host', 'content-type', 'accept']);
    await reply(call({}), { headers: [...accept, ...headers], forwarded: { setByPolicy } });
    expect(invoked[0]?.headers).toEqual(passed);
  });
});

describe('over HTTP+SSE', () => {
  const listen = async (server: ReturnType<typeof serve>) => {
    const client = new AbortController();
    const { body } = await server.ask('', { method: 'GET', url: 'https://gateway.example/sse', signal: client.signal });
    const session = /sessionId=([\w-]+)/.exec(String(body.read()))?.[1];
    const url = `https://gateway.example/messages?sessionId=${session}`;
    return {
      client,
      body,
      post: (message: unknown) => server.ask(message, { url, headers: [], signal: AbortSignal.abort() }),
    };
  };
  const next = (body: NodeJS.ReadableStream) =>
    new Promise<string>((resolve) => void body.once('readable', () => resolve(String(body.read()))));

  it('a call outlives the request that brought it, and ends with the stream', async () => {
    const server = serve();
    const { client, body, post } = await listen(server);
    expect((await post(call({}))).status).toBe(202);
    expect(await next(body)).toContain('"text":"done"');
    expect(server.invoked[0]?.signal.aborted).toBe(false);
    client.abort();
    expect(server.invoked[0]?.signal.aborted).toBe(true);
  });

  it('a call that breaks is answered, without saying how', async () => {
    const server = serve({ respond: () => Promise.reject(new Error('inner words')) });
    const { client, body, post } = await listen(server);
    await post(call({}));
    const answered = await next(body);
    expect(answered).toContain('{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"The tool failed."}}');
    client.abort();
  });
});
