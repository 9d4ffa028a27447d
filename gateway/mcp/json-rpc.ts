import { STATUS_CODES } from 'node:http';
import { Readable } from 'node:stream';
import type { IncomingResponse } from '../policies/services.ts';

/** JSON-RPC 2.0, section 5.1, as MCP uses it. */
export const rpcErrors = {
  parse: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  internal: -32_603,
} as const;

/** What a request is answered by; null where it could not be read. */
export type RpcId = string | number | null;

/** One request or notification. A notification has no id. */
export interface RpcMessage {
  readonly id?: RpcId;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads one message. @returns undefined for anything else, a batch too: MCP has none since 2025-06-18 */
export function readRpcMessage(value: unknown): RpcMessage | undefined {
  if (!isObject(value) || value.jsonrpc !== '2.0' || typeof value.method !== 'string') return undefined;
  const { id, method, params = {} } = value;
  if (!isObject(params)) return undefined;
  if (id === undefined) return { method, params };
  return typeof id === 'string' || typeof id === 'number' ? { id, method, params } : undefined;
}

/** The answer to a request (JSON-RPC 2.0, 5). */
export const rpcResult = (id: RpcId, result: object): object => ({ jsonrpc: '2.0', id, result });

/** The answer that a request failed (JSON-RPC 2.0, 5.1). */
export const rpcError = (id: RpcId, code: number, message: string): object => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
});

/** An answer with headers and text, as if a server had sent it. */
export function answer(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  text: string | undefined = undefined,
): IncomingResponse {
  const length = text === undefined ? '0' : String(Buffer.byteLength(text));
  return {
    status,
    reason: STATUS_CODES[status] ?? '',
    headers: Object.entries({ ...headers, 'Content-Length': length }).flat(),
    body: Readable.from(text === undefined ? [] : [Buffer.from(text)]),
  };
}

/** A JSON-RPC error outside any stream. */
export const errorAnswer = (status: number, id: RpcId, code: number, message: string): IncomingResponse =>
  answer(status, { 'Content-Type': 'application/json' }, JSON.stringify(rpcError(id, code, message)));

/** A JSON-RPC message as the one event of a stream. */
export const eventAnswer = (message: object, headers: Readonly<Record<string, string>> = {}): IncomingResponse =>
  answer(
    200,
    { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache,no-store', ...headers },
    `event: message\ndata: ${JSON.stringify(message)}\n\n`,
  );
