/** Mock Entra on loopback: three listeners, and addresses made from their ports unless other ones are given. */
import { type Listener, listen } from '../net/listener.ts';
import { createHosts, type MockEntra, type MockEntraOptions } from './entra.ts';
import { nodeListener } from './http/node-listener.ts';

/** Key and certificate of a listener, PEM. */
export interface TlsPair {
  readonly key: string;
  readonly cert: string;
}

/** How mock Entra starts on sockets: what it is made of, its certificates, its ports. */
export interface StartMockEntraOptions extends MockEntraOptions {
  /** Without it the hosts speak plain HTTP, which MSAL refuses. */
  readonly tls?: { readonly login: TlsPair; readonly graph: TlsPair };
  /** Any free port unless told. */
  readonly ports?: Partial<Record<HostName, number>>;
  /** Adds a listener for the control API. Off unless told. */
  readonly httpControl?: boolean;
}

/** Mock Entra on sockets, until `close`. */
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
type HostName = 'login' | 'graph' | 'identity' | 'control';

/**
 * Starts mock Entra.
 * @throws PortUnavailableError when a port can't be had; nothing is left listening.
 */
export async function startMockEntra(options: StartMockEntraOptions = {}): Promise<RunningMockEntra> {
  const { tls, ports = {} } = options;
  const scheme = tls ? 'https' : 'http';
  // filled in once the ports are known
  const hosts: Partial<Record<HostName, Host>> = {};
  const started: Listener[] = [];
  const start = async (name: HostName, pair?: TlsPair): Promise<Listener> => {
    const listener = await listen(
      nodeListener(() => hosts[name]),
      { port: ports[name] ?? 0, ...(pair && { tls: pair }) },
    );
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
    hosts.login = served.login;
    hosts.graph = served.graph;
    hosts.identity = served.managedIdentity;
    if (control) {
      // only where it is wanted: it takes time to load
      const { createControlApp } = await import('./control/http-control.ts');
      const controlApp = createControlApp(entra.control);
      hosts.control = async (request) => controlApp.fetch(request);
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
