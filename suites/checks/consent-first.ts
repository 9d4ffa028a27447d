import { control, defineCheck, ensure } from '../check.ts';
import { authorizationRequest, codeOf, travel } from '../flows/authorize.ts';
import { leaves, openConsent } from '../flows/consent.ts';
import { discover } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { register } from '../flows/register.ts';

/**
 * The confused deputy: the issuer knows one client, the gateway, and has its consent already. Whoever registers here must
 * be allowed by the person, or a second application rides on what the first one was given.
 */
export const consentFirst = defineCheck({
  id: 'consent.per-client',
  title:
    'Each client is allowed by the person before anything goes to the issuer, also in a browser that allowed another',
  requirements: ['mcp.consent'],
  severity: 'critical',
  topologies: ['broker'],
  needs: ['users'],
  async run(deployment) {
    const user = firstUser(deployment);
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    const browser = deployment.browser();
    const redirect = 'https://first.client.example/callback';
    await control('a person can allow a client', async () => {
      const clientId = await register(deployment, found, redirect);
      const request = authorizationRequest(found, clientId, redirect);
      codeOf(await travel(deployment, request, user, browser), request, found);
    });
    const second = await register(deployment, found, 'https://second.client.example/callback');
    const request = authorizationRequest(found, second, 'https://second.client.example/callback');
    const fresh = await deployment.http({ url: request.url });
    ensure(leaves(fresh) === undefined, 'the authorization endpoint redirects to another host without asking anybody', {
      exchange: fresh,
      header: 'location',
    });
    await openConsent(deployment, request.url);
    // the same browser: allowed for the first client, signed in at the issuer
    const journey = await browser.travel(request.url, { user, redirectUri: request.redirectUri, consent: 'deny' });
    const [first] = journey.exchanges;
    ensure(
      journey.redirect?.searchParams.has('code') !== true,
      'a second client gets a code although the person says no',
      {
        ...(first && { exchange: first }),
      },
    );
    ensure(first?.status === 200, 'a second client is not asked for in a browser that allowed another', {
      ...(first && { exchange: first }),
    });
  },
});
