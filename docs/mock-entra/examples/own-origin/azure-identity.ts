/** Without `disableInstanceDiscovery` the credential would ask login.microsoftonline.com whether the host is one to trust. */
import { ClientSecretCredential } from '@azure/identity';

const { AUTHORITY = '', CLIENT_ID = '', CLIENT_SECRET = '', API_ID = '' } = process.env;

const { origin, pathname } = new URL(AUTHORITY);
const credential = new ClientSecretCredential(pathname.slice(1), CLIENT_ID, CLIENT_SECRET, {
  authorityHost: origin,
  disableInstanceDiscovery: true,
});
const { expiresOnTimestamp } = await credential.getToken(`api://${API_ID}/.default`);
console.log(`@azure/identity: a token for ${Math.round((expiresOnTimestamp - Date.now()) / 3_600_000)} h`);
