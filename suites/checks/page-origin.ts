import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import { type Deployment, type Exchange, headerValues } from '../deployment.ts';
import { discover, firstMessage, messageHeaders, resourceMetadata } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { obtainToken } from '../flows/redeem.ts';

/** What a page's browser asks before it lets the page send a request that carries these headers (Fetch, CORS protocol). */
const preflight = (deployment: Deployment, url: string, origin: string, method: string, headers: readonly string[]) =>
  deployment.http({
    method: 'OPTIONS',
    url,
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': headers.join(','),
    },
  });

const names = (exchange: Exchange, header: string): string[] =>
  headerValues(exchange, header).flatMap((value) => value.split(',').map((name) => name.trim().toLowerCase()));

/** Whether a browser would let a page of `origin` send the request that the preflight asked about. */
function lets(answer: Exchange, origin: string, method: string, headers: readonly string[]): boolean {
  const [allowed, ...more] = headerValues(answer, 'access-control-allow-origin');
  const methods = names(answer, 'access-control-allow-methods');
  const granted = names(answer, 'access-control-allow-headers');
  return (
    answer.status >= 200 &&
    answer.status < 300 &&
    more.length === 0 &&
    (allowed === origin || allowed === '*') &&
    (method === 'GET' || method === 'POST' || methods.includes(method.toLowerCase())) &&
    headers.every((name) => granted.includes(name))
  );
}

const stranger = 'https://attacker.example';
const ofMessage = ['authorization', 'content-type', 'mcp-protocol-version', 'mcp-method', 'mcp-name', 'mcp-session-id'];

/** A client that runs in a page, such as MCP Inspector in direct mode, works from the origin that was named, only there. */
export const pageOrigin = defineCheck({
  id: 'cors.page-origin',
  title:
    'A page of the named origin can run an MCP client and read challenges; a page of another origin can do neither',
  requirements: ['mcp.page-origin'],
  severity: 'low',
  topologies: ['broker', 'gateway-obo', 'direct'],
  needs: ['users'],
  async run(deployment) {
    const origin = deployment.pageOrigin;
    if (origin === undefined) throw new NotTestable('no origin is named whose pages may run MCP clients');
    const token = await control('somebody gets a token', () => obtainToken(deployment, firstUser(deployment)));
    const found = await discover(deployment);
    const { origin: own } = new URL(deployment.url);
    const asks: (readonly [what: string, url: string, method: string, headers: readonly string[]])[] = [
      ['a message', deployment.url, 'POST', ofMessage],
      ['the end of a session', deployment.url, 'DELETE', ['authorization', 'mcp-session-id']],
    ];
    // where the gateway is the authorization server, its endpoints are called from the page as well
    for (const [what, url] of [
      ['a registration', found.registrationEndpoint],
      ['a token request', found.tokenEndpoint],
    ] as const) {
      if (url !== undefined && new URL(url).origin === own) asks.push([what, url, 'POST', ['content-type']]);
    }
    for (const [what, url, method, headers] of asks) {
      const answer = await preflight(deployment, url, origin, method, headers);
      ensure(lets(answer, origin, method, headers), `a page of ${origin} may not send ${what}`, {
        exchange: answer,
        enforcedBy: ['cors'],
      });
      const other = await preflight(deployment, url, stranger, method, headers);
      ensure(!lets(other, stranger, method, headers), `a page of any site may send ${what}`, {
        exchange: other,
        header: 'access-control-allow-origin',
        enforcedBy: ['cors'],
      });
    }
    const readable = async (what: string, headers: Readonly<Record<string, string>>): Promise<Exchange> => {
      const exchange = await deployment.http({
        method: 'POST',
        url: deployment.url,
        headers: { ...messageHeaders, origin, ...headers },
        body: firstMessage,
      });
      const allowed = headerValues(exchange, 'access-control-allow-origin');
      ensure(allowed.length === 1 && allowed[0] === origin, `a page of ${origin} may not read ${what}`, {
        exchange,
        enforcedBy: ['cors'],
      });
      return exchange;
    };
    await readable('an answer', { authorization: `Bearer ${token}` });
    const challenge = await readable('a challenge', {});
    const exposed = names(challenge, 'access-control-expose-headers');
    ensure(exposed.includes('www-authenticate'), 'a page may not read WWW-Authenticate, so it finds no sign-in', {
      exchange: challenge,
      enforcedBy: ['cors'],
    });
    const metadata = headerValues(challenge, 'www-authenticate').map(resourceMetadata).find(Boolean);
    const url = metadata ?? `${own}/.well-known/oauth-protected-resource${new URL(deployment.url).pathname}`;
    const asked = await preflight(deployment, url, origin, 'GET', ['mcp-protocol-version']);
    ensure(lets(asked, origin, 'GET', ['mcp-protocol-version']), 'a page may not ask for the metadata', {
      exchange: asked,
      enforcedBy: ['cors'],
    });
  },
});
