import { control, defineCheck, ensure } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { authorizationRequest } from '../flows/authorize.ts';
import { discover } from '../flows/discover.ts';
import { register } from '../flows/register.ts';

const elsewhere = 'https://client.example/callback';

/** Requests with one fault, which nobody has to approve. */
const faulty: readonly Readonly<Record<string, string | undefined>>[] = [
  { response_type: 'token' },
  { code_challenge: undefined, code_challenge_method: undefined },
  { code_challenge_method: 'plain' },
  { resource: 'https://other.example/mcp' },
  { prompt: 'none', response_type: undefined },
];

/** Where anybody can register, a registered address is nobody's proof of good intentions (RFC 9700, 4.11.2). */
export const openRedirector = defineCheck({
  id: 'authorization.open-redirector',
  title: 'No link to the authorization endpoint leads on to a self-registered https address before a person has agreed',
  requirements: ['oauth.open-redirector'],
  severity: 'medium',
  topologies: ['broker'],
  needs: [],
  async run(deployment) {
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    const clientId = await control('a client can register', () => register(deployment, found, elsewhere));
    await control('a good request is answered', async () => {
      const { status } = await deployment.http({ url: authorizationRequest(found, clientId, elsewhere).url });
      if (status >= 400) throw new Error(`the authorization endpoint answers ${status}`);
    });
    for (const overrides of [{}, ...faulty]) {
      const { url } = authorizationRequest(found, clientId, elsewhere, overrides);
      const exchange = await deployment.http({ url });
      const [location] = headerValues(exchange, 'location');
      const what = JSON.stringify(overrides);
      ensure(location?.startsWith(elsewhere) !== true, `a request with ${what} is sent on to ${elsewhere}`, {
        exchange,
        header: 'location',
      });
      ensure(exchange.status < 500, `a request with ${what} answers ${exchange.status}`, { exchange });
    }
  },
});
