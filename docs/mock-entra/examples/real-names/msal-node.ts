/** A program as it goes to production: nothing in it knows of a mock. */
import { ConfidentialClientApplication } from '@azure/msal-node';

const { TENANT_ID = '', CLIENT_ID = '', CLIENT_SECRET = '', API_ID = '' } = process.env;

const client = new ConfidentialClientApplication({
  auth: {
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    authority: `https://login.microsoftonline.com/${TENANT_ID}`,
  },
});
const result = await client.acquireTokenByClientCredential({ scopes: [`api://${API_ID}/.default`] });
console.log(`msal-node: a ${result?.tokenType} token`);
