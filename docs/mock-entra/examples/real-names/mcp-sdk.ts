/** What an MCP client does before it opens a browser. Entra has no RFC 8414 document: the SDK finds OpenID's. */
import { discoverAuthorizationServerMetadata, startAuthorization } from '@modelcontextprotocol/client';

const { TENANT_ID = '', CLIENT_ID = '', API_ID = '' } = process.env;

const issuer = `https://login.microsoftonline.com/${TENANT_ID}/v2.0`;
const metadata = await discoverAuthorizationServerMetadata(issuer);
if (!metadata) throw new Error('no metadata');
const { authorizationUrl } = await startAuthorization(issuer, {
  metadata,
  clientInformation: { client_id: CLIENT_ID },
  redirectUrl: 'http://localhost:33418/',
  scope: `api://${API_ID}/user_impersonation`,
});
console.log(`MCP SDK: sign in at ${authorizationUrl.origin}${authorizationUrl.pathname}`);
