import { type NodeIncomingMessageLike, toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, type McpServer } from '@modelcontextprotocol/server';
import { bodyLimit } from '../http/body.ts';
import { withClaimsGate } from '../http/claims-gate.ts';
import type { Route } from '../http/request-listener.ts';
import type { Logger } from '../log/logger.ts';

/** Where MCP is served. */
export const mcpPath = '/mcp';

/** Streamable HTTP without sessions: revision 2026-07-28, and those of 2025. */
export function mcpRoute(newServer: () => McpServer, log: Logger): Route {
  // Messages of the SDK may quote the request, so the log has only their kind.
  const onerror = (error: Error): void => log('mcp.rejected', { name: error.name });
  const handler = createMcpHandler(newServer, { maxRequestBodySize: bodyLimit, onerror });
  const serve = toNodeHandler(withClaimsGate(handler), { maxRequestBodySize: bodyLimit });
  return {
    anonymously: false,
    serve: (request, response, _context, body) => serve(request as NodeIncomingMessageLike, response, body),
  };
}
