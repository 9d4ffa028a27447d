/** API type MCP, with real clients: REST operations as tools, and an existing server passed through. */
import http from 'node:http';
import { Client as ClientV2, StreamableHTTPClientTransport as TransportV2 } from '@modelcontextprotocol/client';
import { NodeStreamableHTTPServerTransport, toNodeHandler } from '@modelcontextprotocol/node';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Api } from '../model.ts';
import { policy, type Sections, type UnderTest } from '../testing/under-test.ts';
import { useGateway } from '../testing/use-gateway.ts';

const start = useGateway();
const operation = (name: string, method = 'GET', more: object = {}) => ({
  id: name,
  name,
  method,
  urlTemplate: `/${name}`,
  ...more,
});

/** The five operations of a REST API, and an MCP server that offers them as tools. */
async function startTools(options: { rest?: Sections; server?: Sections; key?: boolean; switches?: object } = {}) {
  const under = await start({
    ...(options.switches ? { switches: options.switches } : {}),
    configure: ({ url }) => ({
      model: {
        name: 'test-service',
        products: [],
        fragments: new Map(),
        backends: [],
        namedValues: [],
        subscriptions: [
          { id: 's', name: 's', primaryKey: 'a-key-made-up-for-this-test', scope: { kind: 'all' as const } },
        ],
        apis: [
          {
            id: 'rest',
            name: 'REST',
            path: 'rest',
            revision: '1',
            serviceUrl: url,
            subscriptionRequired: options.key === true,
            ...(options.rest ? { policy: policy(options.rest, 'rest.xml') } : {}),
            operations: [
              operation('hello', 'GET', { parameters: [{ name: 'name', in: 'query', required: false }] }),
              operation('echo', 'POST', { body: { type: 'object' }, description: 'Sends back' }),
              operation('tools'),
              operation('me'),
              operation('status'),
            ],
          },
          {
            id: 'server',
            name: 'The server',
            path: 'tools',
            revision: '1',
            subscriptionRequired: false,
            ...(options.server ? { policy: policy(options.server, 'server.xml') } : {}),
            operations: [],
            mcp: {
              kind: 'tools',
              tools: ['hello', 'echo', 'tools', 'me', 'status'].map((name) => ({
                name,
                apiId: 'rest',
                operationId: name,
              })),
            },
          },
        ] satisfies Api[],
      },
    }),
  });
  return { under, url: `${under.gateway.url}/tools/mcp` };
}

interface AnyClient {
  listTools(): Promise<{ tools: { name: string; description?: string | undefined; inputSchema: object }[] }>;
  callTool(request: { name: string; arguments?: Record<string, unknown> }): Promise<object>;
  close(): Promise<void>;
}
const info = { name: 'test', version: '0' };
const clients: Record<string, (url: string, headers?: Record<string, string>) => Promise<AnyClient>> = {
  'SDK v1': async (url, headers = {}) => {
    const client = new ClientV1(info);
    const transport = new TransportV1(new URL(url), { requestInit: { headers } });
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    return client;
  },
  'SDK v2': async (url, headers = {}) => {
    const client = new ClientV2(info);
    await client.connect(new TransportV2(new URL(url), { requestInit: { headers } }));
    return client;
  },
  'SDK v2, automatic': async (url, headers = {}) => {
    const client = new ClientV2(info, { versionNegotiation: { mode: 'auto' } });
    await client.connect(new TransportV2(new URL(url), { requestInit: { headers } }));
    return client;
  },
};
const bearer = { authorization: 'Bearer of-the-client' };

describe.each(Object.entries(clients))('REST operations as tools, %s', (_name, connect) => {
  it('are listed with their schemas and called as requests to their API', async () => {
    const { under, url } = await startTools();
    const client = await connect(url);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['hello', 'echo', 'tools', 'me', 'status']);
    expect(tools[0]?.inputSchema).toMatchObject({ properties: { name: { type: 'string' } } });
    expect(tools[1]).toMatchObject({ description: 'Sends back', inputSchema: { required: ['body'] } });
    under.backend.answer = (request, response) => void response.end(`answer to ${request.url}`);
    expect(await client.callTool({ name: 'hello', arguments: { name: 'Ada L' } })).toMatchObject({
      isError: false,
      content: [{ type: 'text', text: 'answer to /hello?name=Ada+L' }],
    });
    await client.callTool({ name: 'echo', arguments: { body: { a: [1] } } });
    expect(under.backend.requests.at(-1)).toMatchObject({ method: 'POST', url: '/echo', body: '{"a":[1]}' });
    await client.close();
  });
});

const call = async (url: string, name = 'me', headers: Record<string, string> = bearer) => {
  const client = await (clients['SDK v1'] ?? expect.fail)(url, headers);
  const result = (await client.callTool({ name, arguments: {} })) as { isError?: boolean; content: { text: string }[] };
  await client.close();
  return { isError: result.isError === true, text: result.content[0]?.text };
};
const lastHeader = ({ backend }: UnderTest, name: string) => backend.requests.at(-1)?.header(name);

describe('headers of a tool call', () => {
  it("do not reach the API: not the client's Authorization, and nothing else of it", async () => {
    const { under, url } = await startTools();
    await call(url, 'me', { ...bearer, 'x-own': 'of the client', cookie: 'a=b' });
    for (const name of ['authorization', 'x-own', 'cookie', 'mcp-protocol-version']) {
      expect(lastHeader(under, name)).toBeUndefined();
    }
  });

  it('reach it when a policy of the MCP server sets them, the same value too', async () => {
    const inbound = `<base /><set-header name="Authorization" exists-action="override">
      <value>@(context.Request.Headers.GetValueOrDefault("Authorization"))</value></set-header>`;
    const { under, url } = await startTools({ server: { inbound } });
    await call(url);
    expect(lastHeader(under, 'authorization')).toBe(bearer.authorization);
    const before = await startTools({ server: { inbound }, switches: { 'mcp.toolHeaders': 'none' } });
    await call(before.url);
    expect(lastHeader(before.under, 'authorization')).toBeUndefined();
  });

  it('have the subscription key go along', async () => {
    const { under, url } = await startTools({ key: true });
    expect(await call(url)).toMatchObject({ isError: true });
    expect(under.backend.requests).toHaveLength(0);
    const key = { 'ocp-apim-subscription-key': 'a-key-made-up-for-this-test' };
    expect(await call(url, 'me', key)).toEqual({ isError: false, text: 'backend' });
  });
});

describe('policies', () => {
  const refuse = (condition: string) =>
    `<base /><choose><when condition="@(${condition})"><return-response><set-status code="401" reason="Unauthorized" />
     <set-body>no</set-body></return-response></when></choose>`;

  it('of the MCP server apply to all of it, the list too', async () => {
    const inbound = refuse('!context.Request.Headers.ContainsKey("Authorization")');
    const { url } = await startTools({ server: { inbound } });
    await expect(clients['SDK v1']?.(url)).rejects.toThrow();
    expect(await call(url)).toMatchObject({ isError: false });
  });

  it('of the REST API apply to the call, and fail it: the list works, the call does not', async () => {
    const inbound = refuse('!context.Request.Headers.ContainsKey("Authorization")');
    const { under, url } = await startTools({ rest: { inbound } });
    expect(await call(url)).toEqual({ isError: true, text: 'no' });
    expect(under.backend.requests).toHaveLength(0);
  });

  it('leave a trace each', async () => {
    const { under, url } = await startTools();
    await call(url);
    const made = under.gateway.traces.map(({ method, path, api }) => `${method} ${path} ${api}`);
    expect(made).toContain('POST /tools/mcp server');
    expect(made).toContain('GET /rest/me rest');
  });
});

describe('the protocol of REST operations as tools', () => {
  const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const rpc = (method: string, params: object = {}) => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const post = async (body: string, headers: object = {}) => {
    const { under } = await startTools();
    return await under.request('/tools/mcp', { method: 'POST', headers: { ...json, ...headers }, body });
  };
  const messageOf = ({ body }: { body: string }) => JSON.parse(/^data: (.*)$/m.exec(body)?.[1] ?? body);

  it('has tools and nothing else', async () => {
    const asked = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: info };
    const { result } = messageOf(await post(rpc('initialize', asked)));
    expect(result).toMatchObject({ protocolVersion: '2025-06-18', serverInfo: { name: 'The server' } });
    expect(Object.keys(result.capabilities)).toEqual(['tools']);
    for (const method of ['prompts/list', 'resources/list', 'logging/setLevel']) {
      expect(messageOf(await post(rpc(method))).error.code).toBe(-32601);
    }
    expect(messageOf(await post(rpc('ping'))).result).toEqual({});
  });

  it.each([
    [400, -32700, 'text', {}],
    [400, -32600, '[]', {}],
    [400, -32600, '{"jsonrpc":"1.0","method":"ping","id":1}', {}],
    [400, -32600, '{"jsonrpc":"2.0","method":"ping","id":{}}', {}],
    [400, -32600, rpc('ping'), { 'mcp-protocol-version': '2026-07-28' }],
    [406, -32600, rpc('ping'), { accept: 'application/json' }],
  ])('answers %i %i to %s', async (status, code, body, headers) => {
    const answer = await post(body, headers);
    expect([answer.status, messageOf(answer).error.code]).toEqual([status, code]);
  });

  it('takes notifications, refuses GET, and names no tool it does not have', async () => {
    expect((await post('{"jsonrpc":"2.0","method":"notifications/initialized"}')).status).toBe(202);
    const { under } = await startTools();
    expect((await under.request('/tools/mcp')).status).toBe(405);
    expect(messageOf(await post(rpc('tools/call', { name: '__proto__' }))).error.code).toBe(-32602);
  });

  it('tells a failed request of the API as a failed call, with its text', async () => {
    const { under, url } = await startTools();
    under.backend.answer = (_request, response) => void response.writeHead(403).end('{"error":"no"}');
    expect(await call(url)).toEqual({ isError: true, text: '{"error":"no"}' });
  });

  it('warns of a tool whose operation does not exist', async () => {
    const tools = [{ name: 'lost', apiId: 'api', operationId: 'none' }];
    const under = await start({ api: { operations: [], mcp: { kind: 'tools', tools } } });
    expect(under.gateway.problems.map(({ message }) => message)).toEqual([expect.stringContaining("'lost'")]);
  });
});

describe('REST operations as tools over HTTP+SSE', () => {
  const connect = async (url: string, headers: Record<string, string> = bearer) => {
    const client = new ClientV1(info);
    const transport = new SSEClientTransport(new URL(url), {
      eventSourceInit: { fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...headers } }) },
      requestInit: { headers },
    });
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    return client;
  };
  const startStreams = async (options: Parameters<typeof startTools>[0] = {}) => {
    const { under } = await startTools(options);
    return { under, url: `${under.gateway.url}/tools/sse` };
  };

  it('are listed and called by the SDK, without the headers of the client', async () => {
    const { under, url } = await startStreams();
    const client = await connect(url);
    expect((await client.listTools()).tools).toHaveLength(5);
    under.backend.answer = (request, response) => void response.end(`answer to ${request.url}`);
    expect(await client.callTool({ name: 'hello', arguments: { name: 'Ada' } })).toMatchObject({
      isError: false,
      content: [{ text: 'answer to /hello?name=Ada' }],
    });
    expect(lastHeader(under, 'authorization')).toBeUndefined();
    await expect(client.listPrompts()).rejects.toThrow();
    await client.close();
  });

  it('have their policies apply to the stream and to every message', async () => {
    const inbound = `<base /><choose><when condition="@(context.Request.Headers.GetValueOrDefault("Authorization") != "Bearer of-the-client")">
      <return-response><set-status code="401" reason="Unauthorized" /></return-response></when></choose>`;
    const { under, url } = await startStreams({ server: { inbound } });
    expect((await fetch(url)).status).toBe(401);
    const stream = await fetch(url, { headers: bearer });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const endpoint = new URL(/^data: (.*)$/m.exec((await reader?.read())?.value ?? '')?.[1] ?? '', url);
    expect(endpoint.pathname).toBe('/tools/messages');
    const post = (headers: Record<string, string>, body: string, to: string | URL = endpoint) =>
      fetch(to, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
    const ping = '{"jsonrpc":"2.0","id":7,"method":"ping"}';
    expect((await post({}, ping)).status).toBe(401);
    expect((await post(bearer, ping, `${under.gateway.url}/tools/messages?sessionId=none`)).status).toBe(404);
    expect((await post(bearer, ping, `${under.gateway.url}/tools/messages`)).status).toBe(404);
    expect((await post(bearer, '[]')).status).toBe(400);
    expect((await post(bearer, '{')).status).toBe(400);
    expect((await post(bearer, '{"jsonrpc":"2.0","method":"notifications/initialized"}')).status).toBe(202);
    expect((await post(bearer, ping)).status).toBe(202);
    expect((await reader?.read())?.value).toBe('event: message\ndata: {"jsonrpc":"2.0","id":7,"result":{}}\n\n');
    await reader?.cancel();
  });

  it('are not there when a switch says so', async () => {
    const { url } = await startStreams({ switches: { 'mcp.toolEventStream': 'absent' } });
    expect((await fetch(url, { headers: bearer })).status).toBe(404);
  });

  it('has other methods of both endpoints refused', async () => {
    const { under, url } = await startStreams();
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(404);
    expect((await fetch(`${under.gateway.url}/tools/messages`)).status).toBe(404);
  });
});

describe('an existing MCP server', () => {
  const newServer = () => {
    const server = new McpServer(info);
    server.registerTool('who', { inputSchema: z.object({}) }, async () => ({ content: [{ type: 'text', text: 'I' }] }));
    server.registerPrompt('ask', {}, () => ({ messages: [] }));
    return server;
  };
  const startPassthrough = async (mcp: Partial<Extract<Api['mcp'], { kind: 'existing' }>> = {}, switches = {}) => {
    const served: string[] = [];
    const handler = toNodeHandler(createMcpHandler(newServer));
    const server = http.createServer((request, response) => {
      served.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
      void handler(request as Parameters<typeof handler>[0], response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const under = await start({
      switches,
      api: {
        path: 'weather',
        serviceUrl: `http://127.0.0.1:${port}/backend/mcp`,
        operations: [],
        mcp: { kind: 'existing', transport: 'streamable', ...mcp },
      },
    });
    return { url: `${under.gateway.url}/weather/mcp`, served, under, end: () => server.close() };
  };

  it.each(Object.entries(clients))(
    'is used by %s through the gateway, at the URL of its backend',
    async (_n, connect) => {
      const { url, served, end } = await startPassthrough();
      const client = await connect(url, bearer);
      expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['who']);
      expect(await client.callTool({ name: 'who' })).toMatchObject({ content: [{ text: 'I' }] });
      await client.close();
      end();
      expect(new Set(served.map((line) => line.split(' ').slice(1).join(' ')))).toEqual(
        new Set([`/backend/mcp ${bearer.authorization}`]),
      );
    },
  );

  it('may be at a path below its backend', async () => {
    const { url, served, end } = await startPassthrough({ uriTemplate: '/own' });
    await (await clients['SDK v2']?.(url))?.close();
    end();
    expect(served[0]).toMatch(/^POST \/backend\/mcp\/own /);
  });

  it('has no prompts, unless a switch says so', async () => {
    const ask = async (switches: object) => {
      const { url, end } = await startPassthrough({}, switches);
      const client = new ClientV2(info);
      await client.connect(new TransportV2(new URL(url)));
      const answer = await client.listPrompts().catch((error: Error) => error.message);
      await client.close();
      end();
      return answer;
    };
    expect(await ask({})).toContain('Prompts are not supported');
    expect(await ask({ 'mcp.prompts': 'forward' })).toMatchObject({ prompts: [{ name: 'ask' }] });
  });

  it('keeps its sessions, and its stream opens at once', async () => {
    const transport = new NodeStreamableHTTPServerTransport({ sessionIdGenerator: () => crypto.randomUUID() });
    await newServer().connect(transport);
    const server = http.createServer((request, response) => void transport.handleRequest(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const under = await start({
      api: {
        path: 'weather',
        serviceUrl: `http://127.0.0.1:${port}/`,
        operations: [],
        mcp: { kind: 'existing', transport: 'streamable' },
      },
    });
    const client = await clients['SDK v1']?.(`${under.gateway.url}/weather/mcp`);
    expect(await client?.callTool({ name: 'who' })).toMatchObject({ content: [{ text: 'I' }] });
    await client?.close();
    server.close();
    server.closeAllConnections();
  });
});
