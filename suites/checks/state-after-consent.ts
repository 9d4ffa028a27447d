import { control, defineCheck, ensure } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { authorizationRequest } from '../flows/authorize.ts';
import { allow, leaves, openConsent } from '../flows/consent.ts';
import { discover } from '../flows/discover.ts';
import { sharedClient } from '../flows/register.ts';

/** Before consent there is nothing yet that the issuer's answer could belong to (MCP, security best practices). */
export const stateAfterConsent = defineCheck({
  id: 'state.after-consent',
  title: 'Nothing that exists before consent is taken as the state of a sign-in',
  requirements: ['mcp.state'],
  severity: 'high',
  topologies: ['broker'],
  needs: [],
  async run(deployment) {
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    const page = async () => {
      const clientId = await sharedClient(deployment, found, deployment.redirectUri);
      return openConsent(deployment, authorizationRequest(found, clientId, deployment.redirectUri).url);
    };
    const callback = await control(
      'consent leads to the issuer, with a state and an address to come back to',
      async () => {
        const target = leaves(await allow(deployment, await page()));
        const back = target?.searchParams.get('redirect_uri');
        if (!back || !target?.searchParams.get('state'))
          throw new Error('the issuer is asked without state or redirect_uri');
        return back;
      },
    );
    const { fields, cookie, exchange: shown } = await page();
    const values = [
      ...Object.values(fields),
      ...cookie.split(/[=;~.]/),
      ...[...shown.body.matchAll(/[A-Za-z0-9_-]{16,}/g)].map(String),
    ];
    for (const value of new Set(
      values.map((text) => text.trim()).filter((text) => text.length > 0 && text.length < 500),
    )) {
      const url = new URL(callback);
      url.searchParams.set('code', 'x');
      url.searchParams.set('state', value);
      const exchange = await deployment.http({ url: url.href, ...(cookie !== '' && { headers: { cookie } }) });
      ensure(
        headerValues(exchange, 'location').length === 0,
        'what the consent page holds is taken as the state of a sign-in',
        {
          exchange,
        },
      );
      ensure(exchange.status >= 400 && exchange.status < 500, `an unknown state answers ${exchange.status}`, {
        exchange,
      });
    }
  },
});
