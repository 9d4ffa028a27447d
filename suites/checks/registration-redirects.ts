import { control, defineCheck, ensure } from '../check.ts';
import { discover } from '../flows/discover.ts';
import { requestRegistration } from '../flows/register.ts';

/** Addresses that no client may be sent to. */
const forbidden: readonly unknown[] = [
  'http://client.example/callback',
  'javascript:alert(1)//localhost/callback',
  'data:text/html,<p>callback</p>',
  'file:///etc/passwd',
  'vbscript:callback',
  'com.example.app:/callback',
  'https://client.example/callback#fragment',
  'https://user:word@client.example/callback',
  'http://localhost.client.example/callback',
  'http://127.0.0.1.client.example/callback',
  'http://localhost@client.example/callback',
  'https:\\\\client.example\\callback',
  'https://cl\u0456ent.example/callback',
  'https://client.example/\u202ecallback',
  '/callback',
  'callback',
  '',
  42,
  null,
];

/** Only https, and http on loopback, may be registered (RFC 8252, 7.3). */
export const registrationRedirects = defineCheck({
  id: 'registration.redirect-uris',
  title: 'Only https addresses and loopback addresses can be registered as redirect URIs',
  requirements: ['oauth.registration.redirects'],
  severity: 'critical',
  topologies: ['broker'],
  needs: [],
  async run(deployment) {
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    await control('https and loopback addresses can be registered', async () => {
      const uris = ['https://client.example/callback', 'http://127.0.0.1:33418/callback', 'http://[::1]:1234/callback'];
      const { status } = await requestRegistration(deployment, found, { redirect_uris: uris });
      if (status !== 200 && status !== 201) throw new Error(`registration answers ${status}`);
    });
    for (const uri of forbidden) {
      // beside a good one: a validation that looks at the first alone is none
      const redirects = ['https://client.example/callback', uri];
      const exchange = await requestRegistration(deployment, found, { redirect_uris: redirects });
      const evidence = { exchange };
      ensure(exchange.status >= 300, `${JSON.stringify(uri)} can be registered as a redirect URI`, evidence);
      ensure(
        exchange.status === 400,
        `registering ${JSON.stringify(uri)} answers ${exchange.status}, not 400`,
        evidence,
      );
    }
    const none = await requestRegistration(deployment, found, { redirect_uris: [] });
    ensure(none.status === 400, `a registration without redirect URIs answers ${none.status}`, { exchange: none });
  },
});
