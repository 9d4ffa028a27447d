/** Requests under a name nobody gave mock Entra are refused: a web page that rebinds its own name to loopback gets nothing. */
import type { Origins } from '../origins.ts';

/** Names under which Microsoft's own hosts are known. */
const aliases = new Set([
  'login.microsoftonline.com',
  'login.windows.net',
  'login.microsoft.com',
  'sts.windows.net',
  'graph.microsoft.com',
  'microsoft.com',
  '169.254.169.254',
]);
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** A refusal (421, RFC 9110 15.5.20) for a host that is neither configured, nor an alias, nor loopback. */
export function refuseForeignHost(request: Request, origins: Origins): Response | undefined {
  const { host, hostname } = new URL(request.url);
  if (loopback.test(hostname) || aliases.has(hostname)) return undefined;
  const configured = [origins.login, origins.sts, origins.graph, origins.identity].some(
    (origin) => new URL(origin).host === host,
  );
  if (configured) return undefined;
  return new Response('This host name is not served here.', { status: 421, headers: { 'content-type': 'text/plain' } });
}
