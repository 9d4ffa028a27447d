/**
 * Mock Entra in process: handlers for Mock Service Worker (`msw`) under the real host names, without sockets and without
 * certificates. A module of its own, so that mock Entra needs `msw` only where it is used.
 */
import { type HttpHandler, http } from 'msw';
import type { MockEntra } from './entra.ts';
import { publicHosts } from './origins.ts';

type Host = (request: Request) => Promise<Response>;

/**
 * Handlers for everything that a client of Entra ID asks: the login hosts, the page at microsoft.com where a person types
 * a device's code, the documents of external issuers, Graph, and the managed-identity endpoints of App Service and virtual machines. Where mock Entra was
 * given other origins, those are served besides.
 *
 * @param entra what answers; its `close()` ends answers that hang.
 * @returns for `setupServer(...mswHandlers(entra))` of `msw/node`.
 */
export function mswHandlers(entra: MockEntra): HttpHandler[] {
  const { origins } = entra;
  const serve = (addresses: Iterable<string>, host: Host): HttpHandler[] =>
    [...new Set(addresses)].map((address) => http.all(address, ({ request }) => host(request)));
  const everything = (...hosts: readonly string[]): string[] => hosts.map((origin) => `${origin}/*`);
  return [
    ...serve(everything(...publicHosts.login, origins.login, origins.sts), entra.login),
    // the rest of microsoft.com is somebody else's
    ...serve(['https://microsoft.com/device', 'https://microsoft.com/devicelogin'], entra.login),
    ...serve(
      entra.control.externalIssuers
        .filter((issuer) => URL.canParse(issuer))
        .map((issuer) => `${issuer.replace(/\/$/, '')}/.well-known/*`),
      entra.login,
    ),
    ...serve(everything(...publicHosts.graph, origins.graph), entra.graph),
    ...serve(everything(...publicHosts.identity, origins.identity), entra.managedIdentity),
  ];
}
