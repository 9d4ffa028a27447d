/** Outgoing HTTP by way of an HTTP proxy at a mapped host. */
import http from 'node:http';
import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import { EgressRefusedError, type MappedDispatcherOptions } from './dispatcher.ts';
import { isLoopback } from './host-map.ts';

/** An HTTP proxy: http only. */
export interface HttpProxy {
  readonly hostname: string;
  readonly port: number;
  /** Proxy-Authorization of every request and tunnel. */
  readonly authorization?: string | undefined;
}

/** How long a proxy may take to open a tunnel, in milliseconds. */
const tunnelTimeoutMs = 60_000;

/** The loopback port at which a host is served; undefined when it is not. */
export function servedPort(
  { hosts, allowLoopback = true }: Pick<MappedDispatcherOptions, 'hosts' | 'allowLoopback'>,
  hostname: string,
  port: number,
): number | undefined {
  const mapped = hosts.get(`${hostname}:${port}`.toLowerCase());
  return mapped ?? (allowLoopback && isLoopback(hostname) ? port : undefined);
}

/** Something under way that can be ended. */
export interface Ending {
  destroy(): unknown;
}

type Connected = (...args: [Error, null] | [null, Socket]) => void;

/**
 * What dispatches requests through `proxy`, each over a connection of its own: those for https in a tunnel (RFC 9110,
 * 9.3.6), the others in absolute form (RFC 9112, 3.2.2). The proxy has to be mapped or on loopback; where it goes from
 * there is its own affair.
 * @param open holds what is under way, for whoever has to end it
 */
export function proxiedDispatcher(
  options: MappedDispatcherOptions,
  proxy: HttpProxy,
  open: Set<Ending> = new Set(),
): Pick<Dispatcher, 'dispatch'> {
  const { ca, certificate } = options;
  const secureContext = tls.createSecureContext({ ca: [...ca], ...certificate });
  const credentials = proxy.authorization === undefined ? [] : ['Proxy-Authorization', proxy.authorization];
  const place = `${proxy.hostname}:${proxy.port}`;

  function connect(target: { hostname: string; port: string; protocol: string }, callback: Connected): void {
    const port = servedPort(options, proxy.hostname, proxy.port);
    if (port === undefined) {
      options.onRefused?.(place);
      callback(new EgressRefusedError(place), null);
      return;
    }
    let reached: { destroy(error: Error): unknown } | undefined;
    // a client that ends does not end what connects for it
    const handshake = { destroy: () => reached?.destroy(new Error('the gateway ends')) };
    open.add(handshake);
    const fail = (error: Error): void => {
      open.delete(handshake);
      callback(error, null);
    };
    const succeed = (socket: Socket): void => {
      socket.off('error', fail);
      open.delete(handshake);
      callback(null, socket);
    };
    if (target.protocol === 'http:') {
      const socket = net.connect({ host: '127.0.0.1', port });
      reached = socket;
      socket.once('error', fail);
      socket.once('connect', () => succeed(socket));
      return;
    }
    const authority = `${target.hostname}:${target.port || '443'}`;
    const request = http.request({
      host: '127.0.0.1',
      port,
      method: 'CONNECT',
      path: authority,
      headers: ['Host', authority, ...credentials] as never,
      agent: false,
    });
    reached = request;
    request.setTimeout(tunnelTimeoutMs, () => request.destroy(new Error(`the proxy ${place} does not answer`)));
    request.once('error', fail);
    request.once('connect', (answer: http.IncomingMessage, socket: Socket) => {
      request.off('error', fail);
      if (answer.statusCode !== 200) {
        socket.destroy();
        fail(new Error(`the proxy ${place} answered ${answer.statusCode} when asked for a tunnel to ${authority}`));
        return;
      }
      socket.setTimeout(0);
      const secure = tls.connect({ socket, secureContext, servername: target.hostname });
      reached = secure;
      secure.once('error', fail);
      secure.once('secureConnect', () => succeed(secure));
    });
    request.end();
  }

  return {
    dispatch: (request, handler) => {
      const origin = String(request.origin);
      const client = new Client(origin, { connect: connect as never, bodyTimeout: 0, headersTimeout: 0 });
      const plain = origin.startsWith('http:');
      const sent = (request.headers ?? []) as string[];
      const headers = plain ? [...withoutCredentials(sent), ...credentials] : sent;
      open.add(client);
      const dispatched = client.dispatch(
        { ...request, headers, path: plain ? `${origin}${request.path}` : request.path },
        handler,
      );
      // ends when the answer has
      client
        .close()
        .catch(() => {})
        .finally(() => open.delete(client));
      return dispatched;
    },
  };
}

/** Raw headers without those for a proxy: whose credentials it gets is not for the client to say. */
const withoutCredentials = (raw: readonly string[]): string[] =>
  raw.filter((_part, index) => raw[index - (index % 2)]?.toLowerCase() !== 'proxy-authorization');
