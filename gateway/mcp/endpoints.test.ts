import { describe, expect, it } from 'vitest';
import type { Api } from '../model.ts';
import { defaultSwitches } from '../switches.ts';
import { eventStreamEndpoint, pathAtBackend, withMcpEndpoints } from './endpoints.ts';

const api = (mcp?: Api['mcp'], more: Partial<Api> = {}): Api => ({
  id: 'a',
  name: 'A',
  path: 'a',
  revision: '1',
  subscriptionRequired: false,
  operations: [],
  ...(mcp ? { mcp } : {}),
  ...more,
});
const tools = { kind: 'tools', tools: [] } as const;
const gateway = 'https://gateway.example';
const endpointsOf = (of: Api, switches = defaultSwitches) =>
  withMcpEndpoints(of, gateway, switches).operations.map(({ method, urlTemplate }) => `${method} ${urlTemplate}`);
const streamable = ['GET /mcp', 'POST /mcp', 'DELETE /mcp', 'OPTIONS /mcp'];

describe('the endpoints', () => {
  it('of a server of tools are those of both transports, unless a switch takes the older away', () => {
    expect(endpointsOf(api(tools))).toEqual([...streamable, 'GET /sse', 'POST /messages']);
    expect(endpointsOf(api(tools), { ...defaultSwitches, 'mcp.toolEventStream': 'absent' })).toEqual(streamable);
  });

  it('of an existing server are those of its transport', () => {
    expect(endpointsOf(api({ kind: 'existing', transport: 'streamable' }))).toEqual(streamable);
    const eventStream = ['GET /sse', 'POST /messages', 'POST /message'];
    expect(endpointsOf(api({ kind: 'existing', transport: 'sse' }))).toEqual(eventStream);
  });

  it('of any other API are its operations', () => {
    const plain = api(undefined, { operations: [{ id: 'o', name: 'O', method: 'GET', urlTemplate: '/o' }] });
    expect(withMcpEndpoints(plain, gateway, defaultSwitches)).toBe(plain);
  });

  it('have ids of their own', () => {
    const ids = withMcpEndpoints(api(tools), gateway, defaultSwitches).operations.map(({ id }) => id);
    expect(ids).toEqual([
      'mcp-get-mcp',
      'mcp-post-mcp',
      'mcp-delete-mcp',
      'mcp-options-mcp',
      'mcp-get-sse',
      'mcp-post-messages',
    ]);
  });
});

it('a server of tools forwards to the gateway, unless it was given a URL', () => {
  const urlOf = (more: Partial<Api>) => withMcpEndpoints(api(tools, more), gateway, defaultSwitches).serviceUrl;
  expect([urlOf({}), urlOf({ serviceUrl: 'https://own.example' })]).toEqual([gateway, 'https://own.example']);
});

it('what goes to the backend is its own path for Streamable HTTP, and the path of the request for everything else', () => {
  const existing = { kind: 'existing', transport: 'streamable' } as const;
  expect(pathAtBackend(api(existing), '/mcp')).toBe('');
  expect(pathAtBackend(api({ ...existing, uriTemplate: '/own' }), '/mcp')).toBe('/own');
  expect(pathAtBackend(api({ ...existing, transport: 'sse', uriTemplate: '/own' }), '/sse')).toBe('/sse');
  expect(pathAtBackend(api(tools), '/mcp')).toBe('/mcp');
  expect(pathAtBackend(api(), '/x')).toBe('/x');
});

it.each([
  ['/tools/sse', 'sse'],
  ['/sse/', 'sse'],
  ['/tools/messages', 'messages'],
  ['/tools/mcp', undefined],
  ['/sse/mcp', undefined],
  ['/asse', undefined],
  ['/', undefined],
])('%s is the endpoint %s', (path, endpoint) => {
  expect(eventStreamEndpoint(path)).toBe(endpoint);
});
