import { control, defineCheck, ensure } from '../check.ts';
import { authorizationRequest } from '../flows/authorize.ts';
import { openConsent } from '../flows/consent.ts';
import { discover } from '../flows/discover.ts';
import { memberOf } from '../flows/redeem.ts';
import { requestRegistration } from '../flows/register.ts';

const markup = '<img src=x onerror=alert(1)>';
/** Turns the direction of text, is invisible, breaks lines: what makes a name look like something else. */
const deceiving = 'Pay\u202Etnuocca\u202C\u200B\u2028Contoso\u0007\u0000\uFEFF';

/** A client names itself; nobody checks it, so its name must be no more than a name. */
export const registrationName = defineCheck({
  id: 'registration.client-name',
  title: 'A client’s name reaches the consent page as plain, short text in one line',
  requirements: ['oauth.registration.name'],
  severity: 'high',
  topologies: ['broker'],
  needs: [],
  async run(deployment) {
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    const pageOf = async (name: unknown) => {
      const exchange = await requestRegistration(deployment, found, {
        client_name: name,
        redirect_uris: [deployment.redirectUri],
      });
      const clientId = memberOf(exchange, 'client_id');
      ensure(exchange.status < 500, `registering a strange name answers ${exchange.status}`, { exchange });
      if (exchange.status !== 201 || clientId === undefined) return { registered: exchange, page: undefined };
      const { url } = authorizationRequest(found, clientId, deployment.redirectUri);
      return { registered: exchange, page: (await openConsent(deployment, url)).exchange };
    };
    await control('the consent page names the client', async () => {
      const { page } = await pageOf('A plain name');
      if (!page?.body.includes('A plain name')) throw new Error('the page does not hold the name');
    });
    const { page: withMarkup } = await pageOf(`${markup}Contoso`);
    if (withMarkup) {
      ensure(!withMarkup.body.includes(markup), 'markup in a client’s name becomes markup of the consent page', {
        exchange: withMarkup,
      });
    }
    const { page: deceived } = await pageOf(deceiving);
    if (deceived) {
      ensure(
        !/(?![\n\r\t])[\p{Cc}\p{Cf}\u2028\u2029]/u.test(deceived.body),
        'invisible and direction-turning characters of a client’s name reach the consent page',
        {
          exchange: deceived,
        },
      );
    }
    const { page: long } = await pageOf('A'.repeat(4000));
    if (long)
      ensure(!long.body.includes('A'.repeat(200)), 'a client’s name may be as long as it likes', { exchange: long });
    for (const strange of [42, null, ['x'], { a: 1 }]) await pageOf(strange);
  },
});
