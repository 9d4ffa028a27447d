/** An MCP server that the gateway is itself: operations of REST APIs as tools. */
import type { Api } from '../model.ts';
import { type Body, BodyTooLargeError } from '../pipeline/message/body.ts';
import type { IncomingResponse, OutgoingRequest } from '../policies/services.ts';
import type { Switches } from '../switches.ts';
import { eventStreamEndpoint } from './endpoints.ts';
import { EventStreams } from './event-streams.ts';
import { headerOf } from './header-of.ts';
import {
  answer,
  errorAnswer,
  eventAnswer,
  type RpcMessage,
  readRpcMessage,
  rpcError,
  rpcErrors,
  rpcResult,
} from './json-rpc.ts';
import { listedTool, type ToolDefinition } from './tool-definition.ts';
import { ToolArgumentError, toolRequest } from './tool-request.ts';

/** A request to an API of this gateway, as a tool call makes it. */
export interface LoopbackRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Alternating names and values. */
  readonly headers: readonly string[];
  readonly body: string | undefined;
}

/** What the API answered. */
export interface LoopbackResponse {
  readonly status: number;
  readonly body: Body | undefined;
}

export interface ToolServerOptions {
  readonly api: Api;
  readonly tools: readonly ToolDefinition[];
  readonly switches: Switches;
  /** Largest message or answer that is read, in bytes. */
  readonly limit: number;
  /** Sends a request through the policies of the API it is for. Never throws for what the API answers. */
  readonly invoke: (request: LoopbackRequest, signal: AbortSignal) => Promise<LoopbackResponse>;
}

/** Newest first: a client that asks for another revision is offered the newest. */
const revisions = ['2025-06-18', '2025-03-26', '2024-11-05'];

/** Headers that tell of one connection or one message, and never go with another. */
const neverPassed = new Set(['host', 'content-length', 'content-type', 'accept', 'transfer-encoding', 'connection']);
const subscriptionKey = 'ocp-apim-subscription-key';

/**
 * Headers that go along with a tool call. Those of the client don't: not even Authorization reaches the API behind a
 * tool by itself. A subscription key does, and what policies of the MCP server set.
 */
function passedHeaders(request: OutgoingRequest, switches: Switches): string[] {
  const set = request.forwarded?.setByPolicy ?? new Set<string>();
  const { headers } = request;
  const passed: string[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const [name = '', value = ''] = [headers[index], headers[index + 1]];
    const lower = name.toLowerCase();
    const mayPass = lower === subscriptionKey || (switches['mcp.toolHeaders'] === 'setByPolicy' && set.has(lower));
    if (mayPass && !neverPassed.has(lower)) passed.push(name, value);
  }
  return passed;
}

/** The client's message, or the answer that it is none. */
function readMessage(body: Uint8Array): RpcMessage | { readonly refused: IncomingResponse } {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return { refused: errorAnswer(400, null, rpcErrors.parse, 'Parse error') };
  }
  const message = readRpcMessage(value);
  return message ?? { refused: errorAnswer(400, null, rpcErrors.invalidRequest, 'Invalid request') };
}

const textResult = (text: string, isError: boolean): object => ({ content: [{ type: 'text', text }], isError });

/**
 * The server's side of Streamable HTTP, which keeps nothing between requests and issues no session, and of HTTP+SSE.
 *
 * The wire is undocumented. Chosen: answers as an event stream, errors of the API as failed tool calls with its text.
 */
export class ToolServer {
  readonly #options: ToolServerOptions;
  readonly #streams = new EventStreams();

  constructor(options: ToolServerOptions) {
    this.#options = options;
  }

  /** Answers what the policies let through. @param body the client's message, as policies left it */
  async answer(request: OutgoingRequest, body: Uint8Array): Promise<IncomingResponse> {
    const { pathname, searchParams } = new URL(request.url);
    switch (eventStreamEndpoint(pathname)) {
      case 'sse':
        return this.#streams.open(request.signal);
      case 'messages':
        return this.#post(request, body, searchParams.get('sessionId') ?? '');
      case undefined:
        return await this.#answer(request, body);
    }
  }

  /** HTTP+SSE: a message is accepted, and answered on the stream of its session. */
  #post(request: OutgoingRequest, body: Uint8Array, session: string): IncomingResponse {
    const stream = this.#streams.find(session);
    if (!stream) return errorAnswer(404, null, rpcErrors.invalidRequest, 'Session not found');
    const message = readMessage(body);
    if ('refused' in message) return message.refused;
    const { id } = message;
    if (id !== undefined) {
      // the call lives as long as the stream: the request that brought it ends here
      this.#reply(message, id, { ...request, signal: stream.signal })
        .catch(() => rpcError(id, rpcErrors.internal, 'The tool failed.'))
        .then((reply) => stream.send(reply));
    }
    return answer(202);
  }

  async #answer(request: OutgoingRequest, body: Uint8Array): Promise<IncomingResponse> {
    if (request.method !== 'POST') return answer(405, { Allow: 'POST' });
    const revision = headerOf(request.headers, 'mcp-protocol-version');
    if (revision !== undefined && !revisions.includes(revision)) {
      const message = `Unsupported protocol version (supported versions: ${revisions.join(', ')})`;
      return errorAnswer(400, null, rpcErrors.invalidRequest, message);
    }
    const accept = headerOf(request.headers, 'accept') ?? '*/*';
    const accepts = (type: string): boolean => accept.includes(type) || accept.includes('*/*');
    if (!accepts('application/json') || !accepts('text/event-stream')) {
      return errorAnswer(
        406,
        null,
        rpcErrors.invalidRequest,
        'Accept must name application/json and text/event-stream',
      );
    }
    const message = readMessage(body);
    if ('refused' in message) return message.refused;
    if (message.id === undefined) return answer(202);
    return eventAnswer(await this.#reply(message, message.id, request));
  }

  async #reply({ method, params }: RpcMessage, id: string | number | null, request: OutgoingRequest): Promise<object> {
    const { api, tools } = this.#options;
    switch (method) {
      case 'initialize': {
        const [newest = ''] = revisions;
        const asked = String(params.protocolVersion);
        return rpcResult(id, {
          protocolVersion: revisions.includes(asked) ? asked : newest,
          capabilities: { tools: { listChanged: false } },
          serverInfo: { name: api.name, version: api.version ?? '1.0' },
        });
      }
      case 'ping':
        return rpcResult(id, {});
      case 'tools/list':
        return rpcResult(id, { tools: tools.map(listedTool) });
      case 'tools/call':
        return await this.#call(params, id, request);
      default:
        return rpcError(id, rpcErrors.methodNotFound, `Method '${method}' is not available.`);
    }
  }

  async #call(
    { name, arguments: given }: Readonly<Record<string, unknown>>,
    id: string | number | null,
    request: OutgoingRequest,
  ): Promise<object> {
    const { tools, switches, invoke, limit } = this.#options;
    const found = tools.find(({ tool }) => tool.name === name);
    if (!found) return rpcError(id, rpcErrors.invalidParams, `Unknown tool: '${String(name).slice(0, 100)}'`);
    const args = typeof given === 'object' && given !== null && !Array.isArray(given) ? { ...given } : {};
    try {
      const { method, target, body } = toolRequest(found, args);
      const content = body === undefined ? [] : ['Content-Type', 'application/json'];
      const headers = [...passedHeaders(request, switches), ...content];
      const response = await invoke({ method, target, headers, body }, request.signal);
      const bytes = (await response.body?.buffer(limit)) ?? new Uint8Array();
      return rpcResult(id, textResult(Buffer.from(bytes).toString('utf8'), response.status >= 400));
    } catch (error) {
      if (error instanceof ToolArgumentError) return rpcResult(id, textResult(error.message, true));
      if (error instanceof BodyTooLargeError) return rpcResult(id, textResult('The answer is too large.', true));
      throw error;
    }
  }
}
