import type { ServerResponse } from 'node:http';
import type { ClaimsChallenge } from '../on-behalf-of/exchange-error.ts';
import { SigningKeysUnavailable, TokenRefusal } from '../validation/refusal.ts';

/** An HTTP answer that ends a request before, or instead of, MCP. */
export interface RefusalAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer with a JSON body that nobody may keep. */
export function jsonAnswer(status: number, body: object, headers: Record<string, string> = {}): RefusalAnswer {
  const text = JSON.stringify(body);
  return {
    status,
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(text)),
      'Cache-Control': 'no-store',
      ...headers,
    },
    body: text,
  };
}

const challenge = (parameters: Record<string, string>): string =>
  `Bearer ${Object.entries(parameters)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}`;

/** A refused token: RFC 6750 section 3. The required scope is not named: its qualified form would name the audience. */
export function refusalAnswer(refusal: TokenRefusal): RefusalAnswer {
  const body = { error: refusal.error, error_description: refusal.description };
  return jsonAnswer(refusal.status, body, { 'WWW-Authenticate': challenge(body) });
}

/**
 * A claims challenge: 401 with the claims the client's next authorization request must carry, base64 as Microsoft's
 * APIs send it. Source: Microsoft identity platform, claims challenges, and on-behalf-of flow, error response example.
 */
export function claimsAnswer({ claims, correlationId, message }: ClaimsChallenge): RefusalAnswer {
  const body = {
    error: claims === undefined ? 'invalid_token' : 'insufficient_claims',
    error_description: message,
    correlation_id: correlationId,
  };
  const encoded = claims === undefined ? {} : { claims: Buffer.from(claims).toString('base64') };
  return jsonAnswer(401, body, { 'WWW-Authenticate': challenge({ error: body.error, ...encoded }) });
}

/** No verdict on a token, 503: the caller may come back with the same one. */
const unavailableAnswer = (): RefusalAnswer =>
  jsonAnswer(
    503,
    { error: 'temporarily_unavailable', error_description: 'Tokens cannot be checked at the moment' },
    { 'Retry-After': '5' },
  );

/** A request that is not for this server's one endpoint. */
export const notFoundAnswer = (): RefusalAnswer => jsonAnswer(404, { error: 'not_found' });

/** A body over the limit, 413. */
export const tooLargeAnswer = (limit: number): RefusalAnswer =>
  jsonAnswer(413, jsonRpcError(-32_000, `The request body is over ${limit} bytes`));

/** A body that MCP can't be served from, as JSON-RPC error without id. */
export const badBodyAnswer = (code: number, message: string): RefusalAnswer =>
  jsonAnswer(400, jsonRpcError(code, message));

/** A body in a form that is not read, 415 (RFC 9110 section 15.5.16). */
export const unsupportedBodyAnswer = (message: string): RefusalAnswer =>
  jsonAnswer(415, jsonRpcError(-32_000, `Unsupported Media Type: ${message}`));

const jsonRpcError = (code: number, message: string) => ({ jsonrpc: '2.0', error: { code, message }, id: null });

/** The answer for what validation throws; undefined for any other error. */
export function answerFor(error: unknown): RefusalAnswer | undefined {
  if (error instanceof TokenRefusal) return refusalAnswer(error);
  return error instanceof SigningKeysUnavailable ? unavailableAnswer() : undefined;
}

/** Sends an answer. */
export function send(response: ServerResponse, { status, headers, body }: RefusalAnswer): void {
  response.writeHead(status, headers).end(body);
}
