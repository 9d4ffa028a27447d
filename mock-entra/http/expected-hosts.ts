/** Requests under a name nobody gave mock Entra are refused: a web page that rebinds its own name to loopback gets nothing. */
import { type Origins, publicHosts } from '../origins.ts';
import { plainAnswer } from './plain-answer.ts';

/** Names under which Microsoft's own hosts are known; microsoft.com has the page for device codes. */
const aliases = new Set([
  ...Object.values(publicHosts)
    .flat()
    .map((origin) => new URL(origin).hostname),
  'microsoft.com',
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
  const text = 'This host name is not served here.';
  return plainAnswer({ text, status: 421, headers: { 'content-type': 'text/plain' } });
}
