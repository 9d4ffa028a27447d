import { defineCheck, ensure } from '../check.ts';
import { bearerChallenge } from '../flows/challenge.ts';
import { post } from '../flows/discover.ts';

/** The first challenge says what to ask for: a client need not guess, and asks for no more. */
export const challengeScope = defineCheck({
  id: 'challenge.scope',
  title: 'The challenge names the scopes to ask for',
  requirements: ['mcp.challenge-scope'],
  severity: 'low',
  topologies: ['broker', 'gateway-obo', 'direct'],
  needs: [],
  async run(deployment) {
    const exchange = await post(deployment);
    const { scope = '' } = bearerChallenge(exchange) ?? {};
    ensure(scope !== '', 'the challenge names no scope', { exchange });
    ensure(!scope.split(' ').includes('offline_access'), 'the challenge asks for offline_access', { exchange });
  },
});
