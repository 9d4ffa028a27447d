import { control, defineCheck, ensure } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { authorizationRequest } from '../flows/authorize.ts';
import { discover } from '../flows/discover.ts';
import { register } from '../flows/register.ts';

/** RFC 8252, 7.3: an application on this machine knows its port only when it starts to listen. */
export const loopbackPort = defineCheck({
  id: 'redirect-uri.loopback-port',
  title:
    'A loopback redirect URI may have any port, and differs in nothing else; an https one differs in nothing at all',
  requirements: ['oauth.redirect-uri.loopback'],
  severity: 'medium',
  topologies: ['broker'],
  needs: [],
  async run(deployment) {
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    const ask = async (registered: string, asked: string) => {
      const clientId = await register(deployment, found, registered);
      const { url } = authorizationRequest(found, clientId, registered, { redirect_uri: asked });
      return deployment.http({ url });
    };
    const refused = async (registered: string, asked: string) => {
      const exchange = await ask(registered, asked);
      const redirected = headerValues(exchange, 'location').length > 0;
      ensure(exchange.status >= 400 && !redirected, `${registered} is registered, and ${asked} is accepted`, {
        exchange,
      });
      ensure(exchange.status < 500, `${registered} is registered, and ${asked} answers ${exchange.status}`, {
        exchange,
      });
    };
    await control('the registered address is accepted', async () => {
      const { status } = await ask('http://127.0.0.1:50001/callback', 'http://127.0.0.1:50001/callback');
      if (status >= 400) throw new Error(`the authorization endpoint answers ${status}`);
    });
    const other = await ask('http://127.0.0.1:50001/callback', 'http://127.0.0.1:50002/callback');
    ensure(other.status < 400, `a loopback address with another port answers ${other.status}`, { exchange: other });
    await refused('http://127.0.0.1:50001/callback', 'http://127.0.0.1:50002/other');
    await refused('http://127.0.0.1:50001/callback', 'http://127.0.0.1:50002/callback?more');
    await refused('http://127.0.0.1:50001/callback', 'http://127.0.0.1:50001@client.example/callback');
    await refused('http://127.0.0.1:50001/callback', 'http://127.0.0.1:99999/callback');
    await refused('https://client.example/callback', 'https://client.example:8443/callback');
  },
});
