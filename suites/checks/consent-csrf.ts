import { control, defineCheck, ensure } from '../check.ts';
import { authorizationRequest } from '../flows/authorize.ts';
import { allow, leaves, openConsent } from '../flows/consent.ts';
import { discover } from '../flows/discover.ts';
import { register } from '../flows/register.ts';

/** Only the form that this browser was shown counts as the person's answer. */
export const consentCsrf = defineCheck({
  id: 'consent.csrf',
  title: 'An answer to the consent page counts only from the browser that was shown it',
  requirements: ['mcp.consent.csrf'],
  severity: 'critical',
  topologies: ['broker'],
  needs: [],
  async run(deployment) {
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    const clientId = await control('a client can register', () => register(deployment, found, deployment.redirectUri));
    const page = () => openConsent(deployment, authorizationRequest(found, clientId, deployment.redirectUri).url);
    await control('the page’s own answer leads to the issuer', async () => {
      const answer = await allow(deployment, await page());
      if (!leaves(answer)) throw new Error(`the answer to the consent page answers ${answer.status}`);
    });
    const refused = async (what: string, changes: Parameters<typeof allow>[2], shown = page()) => {
      const exchange = await allow(deployment, await shown, changes);
      const evidence = { exchange, header: 'location' };
      ensure(leaves(exchange) === undefined, `consent is taken ${what}`, evidence);
      ensure(exchange.status >= 400 && exchange.status < 500, `consent ${what} answers ${exchange.status}`, evidence);
    };
    const other = await page();
    const names = Object.keys(other.fields);
    ensure(names.length > 0, 'the consent form holds nothing that another site could not send', {
      exchange: other.exchange,
    });
    await refused('without the browser’s cookie', { cookie: '' });
    await refused('with the cookie of another browser', { cookie: other.cookie });
    for (const name of names) {
      await refused(`without the form’s field '${name}'`, { fields: { [name]: undefined } });
      await refused(`with the field '${name}' of another browser’s page`, { fields: { [name]: other.fields[name] } });
    }
  },
});
