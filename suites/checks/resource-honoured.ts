import { control, defineCheck, ensure } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { authorizationRequest } from '../flows/authorize.ts';
import { discover } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { accessTokenOf, obtainGrant, redeem, redeemFreshCode } from '../flows/redeem.ts';
import { sharedClient } from '../flows/register.ts';

/** A client that asks for a token for another server must not get one for this server instead. */
export const resourceHonoured = defineCheck({
  id: 'resource.honoured',
  title:
    'A request for another resource is refused with invalid_target, at the authorization and at the token endpoint',
  requirements: ['oauth.resource'],
  severity: 'high',
  topologies: ['broker'],
  needs: ['users'],
  async run(deployment) {
    const user = firstUser(deployment);
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    await control('the server’s own resource is accepted at both endpoints', () =>
      redeemFreshCode(deployment, found, user),
    );
    const clientId = await sharedClient(deployment, found, deployment.redirectUri);
    const others = [
      'https://other.example/mcp',
      `${found.resource}/other`,
      `${found.resource}.example`,
      `${new URL(found.resource).origin.replace('//', '//other.')}/mcp`,
    ];
    for (const resource of others) {
      const { url } = authorizationRequest(found, clientId, deployment.redirectUri, { resource });
      const exchange = await deployment.http({ url });
      const errors = headerValues(exchange, 'location').map((location) =>
        new URL(location, url).searchParams.get('error'),
      );
      const refused = exchange.status >= 400 || errors.includes('invalid_target');
      ensure(refused, `the authorization endpoint takes a request for ${resource}`, { exchange });
      const redeemed = await redeem(deployment, found, await obtainGrant(deployment, found, user), { resource });
      const evidence = { exchange: redeemed };
      ensure(accessTokenOf(redeemed) === undefined, `the token endpoint gives a token for ${resource}`, evidence);
      ensure(redeemed.body.includes('"invalid_target"'), 'the token endpoint does not answer invalid_target', evidence);
    }
  },
});
