/** The issuer is what the protected resource's metadata names. */
import { discoverAuthorizationServerMetadata, startAuthorization } from '@modelcontextprotocol/client';

const { AUTHORITY = '', CLIENT_ID = '', API_ID = '' } = process.env;

const issuer = `${AUTHORITY}/v2.0`;
const metadata = await discoverAuthorizationServerMetadata(issuer);
if (!metadata) throw new Error('no metadata');
const { authorizationUrl } = await startAuthorization(issuer, {
  metadata,
  clientInformation: { client_id: CLIENT_ID },
  redirectUrl: 'http://localhost:33418/',
  scope: `api://${API_ID}/user_impersonation`,
});
console.log(`MCP SDK: sign in at ${authorizationUrl.origin}${authorizationUrl.pathname}`);
