/** Header fields as they cross the gateway: hop-by-hop fields end here (RFC 9110, 7.6.1), everything else is kept. */
import { Headers } from './message/headers.ts';
import type { RequestMessage, ResponseMessage } from './message/message.ts';

const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate-info',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/** The names that a Connection field lists. */
function connectionNames(raw: readonly string[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    if (raw[index]?.toLowerCase() !== 'connection') continue;
    for (const name of (raw[index + 1] ?? '').split(',')) names.add(name.trim().toLowerCase());
  }
  return names;
}

function endToEnd(raw: readonly string[]): string[] {
  const named = connectionNames(raw);
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const lower = name.toLowerCase();
    if (!hopByHop.has(lower) && !named.has(lower)) kept.push(name, raw[index + 1] ?? '');
  }
  return kept;
}

function without(raw: readonly string[], lower: string): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    if (raw[index]?.toLowerCase() !== lower) kept.push(raw[index] ?? '', raw[index + 1] ?? '');
  }
  return kept;
}

/**
 * What is sent to a server. The Host is the server's own, unless a policy set one.
 * @param client whether this is the client's request, whose Host named the gateway
 */
export function outgoingHeaders(message: RequestMessage, client: boolean): string[] {
  const { headers, body, url } = message;
  let raw = endToEnd(headers.toRaw());
  const ownHost = headers.has('host') && (!client || headers.setBy('host') !== undefined);
  if (!ownHost) raw = ['Host', url.authority, ...without(raw, 'host')];
  if (message.bodyReplaced || body?.buffered || !body) {
    raw = without(raw, 'content-length');
    const length = body?.bytes.length ?? 0;
    const expected = body !== undefined || ['POST', 'PUT', 'PATCH'].includes(message.method);
    if (expected) raw.push('Content-Length', String(length));
  }
  return raw;
}

/** What a server's answer keeps on its way to the client. */
export const responseHeaders = (raw: readonly string[]): Headers => Headers.fromRaw(endToEnd(raw));

/** What is sent to the client. The length is told anew when the body is another than arrived. */
export function answerHeaders(response: ResponseMessage): string[] {
  const raw = endToEnd(response.headers.toRaw());
  if (!response.bodyReplaced && !response.body?.buffered) return raw;
  const kept = without(raw, 'content-length');
  if (response.status !== 204 && response.status !== 304) {
    kept.push('Content-Length', String(response.body?.bytes.length ?? 0));
  }
  return kept;
}
