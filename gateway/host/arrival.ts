/** A request as node's server delivers it -> the pipeline's view of it. */
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { Body } from '../pipeline/message/body.ts';
import { Headers } from '../pipeline/message/headers.ts';
import { defaultPort, GatewayUrl } from '../pipeline/message/url.ts';

export interface ReceivedRequest {
  readonly method: string;
  readonly url: GatewayUrl;
  readonly headers: Headers;
  readonly body: Body | undefined;
  readonly ipAddress: string;
  readonly clientCertificate: Uint8Array | undefined;
}

const hostPattern = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/;

/**
 * The path with its dot segments followed (RFC 3986, 5.2.4), as HTTP.sys and Kestrel follow them before they hand a
 * request on: otherwise the path that chooses API and policies is not the one that the backend gets. Dots may be
 * percent-encoded, and a backslash is what the URL of the backend call takes for a slash.
 */
function withoutDots(path: string): string {
  if (!/\\|\/(?:\.|%2e)/i.test(path)) return path;
  const kept: string[] = [];
  const segments = path.replaceAll('\\', '/').split('/').slice(1);
  for (const [index, segment] of segments.entries()) {
    const plain = segment.replace(/%2e/gi, '.');
    if (plain === '..') kept.pop();
    else if (plain !== '.') kept.push(segment);
    if ((plain === '..' || plain === '.') && index === segments.length - 1) kept.push('');
  }
  return `/${kept.join('/')}`;
}

/** @returns undefined for a request that names no usable host or path: it gets 400 */
export function receiveRequest(request: IncomingMessage, secure: boolean): ReceivedRequest | undefined {
  const headers = Headers.fromRaw(request.rawHeaders, 'request');
  const host = hostPattern.exec(headers.get('host')?.trim() ?? '');
  const target = request.url ?? '/';
  // absolute-form is for proxies; the gateway takes its path (RFC 9112, 3.2.2)
  const absolute = /^https?:\/\/[^/?#]*/i.exec(target);
  const local = absolute ? target.slice(absolute[0].length) || '/' : target;
  // asks about the server as a whole (RFC 9112, 3.2.4), which is no operation of any API
  const everything = local === '*' && request.method === 'OPTIONS';
  if (!host || !(local.startsWith('/') || local.startsWith('?') || everything)) return undefined;
  const scheme = secure ? 'https' : 'http';
  const mark = local.indexOf('?');
  const path = withoutDots(mark < 0 ? local : local.slice(0, mark));
  const url = new GatewayUrl({
    scheme,
    host: (host[1] ?? '').toLowerCase(),
    port: host[2] === undefined ? defaultPort(scheme) : Number(host[2]),
    path: path === '' ? '/' : path,
    queryString: mark < 0 ? '' : local.slice(mark),
  });
  const length = headers.get('content-length');
  const hasBody = headers.has('transfer-encoding') || (length !== undefined && Number(length) !== 0);
  const { socket } = request;
  const peer = socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined;
  return {
    method: (request.method ?? 'GET').toUpperCase(),
    url,
    headers,
    body: hasBody ? Body.arriving(request) : undefined,
    ipAddress: (socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    clientCertificate: peer?.raw,
  };
}
