import type { FetchLikeMcpHandler } from '@modelcontextprotocol/node';
import {
  isLegacyRequest,
  type McpServer,
  WebStandardStreamableHTTPServerTransport as StreamableTransport,
} from '@modelcontextprotocol/server';
import { bodyLimit } from '../http/body.ts';
import { newSessionId, SessionTable } from './session-table.ts';

export interface SessionsOptions {
  readonly newServer: () => McpServer;
  /** Serves revision 2026-07-28, which has no sessions. */
  readonly modern: FetchLikeMcpHandler;
  /** Whom the request that is being served belongs to; undefined where it does not say. @throws as the source of its token does */
  readonly owner: () => Promise<string | undefined>;
  readonly clock: () => number;
  readonly onerror: (error: Error) => void;
}

/** 404: the client is to begin anew (MCP 2025-11-25, Streamable HTTP, session management). */
const noSuchSession = (): Response =>
  Response.json({ jsonrpc: '2.0', error: { code: -32_001, message: 'Session not found' }, id: null }, { status: 404 });

/**
 * Streamable HTTP with sessions for the 2025 revisions: `initialize` begins one, `DELETE` ends it, and only its owner
 * may use it. Requests of revision 2026-07-28 go to `modern`.
 */
export function withSessions(options: SessionsOptions): FetchLikeMcpHandler {
  const { newServer, modern, owner, clock, onerror } = options;
  const sessions = new SessionTable<StreamableTransport>({ end: (transport) => void transport.close(), clock });

  /** A transport that becomes a session if its first request is `initialize`. */
  async function begin(whose: string | undefined): Promise<StreamableTransport> {
    const transport = new StreamableTransport({
      sessionIdGenerator: newSessionId,
      onsessioninitialized: (id) => sessions.add(id, whose, transport),
      onsessionclosed: (id) => sessions.delete(id),
      maxRequestBodySize: bodyLimit,
    });
    transport.onerror = onerror;
    await newServer().connect(transport);
    return transport;
  }

  return {
    async fetch(request, given = {}) {
      const limits = { maxRequestBodySize: bodyLimit };
      if (!(await isLegacyRequest(request, given.parsedBody, limits))) return await modern.fetch(request, given);
      const whose = await owner();
      const id = request.headers.get('mcp-session-id');
      const transport = id === null ? await begin(whose) : sessions.use(id, whose);
      if (!transport) return noSuchSession();
      const response = await transport.handleRequest(request, given);
      if (transport.sessionId === undefined) await transport.close();
      return response;
    },
  };
}
