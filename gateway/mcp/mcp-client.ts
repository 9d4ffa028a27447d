/** Where the forwarded requests of an MCP server go: to the tools of the gateway itself, or to an existing server. */
import type { Api } from '../model.ts';
import { Body, BodyTooLargeError } from '../pipeline/message/body.ts';
import { ExchangeError, type HttpClient, type IncomingResponse, type OutgoingRequest } from '../policies/services.ts';
import type { Switches } from '../switches.ts';
import { errorAnswer, readRpcMessage, rpcErrors } from './json-rpc.ts';
import { toolDefinitions } from './tool-definition.ts';
import { ToolServer, type ToolServerOptions } from './tool-server.ts';

export interface McpClientOptions {
  /** Every API of the service: what tools name. */
  readonly apis: readonly Api[];
  readonly switches: Switches;
  /** Largest message that is read, in bytes. */
  readonly limit: number;
  readonly invoke: ToolServerOptions['invoke'];
}

/** The whole message of a request. @throws ExchangeError when the client has gone; undefined: it is too large */
async function contentOf(body: OutgoingRequest['body'], limit: number): Promise<Uint8Array | undefined> {
  if (body === undefined || body instanceof Uint8Array) return body ?? new Uint8Array();
  try {
    return await Body.streaming(body).buffer(limit);
  } catch (error) {
    if (error instanceof BodyTooLargeError) return undefined;
    throw new ExchangeError('aborted', 'The client closed the connection.', { cause: error });
  }
}

const tooLarge = (): IncomingResponse => errorAnswer(413, null, rpcErrors.invalidRequest, 'The message is too large');

/** The request of a message for prompts; undefined for any other. */
function promptId(content: Uint8Array): { readonly id: string | number | null } | undefined {
  try {
    const message = readRpcMessage(JSON.parse(Buffer.from(content).toString('utf8')));
    return message?.method.startsWith('prompts/') ? { id: message.id ?? null } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The client for requests to `api`. What is not the client's own request, such as one of `send-request`, and requests to
 * APIs that are no MCP servers go out as ever.
 */
export function mcpClient(api: Api, client: HttpClient, options: McpClientOptions): HttpClient {
  const { mcp } = api;
  const { apis, switches, limit, invoke } = options;
  if (mcp?.kind === 'tools') {
    const tools = toolDefinitions(mcp.tools, apis);
    const server = new ToolServer({ api, tools, switches, limit, invoke });
    return {
      async send(request) {
        if (!request.forwarded) return await client.send(request);
        const body = await contentOf(request.body, limit);
        return body ? await server.answer(request, body) : tooLarge();
      },
    };
  }
  if (mcp?.kind === 'existing' && switches['mcp.prompts'] === 'refuse') {
    return {
      async send(request) {
        if (!request.forwarded || request.method !== 'POST') return await client.send(request);
        const body = await contentOf(request.body, limit);
        if (!body) return tooLarge();
        const prompt = promptId(body);
        if (!prompt) return await client.send({ ...request, body });
        return errorAnswer(200, prompt.id, rpcErrors.methodNotFound, 'Prompts are not supported.');
      },
    };
  }
  return client;
}
