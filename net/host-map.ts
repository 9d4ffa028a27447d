/** Which public hosts are served on this machine, and on which loopback port. */

/** Key: lower-case `host:port`, such as `login.microsoftonline.com:443`. Value: port on 127.0.0.1. */
export type HostMap = ReadonlyMap<string, number>;

/**
 * The map's key of an origin or `host:port`.
 * @param host `https://graph.microsoft.com`, `graph.microsoft.com:443`, or a bare host, which means port 443.
 */
export function hostKey(host: string): string {
  if (/^https?:/i.test(host)) {
    const url = new URL(host);
    return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
  }
  const lower = host.toLowerCase();
  return /:\d+$/.test(lower) ? lower : `${lower}:443`;
}

/** Builds a map from origins or hosts. */
export function hostMap(entries: Iterable<readonly [host: string, port: number]>): HostMap {
  return new Map([...entries].map(([host, port]) => [hostKey(host), port]));
}

/** Chromium's `--host-resolver-rules` for a map: mapped hosts go to loopback, every other name does not resolve. */
export function chromiumResolverRules(hosts: HostMap): string {
  const mapped = [...hosts].map(([host, port]) => `MAP ${host} 127.0.0.1:${port}`);
  return [...mapped, 'MAP * ~NOTFOUND', 'EXCLUDE localhost', 'EXCLUDE 127.0.0.1'].join(', ');
}

const loopbackHost = /^(localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;

/** Whether a host name or address is this machine's loopback. */
export const isLoopback = (host: string): boolean => loopbackHost.test(host.toLowerCase());
