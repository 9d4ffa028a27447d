import { control, defineCheck, ensure } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { authorizationRequest } from '../flows/authorize.ts';
import { discover } from '../flows/discover.ts';
import { register } from '../flows/register.ts';

/** Neighbours of the registered URI that a lax comparison lets through. */
function neighbours(redirectUri: string): string[] {
  const { protocol, host, port, pathname } = new URL(redirectUri);
  const origin = `${protocol}//${host}`;
  return [
    'https://attacker.example/callback',
    `${redirectUri}/more`,
    `${redirectUri}?extra=1`,
    `${redirectUri}.attacker.example`,
    `${origin}${pathname.toUpperCase()}`,
    `${origin}/`,
    `${origin}@attacker.example${pathname}`,
    `${protocol}//attacker.example${port === '' ? '' : `:${port}`}${pathname}`,
    redirectUri.replace('callback', '%63allback'),
  ].filter((uri) => uri !== redirectUri);
}

/** Only what was registered is ever redirected to. */
export const redirectUri = defineCheck({
  id: 'redirect-uri.unregistered',
  title: 'A redirect URI that was not registered is refused without a redirect',
  requirements: ['oauth.redirect-uri'],
  severity: 'critical',
  topologies: ['broker'],
  needs: [],
  async run(deployment) {
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    const clientId = await control('a client can register', () => register(deployment, found, deployment.redirectUri));
    await control('the registered redirect URI is accepted', async () => {
      const { url } = authorizationRequest(found, clientId, deployment.redirectUri);
      const { status } = await deployment.http({ url });
      if (status >= 400) throw new Error(`the authorization endpoint answers ${status}`);
    });
    const cases = [
      ...neighbours(deployment.redirectUri).map((uri) => ({ uri, client: clientId })),
      { uri: deployment.redirectUri, client: '00000000-0000-4000-8000-000000000000' },
    ];
    for (const { uri, client } of cases) {
      const { url } = authorizationRequest(found, client, deployment.redirectUri, { redirect_uri: uri });
      const exchange = await deployment.http({ url });
      ensure(headerValues(exchange, 'location').length === 0, `the request with ${uri} is redirected`, {
        exchange,
        header: 'location',
      });
      ensure(exchange.status >= 400 && exchange.status < 500, `the request with ${uri} answers ${exchange.status}`, {
        exchange,
      });
    }
  },
});
