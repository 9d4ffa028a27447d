/** MSAL wants to hear that the host is one to trust. */
import { ConfidentialClientApplication } from '@azure/msal-node';

const { AUTHORITY = '', CLIENT_ID = '', CLIENT_SECRET = '', API_ID = '' } = process.env;

const client = new ConfidentialClientApplication({
  auth: {
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    authority: AUTHORITY,
    knownAuthorities: [new URL(AUTHORITY).host],
  },
});
const result = await client.acquireTokenByClientCredential({ scopes: [`api://${API_ID}/.default`] });
console.log(`msal-node: a ${result?.tokenType} token`);
