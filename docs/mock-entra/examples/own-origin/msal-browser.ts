/** The same page, which knows the address of the mock. */
import { PublicClientApplication } from '@azure/msal-browser';

const { AUTHORITY = '', GRAPH = '', CLIENT_ID = '' } = process.env;
const client = new PublicClientApplication({
  auth: {
    clientId: CLIENT_ID,
    authority: AUTHORITY,
    knownAuthorities: [new URL(AUTHORITY).host],
    redirectUri: `${location.origin}/redirect.html`,
  },
});
await client.initialize();

const output = document.querySelector('output') ?? document.body;
const scopes = ['User.Read'];

document.querySelector('#sign-in')?.addEventListener('click', async () => {
  const { account } = await client.loginPopup({ scopes });
  const { accessToken } = await client.acquireTokenSilent({ scopes, account });
  const answer = await fetch(`${GRAPH}/v1.0/me`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const { displayName } = await answer.json();
  output.textContent = `Signed in: ${displayName}`;
});
