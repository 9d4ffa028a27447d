import type { Api, Operation } from '../model.ts';
import type { Switches } from '../switches.ts';

const operation = (method: string, urlTemplate: string): Operation => ({
  id: `mcp-${method.toLowerCase()}${urlTemplate.replaceAll('/', '-')}`,
  name: `${method} ${urlTemplate}`,
  method,
  urlTemplate,
});

const streamable = ['GET', 'POST', 'DELETE', 'OPTIONS'].map((method) => operation(method, '/mcp'));
const toolEventStream = [operation('GET', '/sse'), operation('POST', '/messages')];
const eventStream = [...toolEventStream, operation('POST', '/message')];

/** Which of the two endpoints of HTTP+SSE a path below a server of tools is; undefined: that of Streamable HTTP. */
export function eventStreamEndpoint(path: string): 'sse' | 'messages' | undefined {
  const [, last] = /\/([^/]*)\/?$/.exec(path) ?? [];
  return last === 'sse' || last === 'messages' ? last : undefined;
}

/**
 * An MCP server as the router and the pipeline see it: an API whose operations are the endpoints of the protocol,
 * `/mcp` below its path, or `/sse` and where its server says that messages go. A server of tools has both. Any other API
 * as it is.
 *
 * Policies of single operations don't exist: those of the server apply to all its tools.
 *
 * @param gatewayUrl what a server of tools forwards to, because it has no backend: the gateway itself
 */
export function withMcpEndpoints(api: Api, gatewayUrl: string, switches: Switches): Api {
  switch (api.mcp?.kind) {
    case undefined:
      return api;
    case 'tools':
      return { ...api, operations: toolEndpoints(switches), serviceUrl: api.serviceUrl ?? gatewayUrl };
    case 'existing':
      return { ...api, operations: api.mcp.transport === 'sse' ? eventStream : streamable };
  }
}

const toolEndpoints = (switches: Switches): readonly Operation[] =>
  switches['mcp.toolEventStream'] === 'serve' ? [...streamable, ...toolEventStream] : streamable;

/**
 * What of a request's path goes to the backend. The endpoint of an existing server is where its backend says, whatever
 * the gateway's own is called; of HTTP+SSE, which has two, the paths stay.
 */
export function pathAtBackend({ mcp }: Api, remainder: string): string {
  return mcp?.kind === 'existing' && mcp.transport === 'streamable' ? (mcp.uriTemplate ?? '') : remainder;
}
