/** Mock Entra as other processes reach it: with certificates of a run's own authority, on its own origin or under the real names. */
import { writeAuthorityFile } from '../net/authority-file.ts';
import type { ConnectProxy } from '../net/connect-proxy.ts';
import { type HostMap, hostMap } from '../net/host-map.ts';
import { contoso } from './directory/contoso.ts';
import { publicCloud, publicHosts } from './origins.ts';
import { type RunningMockEntra, type StartMockEntraOptions, startMockEntra } from './start.ts';

/**
 * How mock Entra starts where certificates and origins are made for it. Ports are numbers; 0 or absent is any free
 * one.
 */
export type ReachableOptions = Omit<StartMockEntraOptions, 'tls' | 'origins'>;

/** Mock Entra that other processes reach, with what they need to trust it. */
export interface ReachableEntra extends RunningMockEntra {
  /** The authority's certificate, PEM. For the processes under test alone: never install it. */
  readonly certificatePem: string;
  /** base64 SHA-256 of the servers' public key, for Chromium's `--ignore-certificate-errors-spki-list`. */
  readonly spkiSha256: string;
  /** What a client's process needs in its environment, besides its own. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Mock Entra under Microsoft's host names, and the proxy that leads there. */
export interface EntraUnderRealNames extends ReachableEntra {
  /** Leads to the mock's hosts and nowhere else; `refused` lists what clients tried besides. */
  readonly proxy: ConnectProxy;
  /** Which names lead to which port, for `chromiumResolverRules` and other ways than the proxy. */
  readonly hosts: HostMap;
}

const loopback = ['localhost', '127.0.0.1'];

async function start(
  options: ReachableOptions,
  names: readonly string[],
  origins: StartMockEntraOptions['origins'],
): Promise<ReachableEntra> {
  // certificates take longer to load than all of mock Entra, and not everybody wants them
  const { createAuthority } = await import('../net/authority.ts');
  const authority = await createAuthority({ names });
  const leaf = await authority.issue([...loopback, ...names]);
  const file = await writeAuthorityFile(authority.certificatePem);
  try {
    const running = await startMockEntra({
      ...options,
      tls: { login: leaf, graph: leaf },
      ...(origins && { origins }),
    });
    return {
      ...running,
      certificatePem: authority.certificatePem,
      spkiSha256: leaf.spkiSha256,
      environment: { NODE_EXTRA_CA_CERTS: file.path },
      close: async () => {
        await running.close();
        await file.remove();
      },
    };
  } catch (error) {
    await file.remove();
    throw error;
  }
}

/**
 * Starts mock Entra on `https://localhost:PORT`. Clients need an authority there, and its host among the known ones.
 * @throws PortUnavailableError when a port can't be had.
 */
export function startOnOwnOrigin(options: ReachableOptions = {}): Promise<ReachableEntra> {
  return start(options, [], undefined);
}

/**
 * Starts mock Entra as login.microsoftonline.com and graph.microsoft.com, behind a proxy that processes with `environment`
 * use. The clients in them need no configuration. The instance metadata service is at its address, 169.254.169.254, and
 * external issuers of the seed publish their keys under their names. The endpoint of App Service is on loopback, as it is
 * there.
 * @param options with the port of the proxy; any free one unless told.
 * @throws PortUnavailableError when a port can't be had.
 */
export async function startUnderRealNames({
  proxyPort = 0,
  ...options
}: ReachableOptions & { readonly proxyPort?: number } = {}): Promise<EntraUnderRealNames> {
  const { login, graph, identity } = publicHosts;
  const issuers = (options.seed ?? contoso).externalIssuers ?? [];
  const external = issuers.map(({ issuer }) => issuer).filter((issuer) => URL.canParse(issuer));
  const names = [...login, ...graph, ...external].map((origin) => new URL(origin).hostname);
  const { login: loginOrigin, sts, graph: graphOrigin } = publicCloud;
  const reachable = await start(options, names, { login: loginOrigin, sts, graph: graphOrigin });
  const hosts = hostMap([
    ...login.map((origin) => [origin, reachable.login.port] as const),
    ...external.map((issuer) => [issuer, reachable.login.port] as const),
    ...graph.map((origin) => [origin, reachable.graph.port] as const),
    // plain HTTP, which the proxy passes on as it is
    ...identity.map((origin) => [origin, reachable.identity.port] as const),
  ]);
  const { startConnectProxy } = await import('../net/connect-proxy.ts');
  const proxy = await startConnectProxy(hosts, proxyPort).catch(async (error: unknown) => {
    await reachable.close();
    throw error;
  });
  return {
    ...reachable,
    proxy,
    hosts,
    environment: {
      ...reachable.environment,
      NODE_USE_ENV_PROXY: '1',
      HTTPS_PROXY: proxy.url,
      // plain HTTP reaches the instance metadata service and loopback: what else is tried is refused and does not leave
      HTTP_PROXY: proxy.url,
      NO_PROXY: '127.0.0.1,localhost',
    },
    close: async () => {
      await proxy.close();
      await reachable.close();
    },
  };
}
