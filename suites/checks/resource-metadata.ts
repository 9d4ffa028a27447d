import { defineCheck, ensure } from '../check.ts';
import { jsonBody } from '../flows/json-body.ts';

/** Protected resource metadata at both well-known places, the same, and of use to a client. */
export const resourceMetadataPlaces = defineCheck({
  id: 'metadata.resource',
  title: 'Protected resource metadata stands at both well-known places and names resource, issuer and scopes exactly',
  requirements: ['mcp.resource-metadata'],
  severity: 'high',
  topologies: ['broker', 'gateway-obo', 'direct'],
  needs: [],
  async run(deployment) {
    const { origin, pathname } = new URL(deployment.url);
    const documents: string[] = [];
    for (const suffix of [pathname, '']) {
      const url = `${origin}/.well-known/oauth-protected-resource${suffix}`;
      const exchange = await deployment.http({ url, headers: { accept: 'application/json' } });
      const evidence = { exchange };
      ensure(exchange.status === 200, `${url} answers ${exchange.status}`, evidence);
      documents.push(exchange.body);
      const metadata = jsonBody(exchange);
      ensure(metadata.resource === deployment.url, `${url} is of another resource`, evidence);
      const servers: unknown[] = Array.isArray(metadata.authorization_servers) ? metadata.authorization_servers : [];
      ensure(servers.length > 0, `${url} names no authorization server`, evidence);
      for (const issuer of servers) {
        const usable = typeof issuer === 'string' && URL.canParse(issuer) && new URL(issuer).protocol === 'https:';
        ensure(usable, `${url} names an authorization server that is no https URL`, evidence);
        // Entra's metadata of these places has another issuer, which clients must refuse (RFC 8414, 3.3)
        const general = /\/(common|organizations|consumers)(\/|$)/.test(new URL(issuer).pathname);
        ensure(!general, `${url} names ${issuer}, which is the issuer of no token`, evidence);
      }
      const scopes: unknown[] = Array.isArray(metadata.scopes_supported) ? metadata.scopes_supported : [];
      ensure(scopes.length > 0, `${url} names no scope`, evidence);
      ensure(!scopes.includes('offline_access'), `${url} asks for offline_access`, evidence);
      const own = servers.every((issuer) => String(issuer).startsWith(origin));
      const bare = own ? undefined : scopes.find((scope) => !/^(https?|api):\/\/./.test(String(scope)));
      ensure(
        bare === undefined,
        `Entra ID takes the scope ${String(bare)} of ${url} for one of Microsoft Graph`,
        evidence,
      );
    }
    ensure(documents[0] === documents[1], 'the two well-known places answer differently');
  },
});
