import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { hostHeaderValidation, originValidation } from '@modelcontextprotocol/node';
import type { Logger } from '../log/logger.ts';
import type { TokenSource } from '../token-source/token-source.ts';
import { SigningKeysUnavailable, TokenRefusal } from '../validation/refusal.ts';
import { answerFor, notFoundAnswer, send } from './refusal-answer.ts';
import { type RequestContext, withRequest } from './request-context.ts';

/** What serves the requests to a path, once their caller is known. */
export interface Route {
  /** Whether a request without any credential may be served. */
  readonly anonymously: boolean;
  /**
   * Looks at a request before its token is looked for.
   * @returns false when it answered the request itself
   */
  admits?(request: IncomingMessage, response: ServerResponse): boolean;
  /**
   * Serves a request.
   * @param body the parsed body, when looking for the caller's token took reading it
   */
  serve(request: IncomingMessage, response: ServerResponse, context: RequestContext, body?: unknown): Promise<void>;
}

export interface RequestListenerOptions {
  /** Host names that `Host` may name, without port. */
  readonly allowedHosts: readonly string[];
  /** Host names that `Origin`, if there is one, may name. */
  readonly allowedOrigins: readonly string[];
  readonly source: TokenSource;
  /** By path, without query. */
  readonly routes: ReadonlyMap<string, Route>;
  readonly log: Logger;
}

/**
 * The way of a request: Host and Origin (403, against DNS rebinding), path (404), token (400, 401, 403, 503), then
 * MCP or an endpoint.
 * A gateway in front sends the host name of this server's own URL, as API Management does.
 */
export function createRequestListener(options: RequestListenerOptions): RequestListener {
  const { source, routes, log } = options;
  const hostIsAllowed = hostHeaderValidation([...options.allowedHosts]);
  const originIsAllowed = originValidation([...options.allowedOrigins]);

  async function serve(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!hostIsAllowed(request, response) || !originIsAllowed(request, response)) return;
    const route = routes.get(pathOf(request));
    if (!route) return send(response, notFoundAnswer());
    if (route.admits?.(request, response) === false) return;
    const opened = await source.open(request, { anonymously: route.anonymously });
    if ('answer' in opened) return send(response, opened.answer);
    const { caller, sender = caller } = opened;
    const context: RequestContext = { id, caller, sender };
    await withRequest(context, () => route.serve(request, response, context, opened.body));
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
