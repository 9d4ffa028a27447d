/** Mock Entra on loopback: three listeners, and addresses made from their ports unless other ones are given. */
import { type RequestListener, ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Listener, listen } from '../net/listener.ts';
import { createHosts, type MockEntra, type MockEntraOptions } from './entra.ts';
import { plainParts, realResponse } from './http/plain-answer.ts';

/** Key and certificate of a listener, PEM. */
export interface TlsPair {
  readonly key: string;
  readonly cert: string;
}

export interface StartMockEntraOptions extends MockEntraOptions {
  /** Without it the hosts speak plain HTTP, which MSAL refuses. */
  readonly tls?: { readonly login: TlsPair; readonly graph: TlsPair };
  /** Any free port unless told. */
  readonly ports?: Partial<Record<'login' | 'graph' | 'identity' | 'control', number>>;
  /** Adds a listener for the control API. Off unless told. */
  readonly httpControl?: boolean;
}

export interface RunningMockEntra {
  readonly login: Listener;
  readonly graph: Listener;
  /** Plain HTTP, as the real ones are. */
  readonly identity: Listener;
  /** Plain HTTP; only with `httpControl`. */
  readonly control: Listener | undefined;
  readonly entra: MockEntra;
  close(): Promise<void>;
}

type Host = (request: Request) => Promise<Response>;

interface LateHost {
  readonly listener: RequestListener;
  host: Host | undefined;
}

/** Answers, and writes what is plain straight to the socket. */
async function answer(
  host: Host | undefined,
  request: Request,
  outgoing: ServerResponse | Http2ServerResponse,
): Promise<Response> {
  if (!host) return new Response(null, { status: 503 });
  const response = await host(request);
  const plain = plainParts(response);
  if (!plain || !(outgoing instanceof ServerResponse)) return realResponse(response);
  const { status, headers, text } = plain;
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) }).end(text);
  return RESPONSE_ALREADY_SENT;
}

/** A listener function whose host is filled in once the ports are known. */
function late(): LateHost {
  const holder: LateHost = {
    host: undefined,
    listener: getRequestListener(async (request, { outgoing }) => answer(holder.host, request, outgoing), {
      overrideGlobalObjects: false,
      // a failure inside is a mistake of the mock: say so without showing anything of the request
      errorHandler: () => new Response('mock Entra failed', { status: 500 }),
    }) as RequestListener,
  };
  return holder;
}

/**
 * Starts mock Entra.
 * @throws PortUnavailableError when a port can't be had; nothing is left listening.
 */
export async function startMockEntra(options: StartMockEntraOptions = {}): Promise<RunningMockEntra> {
  const { tls, ports = {} } = options;
  const scheme = tls ? 'https' : 'http';
  const hosts = { login: late(), graph: late(), identity: late(), control: late() };
  const started: Listener[] = [];
  const start = async (name: keyof typeof hosts, pair?: TlsPair): Promise<Listener> => {
    const listener = await listen(hosts[name].listener, { port: ports[name] ?? 0, ...(pair && { tls: pair }) });
    started.push(listener);
    return listener;
  };
  const closeAll = async (): Promise<void> => {
    await Promise.all(started.map((listener) => listener.close()));
  };
  try {
    const login = await start('login', tls?.login);
    const graph = await start('graph', tls?.graph);
    const identity = await start('identity');
    const control = options.httpControl ? await start('control') : undefined;
    const { entra, hosts: served } = createHosts({
      ...options,
      origins: {
        login: `${scheme}://localhost:${login.port}`,
        // another origin than the v2.0 issuer, so that a mix-up of versions shows
        sts: `${scheme}://127.0.0.1:${login.port}`,
        graph: `${scheme}://localhost:${graph.port}`,
        identity: `http://127.0.0.1:${identity.port}`,
        ...options.origins,
      },
    });
    hosts.login.host = served.login;
    hosts.graph.host = served.graph;
    hosts.identity.host = served.managedIdentity;
    if (control) {
      // only where it is wanted: it takes time to load
      const { createControlApp } = await import('./control/http-control.ts');
      const controlApp = createControlApp(entra.control);
      hosts.control.host = async (request) => controlApp.fetch(request);
    }
    return {
      login,
      graph,
      identity,
      control,
      entra,
      close: async () => {
        entra.close();
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
