/** A page as it goes to production: a bundler puts tenant and client id in. */
import { PublicClientApplication } from '@azure/msal-browser';

const { TENANT_ID = '', CLIENT_ID = '' } = process.env;
const client = new PublicClientApplication({
  auth: {
    clientId: CLIENT_ID,
    authority: `https://login.microsoftonline.com/${TENANT_ID}`,
    redirectUri: `${location.origin}/redirect.html`,
  },
});
await client.initialize();

const output = document.querySelector('output') ?? document.body;
const scopes = ['User.Read'];

document.querySelector('#sign-in')?.addEventListener('click', async () => {
  const { account } = await client.loginPopup({ scopes });
  const { accessToken } = await client.acquireTokenSilent({ scopes, account });
  const answer = await fetch('https://graph.microsoft.com/v1.0/me', {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const { displayName } = await answer.json();
  output.textContent = `Signed in: ${displayName}`;
});
