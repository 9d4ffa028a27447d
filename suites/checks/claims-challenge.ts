import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import { headerValues } from '../deployment.ts';
import { authorizationRequest, codeOf, travel } from '../flows/authorize.ts';
import { messageHeaders } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { accessTokenOf, redeem } from '../flows/redeem.ts';
import { openRenewableSession, renew } from '../flows/session.ts';

/** What the issuer asks for: an authentication context that no policy of the directory knows. */
const claims = '{"access_token":{"acrs":{"essential":true,"value":"c27"}}}';
const call = '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"get_graph_user_details","arguments":{}}}';

/** What the issuer wants of a person reaches the person: through the challenge, and through their next sign-in. */
export const claimsChallenge = defineCheck({
  id: 'claims.challenge',
  title:
    'A claims challenge of the exchange ends as 401 with the claims, and the next sign-in carries them to the issuer',
  requirements: ['claims.challenge'],
  severity: 'high',
  topologies: ['broker'],
  needs: ['users', 'inside'],
  async run(deployment) {
    const { inside } = deployment;
    if (!inside) throw new NotTestable('only the issuer of a stack of the harness’s own can be made to challenge');
    const user = firstUser(deployment);
    const useTool = (token: string) =>
      deployment.http({
        method: 'POST',
        url: deployment.url,
        headers: { ...messageHeaders, authorization: `Bearer ${token}`, 'mcp-protocol-version': '2025-11-25' },
        body: call,
      });
    const session = await control('a session can be opened', () => openRenewableSession(deployment, user));
    const takeBack = inside.challengeNextExchange(claims);
    const before = inside.tokenRequests().length;
    try {
      const challenged = await useTool(session.accessToken);
      const asked = inside.tokenRequests().slice(before);
      if (!asked.some(({ grantType }) => grantType === 'urn:ietf:params:oauth:grant-type:jwt-bearer')) {
        throw new NotTestable('no on-behalf-of request reached the issuer');
      }
      const header = headerValues(challenged, 'www-authenticate').join(', ');
      ensure(challenged.status === 401, `a claims challenge ends as ${challenged.status}, not 401`, {
        exchange: challenged,
      });
      const encoded = /\bclaims="([^"]+)"/.exec(header)?.[1];
      ensure(encoded !== undefined, 'the 401 does not pass the claims on', {
        exchange: challenged,
        header: 'www-authenticate',
      });
      ensure(
        Buffer.from(encoded, 'base64').toString('utf8') === claims,
        'the claims in the 401 are not those of the issuer',
        { exchange: challenged },
      );
      ensure(/\berror="insufficient_claims"/.test(header), 'the 401 does not say insufficient_claims', {
        exchange: challenged,
      });
      ensure(/\bresource_metadata="/.test(header), 'the 401 does not lead to the metadata', { exchange: challenged });
    } finally {
      takeBack();
    }
    const renewed = await renew(deployment, session, session.refreshToken);
    ensure(accessTokenOf(renewed) === undefined, 'the session is renewed although only a sign-in can help', {
      exchange: renewed,
    });

    const request = authorizationRequest(session.found, session.grant.clientId, deployment.redirectUri);
    const journey = await travel(deployment, request, user);
    const asked = journey.exchanges.map(({ url }) => new URL(url).searchParams.get('claims')).filter(Boolean);
    ensure(asked.length > 0, 'the next sign-in does not carry the claims to the issuer', {
      ...(journey.exchanges[0] && { exchange: journey.exchanges[0] }),
    });
    ensure(
      JSON.stringify(JSON.parse(asked[0] ?? '')) === claims,
      'the next sign-in carries other claims to the issuer',
    );
    const code = codeOf(journey, request, session.found);
    const token = accessTokenOf(await redeem(deployment, session.found, { ...request, code }));
    ensure(token !== undefined, 'after the claims were met there is no token');
    const used = await useTool(token);
    ensure(used.status === 200, `after the claims were met the tool answers ${used.status}`, { exchange: used });
    const once = await travel(
      deployment,
      authorizationRequest(session.found, session.grant.clientId, deployment.redirectUri),
      user,
    );
    ensure(
      !once.exchanges.some(({ url }) => new URL(url).searchParams.has('claims')),
      'claims that were met are asked for again and again',
    );
  },
});
