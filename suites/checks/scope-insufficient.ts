import { control, defineCheck, ensure } from '../check.ts';
import { bareScopes, bearerChallenge } from '../flows/challenge.ts';
import { post } from '../flows/discover.ts';
import { firstUser } from '../flows/first-user.ts';
import { forgeOf } from '../flows/inside-of.ts';

/** Too few scopes: 403 with a challenge, and who asks for what it names gets in with the first try. */
export const scopeInsufficient = defineCheck({
  id: 'scope.insufficient',
  title: 'A valid token without the scope gets 403 insufficient_scope, and the scopes it names are enough',
  requirements: ['mcp.insufficient-scope'],
  severity: 'high',
  topologies: ['gateway-obo', 'direct'],
  needs: ['users', 'forge'],
  async run(deployment) {
    const forge = forgeOf(deployment);
    const user = firstUser(deployment);
    await control('a token with every scope opens the server', async () => {
      const { status } = await post(deployment, await forge.goodToken(user));
      if (status !== 200) throw new Error(`the MCP endpoint answers ${status}`);
    });
    const exchange = await post(deployment, await forge.token('missing-scope', user));
    ensure(exchange.status === 403, `a token without the scope answers ${exchange.status}, not 403`, { exchange });
    const challenge = bearerChallenge(exchange);
    ensure(challenge?.error === 'insufficient_scope', 'the 403 does not say insufficient_scope', { exchange });
    ensure(Boolean(challenge.scope), 'the 403 names no scope', { exchange });
    ensure(Boolean(challenge.resourceMetadata), 'the 403 names no resource_metadata', { exchange });
    const enough = await forge.withScopes(bareScopes(challenge.scope ?? '').join(' '), user);
    const again = await post(deployment, enough);
    ensure(again.status === 200, `a token with the scopes that the 403 names answers ${again.status}`, {
      exchange: again,
    });
    // whole names count: a scope that only contains the needed one is another scope
    const lookalike = await forge.withScopes(
      bareScopes(challenge.scope ?? '')
        .map((name) => `${name}.More`)
        .join(' '),
      user,
    );
    const similar = await post(deployment, lookalike);
    ensure(similar.status === 403, `a token with scopes of similar names answers ${similar.status}, not 403`, {
      exchange: similar,
    });
  },
});
