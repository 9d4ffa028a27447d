import { control, defineCheck, ensure } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { authorizationRequest, codeOf, endOf, travel } from '../flows/authorize.ts';
import { discover } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { sharedClient } from '../flows/register.ts';

/** RFC 9207: a client that talks to several servers must see which one answers, in good answers and in errors. */
export const issuerInResponse = defineCheck({
  id: 'authorization.iss',
  title: 'Every authorization response names its issuer, and the metadata says so',
  requirements: ['oauth.issuer-identification'],
  severity: 'medium',
  topologies: ['broker'],
  needs: ['users'],
  async run(deployment) {
    const user = firstUser(deployment);
    const found = await control('discovery leads to the authorization server', () => discover(deployment));
    const clientId = await sharedClient(deployment, found, deployment.redirectUri);
    const request = authorizationRequest(found, clientId, deployment.redirectUri);
    const journey = await travel(deployment, request, user);
    await control('a code is granted', async () => codeOf(journey, request, found));
    ensure(
      journey.redirect?.searchParams.get('iss') === found.issuer,
      'the answer with the code does not name its issuer',
      endOf(journey),
    );
    const wrong = authorizationRequest(found, clientId, deployment.redirectUri, { response_type: 'token' });
    const error = await deployment.http({ url: wrong.url });
    const [location] = headerValues(error, 'location');
    const answer = location === undefined ? undefined : new URL(location, error.url).searchParams;
    ensure(
      answer?.get('error') === 'unsupported_response_type',
      'response_type=token is not refused at the redirect URI',
      { exchange: error },
    );
    ensure(answer.get('iss') === found.issuer, 'an error does not name its issuer', {
      exchange: error,
      header: 'location',
    });
    const denied = await deployment
      .browser()
      .travel(request.url, { user, redirectUri: request.redirectUri, consent: 'deny' });
    ensure(
      denied.redirect?.searchParams.get('iss') === found.issuer,
      'the answer of a person who says no does not name its issuer',
      endOf(denied),
    );
    ensure(
      found.metadata.authorization_response_iss_parameter_supported === true,
      'the metadata does not announce iss',
    );
  },
});
