/** A loopback listener with a clear error for a taken port and a close that really closes. */
import type http from 'node:http';
import type https from 'node:https';
import type { Socket } from 'node:net';

export interface Listener {
  readonly port: number;
  /** `http(s)://localhost:PORT`, without a trailing slash. */
  readonly url: string;
  readonly server: http.Server | https.Server;
  /** Stops listening and ends every open connection, upgraded ones too. May be called twice. */
  close(): Promise<void>;
}

export interface ListenOptions {
  /** Key and certificate, PEM; without them the listener speaks plain HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** A loopback address; 127.0.0.1 unless told. */
  readonly host?: string;
}

/** The port is in use, or may not be used by this user. */
export class PortUnavailableError extends Error {
  readonly port: number;
  readonly code: string;

  constructor(port: number, code: string) {
    super(
      code === 'EACCES'
        ? `port ${port} may not be opened by this user; choose one above 1023`
        : `port ${port} is in use; stop what listens there or choose another port`,
    );
    this.name = 'PortUnavailableError';
    this.port = port;
    this.code = code;
  }
}

const loopbackAddress = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

/**
 * Listens on loopback.
 *
 * @throws RangeError for an address that is not loopback: the parts of the harness accept mock credentials and serve
 *   Microsoft's names, so they are never offered to a network.
 * @throws PortUnavailableError when the port can't be had.
 */
export function listen(handler: http.RequestListener, options: ListenOptions = {}): Promise<Listener> {
  const { tls, port = 0, host = '127.0.0.1' } = options;
  if (!loopbackAddress.test(host)) {
    return Promise.reject(new RangeError(`listeners stay on loopback, and '${host}' is not a loopback address`));
  }
  // imported as a module, node:http would load all it exports, WebSocket and the client behind it: 12 MB and 60 ms
  const server = tls
    ? process.getBuiltinModule('node:https').createServer({ key: tls.key, cert: tls.cert }, handler)
    : process.getBuiltinModule('node:http').createServer(handler);
  // Node's five seconds end idle connections just when a client with a pool uses them again (ECONNRESET)
  server.keepAliveTimeout = 240_000;
  const sockets = new Set<Socket>();
  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  server.on('connection', track);

  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
    return closing;
  };

  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(taken ? new PortUnavailableError(port, error.code ?? '') : error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      resolve({ port: bound, url: `${tls ? 'https' : 'http'}://localhost:${bound}`, server, close });
    });
  });
}

/**
 * Makes sure that ports can be had, before parts start one after the other.
 * @throws PortUnavailableError for the first that can't
 */
export async function requirePorts(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const probe = await listen((_request, response) => response.destroy(), { port });
    await probe.close();
  }
}
