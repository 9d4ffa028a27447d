import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import {
  hostHeaderValidation,
  type NodeIncomingMessageLike,
  type NodeMcpRequestHandler,
  originValidation,
} from '@modelcontextprotocol/node';
import type { Logger } from '../log/logger.ts';
import type { TokenSource } from '../token-source/token-source.ts';
import { SigningKeysUnavailable, TokenRefusal } from '../validation/refusal.ts';
import { answerFor, notFoundAnswer, send } from './refusal-answer.ts';
import { withRequest } from './request-context.ts';

/** The one path that is served. */
export const mcpPath = '/mcp';

export interface RequestListenerOptions {
  /** Host names that `Host` may name, without port. */
  readonly allowedHosts: readonly string[];
  /** Host names that `Origin`, if there is one, may name. */
  readonly allowedOrigins: readonly string[];
  readonly source: TokenSource;
  /** Serves MCP inside a request context. */
  readonly mcp: NodeMcpRequestHandler;
  readonly log: Logger;
}

/**
 * The way of a request: Host and Origin (403, against DNS rebinding), path (404), token (400, 401, 403, 503), MCP.
 * A gateway in front sends the host name of this server's own URL, as API Management does.
 */
export function createRequestListener(options: RequestListenerOptions): RequestListener {
  const { source, mcp, log } = options;
  const hostIsAllowed = hostHeaderValidation([...options.allowedHosts]);
  const originIsAllowed = originValidation([...options.allowedOrigins]);

  async function serve(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!hostIsAllowed(request, response) || !originIsAllowed(request, response)) return;
    if (pathOf(request) !== mcpPath) return send(response, notFoundAnswer());
    const opened = await source.open(request);
    if ('answer' in opened) return send(response, opened.answer);
    await withRequest({ id, user: opened.user }, () => mcp(request as NodeIncomingMessageLike, response, opened.body));
  }

  return (request, response) => {
    const id = randomUUID();
    const started = performance.now();
    response.once('close', () => {
      const ms = Math.round(performance.now() - started);
      const { method } = request;
      log('request', { requestId: id, method, path: pathOf(request), status: response.statusCode, ms });
    });
    serve(id, request, response).catch((error: unknown) => {
      if (error instanceof TokenRefusal) log('token.refused', { requestId: id, reason: error.reason });
      else if (error instanceof SigningKeysUnavailable) log('token.unchecked', { requestId: id });
      else log('request.failed', { requestId: id, name: error instanceof Error ? error.name : 'unknown' });
      if (response.headersSent) response.destroy();
      else send(response, answerFor(error) ?? { status: 500, headers: {}, body: '' });
    });
  };
}

/** The path alone: a query string may hold what must not be logged, and credentials in it are never read. */
const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? '';
