import type { IncomingMessage } from 'node:http';
import { type FetchLikeMcpHandler, type NodeIncomingMessageLike, toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, type McpServer } from '@modelcontextprotocol/server';
import { bodyLimit } from '../http/body.ts';
import { withClaimsGate } from '../http/claims-gate.ts';
import { BodyRefusal, readMessage } from '../http/message-body.ts';
import { send } from '../http/refusal-answer.ts';
import type { Route } from '../http/request-listener.ts';
import type { Logger } from '../log/logger.ts';
import { eventStreamRoutes } from './event-stream-routes.ts';
import { promptHeaders } from './prompt-headers.ts';
import { withSessions } from './sessions.ts';
import { withSystemKey } from './system-key.ts';

/** Where MCP is served. */
export const mcpPath = '/mcp';

/** Where the MCP extension of Azure Functions serves it. */
const functionsPath = '/runtime/webhooks/mcp';

export interface McpRoutesOptions {
  readonly newServer: () => McpServer;
  /** Whether `/mcp` keeps sessions for the 2025 revisions. The Functions extension always does. */
  readonly sessions: boolean;
  readonly functionsSystemKey: string | undefined;
  /** Whom the request that is being served belongs to; undefined where it does not say. */
  readonly owner: () => Promise<string | undefined>;
  readonly clock: () => number;
  readonly log: Logger;
}

/** Only posts have a message. */
const noBody = Buffer.alloc(0);

/** A request whose body was read. The SDK would read it itself, and cut off whoever sends too much before the answer. */
function withBody({ method = '', url = '', headers }: IncomingMessage, bytes: Buffer): NodeIncomingMessageLike {
  const body = async function* () {
    yield bytes;
  };
  return { method, url, headers, [Symbol.asyncIterator]: body };
}

function routeOf(handler: FetchLikeMcpHandler): Route {
  const serve = toNodeHandler(withClaimsGate(handler), { maxRequestBodySize: bodyLimit });
  return {
    anonymously: false,
    async serve(request, response, _context, body) {
      if (request.method === 'GET') return await serve(request as NodeIncomingMessageLike, promptHeaders(response));
      if (body !== undefined) return await serve(request as NodeIncomingMessageLike, response, body);
      if (request.method !== 'POST') return await serve(withBody(request, noBody), response);
      try {
        return await serve(withBody(request, await readMessage(request)), response);
      } catch (error) {
        if (error instanceof BodyRefusal) return send(response, error.answer);
        throw error;
      }
    },
  };
}

/**
 * MCP over HTTP: Streamable HTTP (2026-07-28 and those of 2025) at the path, HTTP+SSE (2024-11-05) at `/sse` and
 * `/message` below it, under `/mcp` and under the path of the Functions extension.
 */
export function mcpRoutes(options: McpRoutesOptions): readonly (readonly [path: string, route: Route])[] {
  const { newServer, functionsSystemKey, owner, clock, log } = options;
  // Messages of the SDK may quote the request, so the log has only their kind.
  const onerror = (error: Error): void => log('mcp.rejected', { name: error.name });
  const modern = createMcpHandler(newServer, { maxRequestBodySize: bodyLimit, onerror });
  const sessions = withSessions({ newServer, modern, owner, clock, onerror });
  const { sse, message } = eventStreamRoutes({ newServer, owner, clock });
  const extension: readonly (readonly [string, Route])[] = [
    [functionsPath, routeOf(sessions)],
    [`${functionsPath}/sse`, sse],
    [`${functionsPath}/message`, message],
  ];
  return [
    [mcpPath, routeOf(options.sessions ? sessions : modern)],
    [`${mcpPath}/sse`, sse],
    [`${mcpPath}/message`, message],
    ...extension.map(([path, route]) => [path, withSystemKey(route, functionsSystemKey)] as const),
  ];
}
