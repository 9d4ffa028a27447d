/** Discovery as a client does it: from the MCP URL alone, along RFC 9728 and RFC 8414. */
import { ensure } from '../check.ts';
import { type Deployment, type Exchange, headerValues } from '../deployment.ts';
import { jsonBody } from './json-body.ts';

/** What discovery leads to. */
export interface Discovered {
  readonly issuer: string;
  readonly resource: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly registrationEndpoint: string | undefined;
  readonly revocationEndpoint: string | undefined;
  readonly scopes: readonly string[];
  /** The authorization server's metadata, whole. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A JSON-RPC request as the first thing a client says. */
export const firstMessage = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'sallyport', version: '1' },
  },
});

/** Headers that every message of the Streamable HTTP transport carries. */
export const messageHeaders = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** Posts `body` to the MCP endpoint. @param token bearer token, if any */
export function post(deployment: Deployment, token?: string, body: string = firstMessage): Promise<Exchange> {
  return deployment.http({
    method: 'POST',
    url: deployment.url,
    headers: token === undefined ? messageHeaders : { ...messageHeaders, authorization: `Bearer ${token}` },
    body,
  });
}

/** The `resource_metadata` parameter of a Bearer challenge. */
export function resourceMetadata(challenge: string): string | undefined {
  return /^Bearer\b/i.test(challenge) ? /\bresource_metadata="([^"]+)"/.exec(challenge)?.[1] : undefined;
}

const get = (deployment: Deployment, url: string): Promise<Exchange> =>
  deployment.http({ url, headers: { accept: 'application/json' } });

async function json(deployment: Deployment, url: string): Promise<Record<string, unknown>> {
  return document(url, await get(deployment, url));
}

function document(url: string, exchange: Exchange): Record<string, unknown> {
  ensure(exchange.status === 200, `${url} answers ${exchange.status}`, { exchange });
  return jsonBody(exchange);
}

function text(document: Record<string, unknown>, member: string, where: string): string {
  const value = document[member];
  ensure(typeof value === 'string' && value !== '', `${where} lacks ${member}`);
  return value;
}

/** The places of an authorization server's metadata, in the order in which MCP has clients try them. */
function metadataPlaces(issuer: string): [string, ...string[]] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  const oauth = `${origin}/.well-known/oauth-authorization-server${path}`;
  const openid = `${origin}/.well-known/openid-configuration${path}`;
  return path === '' ? [oauth, openid] : [oauth, openid, `${origin}${path}/.well-known/openid-configuration`];
}

/** Metadata at the first place that has some. @throws CheckFailure about the first place when none has */
async function authorizationServer(deployment: Deployment, issuer: string): Promise<[string, Record<string, unknown>]> {
  const [first, ...others] = metadataPlaces(issuer);
  const answer = await get(deployment, first);
  if (answer.status !== 200) {
    for (const place of others) {
      const other = await get(deployment, place);
      if (other.status === 200) return [place, document(place, other)];
    }
  }
  return [first, document(first, answer)];
}

/** Protected resource metadata: from the challenge, else at the well-known place (RFC 9728, 3.1). */
async function protectedResource(deployment: Deployment): Promise<Record<string, unknown>> {
  const refused = await post(deployment);
  const named = headerValues(refused, 'www-authenticate').map(resourceMetadata).find(Boolean);
  if (named !== undefined) return json(deployment, named);
  const { origin, pathname } = new URL(deployment.url);
  const url = `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`;
  const exchange = await get(deployment, url);
  // revision 2025-03-26 knew no such metadata: the MCP server's own origin was the authorization server
  const older = exchange.status === 404 && (await get(deployment, metadataPlaces(origin)[0])).status === 200;
  return older ? { resource: deployment.url, authorization_servers: [origin] } : document(url, exchange);
}

/** Finds the authorization server of a deployment and its endpoints. @throws CheckFailure where the chain breaks */
export async function discover(deployment: Deployment): Promise<Discovered> {
  const resource = await protectedResource(deployment);
  const servers = resource.authorization_servers;
  const issuer = Array.isArray(servers) ? servers[0] : undefined;
  ensure(typeof issuer === 'string', 'protected resource metadata names no authorization server');
  const [where, server] = await authorizationServer(deployment, issuer);
  const scopes = resource.scopes_supported;
  return {
    issuer: text(server, 'issuer', where),
    resource: text(resource, 'resource', 'protected resource metadata'),
    authorizationEndpoint: text(server, 'authorization_endpoint', where),
    tokenEndpoint: text(server, 'token_endpoint', where),
    registrationEndpoint: typeof server.registration_endpoint === 'string' ? server.registration_endpoint : undefined,
    revocationEndpoint: typeof server.revocation_endpoint === 'string' ? server.revocation_endpoint : undefined,
    metadata: server,
    scopes: Array.isArray(scopes) ? scopes.filter((scope): scope is string => typeof scope === 'string') : [],
  };
}
