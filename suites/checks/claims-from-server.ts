import { control, defineCheck, ensure, NotTestable } from '../check.ts';
import { bearerChallenge } from '../flows/challenge.ts';
import { messageHeaders, post } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { forgeOf, insideOf } from '../flows/inside-of.ts';

/** What the issuer asks for: an authentication context that no policy of the directory knows. */
const claims = '{"access_token":{"acrs":{"essential":true,"value":"c28"}}}';
const call = '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"get_graph_user_details","arguments":{}}}';

/** The exchange that is challenged is the server's own; the gateway's, before it, went well. */
export const claimsFromServer = defineCheck({
  id: 'claims.from-server',
  title: 'A claims challenge that the server meets reaches the client as 401 with the claims and the metadata',
  requirements: ['claims.challenge'],
  severity: 'medium',
  topologies: ['direct'],
  needs: ['users', 'forge', 'inside'],
  async run(deployment) {
    const [inside, token] = [insideOf(deployment), await forgeOf(deployment).goodToken(firstUser(deployment))];
    const useTool = () =>
      deployment.http({
        method: 'POST',
        url: deployment.url,
        headers: { ...messageHeaders, authorization: `Bearer ${token}`, 'mcp-protocol-version': '2025-11-25' },
        body: call,
      });
    // after this the gateway has exchanged the token, and keeps what it got
    await control('the token opens the server', async () => {
      const { status } = await post(deployment, token);
      if (status !== 200) throw new Error(`the MCP endpoint answers ${status}`);
    });
    const takeBack = inside.challengeNextExchange(claims);
    try {
      const before = inside.tokenRequests().length;
      const exchange = await useTool();
      if (inside.tokenRequests().length === before) throw new NotTestable('the server made no exchange of its own');
      ensure(exchange.status === 401, `a challenge of the server’s exchange answers ${exchange.status}, not 401`, {
        exchange,
      });
      const challenge = bearerChallenge(exchange);
      const passed = Buffer.from(challenge?.claims ?? '', 'base64').toString();
      ensure(passed === claims, 'the 401 does not pass the issuer’s claims on', { exchange });
      ensure(challenge?.error === 'insufficient_claims', 'the 401 does not say insufficient_claims', { exchange });
      ensure(challenge.resourceMetadata !== undefined, 'the 401 does not lead to the metadata', { exchange });
    } finally {
      takeBack();
    }
    const again = await useTool();
    ensure(again.status === 200, `without the challenge the tool answers ${again.status}`, { exchange: again });
  },
});
