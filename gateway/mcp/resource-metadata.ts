/** Where a challenge of an MCP server says its protected resource metadata (RFC 9728) is. */

const atRoot = /\b(resource_metadata="https?:\/\/[^"/]+)(\/\.well-known\/oauth-protected-resource)(?=")/gi;

/**
 * A challenge as a gateway sends it on behalf of an API of type `mcp`: metadata that a policy puts at the root is put below
 * the endpoint. Observed, and written down with the answers, in a published workshop on API Management (2026); URLs of
 * other forms were not seen to change.
 *
 * @param challenge one value of WWW-Authenticate
 * @param endpoint path of the MCP endpoint, with leading slash
 * @returns undefined where nothing changes
 */
export function metadataBelowServer(challenge: string, endpoint: string): string | undefined {
  const below = endpoint.replace(/\/+$/, '');
  const changed = challenge.replace(atRoot, (_whole, origin: string, place: string) => `${origin}${below}${place}`);
  return changed === challenge ? undefined : changed;
}
