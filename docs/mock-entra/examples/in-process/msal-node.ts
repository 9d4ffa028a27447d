import { ConfidentialClientApplication } from '@azure/msal-node';
import { entra, server } from './mock.ts';

const { control } = entra;
const client = new ConfidentialClientApplication({
  auth: {
    clientId: control.application('Sallyport Daemon').appId,
    clientSecret: control.secretOf('Sallyport Daemon'),
    authority: `https://login.microsoftonline.com/${control.tenant().id}`,
  },
});
const { appId } = control.application('Sallyport MCP Server');
const result = await client.acquireTokenByClientCredential({ scopes: [`api://${appId}/.default`] });
console.log(`msal-node: a ${result?.tokenType} token`);
server.close();
