/**
 * An HTTP CONNECT proxy (RFC 9110 section 9.3.6) that tunnels to mapped hosts on loopback and to nothing else. Child
 * processes use it through `NODE_USE_ENV_PROXY=1` and `HTTPS_PROXY`, so unmodified libraries reach Microsoft's names
 * here, and whatever else they try is refused and remembered.
 */
import net from 'node:net';
import { type HostMap, isLoopback } from './host-map.ts';
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

/**
 * Starts the proxy on a free loopback port.
 * @param hosts where tunnels may go. Unmapped loopback targets are tunnelled as they are, for children that ignore `NO_PROXY`.
 */
export async function startConnectProxy(hosts: HostMap): Promise<ConnectProxy> {
  const refused: string[] = [];
  const refuse = (target: string): string => {
    if (refused.length < keptRefusals) refused.push(target);
    return `Sallyport refused a connection to ${target}: it is not one of the hosts served here.\n`;
  };

  const listener = await listen((request, response) => {
    // a plain-HTTP request in absolute form: nothing is served that way
    const target = URL.canParse(request.url ?? '')
      ? new URL(request.url ?? '').host
      : (request.headers.host ?? 'unknown');
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(refuse(target));
  });

  listener.server.on('connect', (request, client: net.Socket, head: Buffer) => {
    const target = (request.url ?? '').toLowerCase();
    const [, host = '', port = ''] = /^(.*):(\d{1,5})$/.exec(target) ?? [];
    const mapped = hosts.get(target) ?? (isLoopback(host) ? Number(port) : undefined);
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
