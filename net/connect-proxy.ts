/**
 * An HTTP CONNECT proxy (RFC 9110 section 9.3.6) that tunnels to mapped hosts on loopback and to nothing else; plain-HTTP
 * requests to mapped hosts are passed on. Child processes use it through `NODE_USE_ENV_PROXY=1` and `HTTPS_PROXY`, so unmodified libraries reach Microsoft's names
 * here, and whatever else they try is refused and remembered.
 */
import http from 'node:http';
import net from 'node:net';
import { type HostMap, hostKey, isLoopback } from './host-map.ts';
import { listen } from './listener.ts';

export interface ConnectProxy {
  readonly port: number;
  /** For `HTTPS_PROXY`. */
  readonly url: string;
  /** `host:port` of refused requests, oldest first; at most 1000 are kept. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

const keptRefusals = 1000;

/** Passes a request on to a loopback port, and says nothing of itself: no header is added. */
function forward(request: http.IncomingMessage, response: http.ServerResponse, url: URL, port: number): void {
  const {
    connection: _connection,
    'proxy-connection': _proxy,
    'proxy-authorization': _credentials,
    ...headers
  } = request.headers;
  const upstream = http.request(
    {
      host: '127.0.0.1',
      port,
      method: request.method,
      path: `${url.pathname}${url.search}`,
      headers: { ...headers, host: url.host },
    },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    },
  );
  upstream.on('error', () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end();
  });
  response.on('close', () => upstream.destroy());
  request.pipe(upstream);
}

/**
 * Starts the proxy on loopback.
 * @param hosts where tunnels may go. Unmapped loopback targets are tunnelled as they are, for children that ignore `NO_PROXY`.
 * @param port any free one unless told
 * @throws PortUnavailableError when it can't be had
 */
export async function startConnectProxy(hosts: HostMap, port = 0): Promise<ConnectProxy> {
  const refused: string[] = [];
  const refuse = (target: string): string => {
    if (refused.length < keptRefusals) refused.push(target);
    return `Sallyport refused a connection to ${target}: it is not one of the hosts served here.\n`;
  };

  const listener = await listen(
    (request, response) => {
      // a plain-HTTP request in absolute form (RFC 9112 section 3.2.2), as clients send it to a proxy
      const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : undefined;
      const mapped = url?.protocol === 'http:' ? hosts.get(hostKey(url.origin)) : undefined;
      if (url && mapped !== undefined) return forward(request, response, url, mapped);
      const target = url?.host ?? request.headers.host ?? 'unknown';
      response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(refuse(target));
    },
    { port },
  );

  listener.server.on('connect', (request, client: net.Socket, head: Buffer) => {
    const target = (request.url ?? '').toLowerCase();
    const [, host = '', asked = ''] = /^(.*):(\d{1,5})$/.exec(target) ?? [];
    const mapped = hosts.get(target) ?? (isLoopback(host) ? Number(asked) : undefined);
    client.on('error', () => client.destroy());
    if (mapped === undefined || mapped > 65_535) {
      const text = refuse(target);
      client.end(
        `HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\n` +
          `Connection: close\r\n\r\n${text}`,
      );
      return;
    }
    const upstream = net.connect({ host: '127.0.0.1', port: mapped }, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });

  return { port: listener.port, url: `http://127.0.0.1:${listener.port}`, refused, close: () => listener.close() };
}
