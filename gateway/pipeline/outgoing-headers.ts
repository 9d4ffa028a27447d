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

/** The names that Connection fields list; nearly always none but hop-by-hop ones. */
function connectionNames(raw: readonly string[]): ReadonlySet<string> | undefined {
  let names: Set<string> | undefined;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (name.length !== 10 || name.toLowerCase() !== 'connection') continue;
    for (const part of (raw[index + 1] ?? '').split(',')) {
      const lower = part.trim().toLowerCase();
      if (lower === 'close' || hopByHop.has(lower)) continue;
      names ??= new Set();
      names.add(lower);
    }
  }
  return names;
}

/** The end-to-end fields, but for those of one or two names in lower case. */
function endToEnd(raw: readonly string[], without?: string, neither?: string): string[] {
  const named = connectionNames(raw);
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const lower = name.toLowerCase();
    if (lower === without || lower === neither || hopByHop.has(lower) || named?.has(lower)) continue;
    kept.push(name, raw[index + 1] ?? '');
  }
  return kept;
}

const forwardedFor = 'x-forwarded-for';

/** Adds the client's address to those that the request names already, in the place and spelling of the first. */
function addAddress(raw: string[], address: string): void {
  const addresses: string[] = [];
  let at = -1;
  for (let index = 0; index < raw.length; index += 2) {
    if (raw[index]?.length !== forwardedFor.length || raw[index]?.toLowerCase() !== forwardedFor) continue;
    addresses.push(raw[index + 1] ?? '');
    if (at < 0) at = index;
    else {
      raw.splice(index, 2);
      index -= 2;
    }
  }
  if (at < 0) raw.push('X-Forwarded-For', address);
  else raw[at + 1] = [...addresses, address].join(', ');
}

/**
 * What is sent to a server. The Host is the server's own, unless a policy set one.
 * @param client the address of the client, when this is its request: its Host named the gateway, and the backend is told
 * the address, which no policy can keep from it (set-header page, limitations)
 */
export function outgoingHeaders(message: RequestMessage, client: string | undefined): string[] {
  const { headers, body, url } = message;
  const ownHost = headers.has('host') && (client === undefined || headers.setBy('host') !== undefined);
  const measured = message.bodyReplaced || body?.buffered || !body;
  const fields = endToEnd(headers.toRaw(), ownHost ? undefined : 'host', measured ? 'content-length' : undefined);
  const raw = ownHost ? fields : ['Host', url.authority, ...fields];
  if (client !== undefined) addAddress(raw, client);
  if (measured) {
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
  const measured = response.bodyReplaced || response.body?.buffered === true;
  const raw = endToEnd(response.headers.toRaw(), measured ? 'content-length' : undefined);
  if (measured && response.status !== 204 && response.status !== 304) {
    raw.push('Content-Length', String(response.body?.bytes.length ?? 0));
  }
  return raw;
}
