import { defineCheck } from '../check.ts';
import { gatewayRefuses, serverRefuses } from '../flows/refuses-bad-token.ts';

/** A token of another issuer opens neither gateway nor server. */
export const wrongIssuer = defineCheck({
  id: 'token.wrong-issuer',
  title: 'A token of another issuer opens neither gateway nor server',
  requirements: ['token.issuer'],
  severity: 'critical',
  topologies: ['broker', 'client-credentials', 'gateway-obo', 'direct'],
  needs: ['caller', 'forge', 'inside'],
  async run(deployment) {
    await gatewayRefuses(deployment, 'wrong-issuer');
    await serverRefuses(deployment, 'wrong-issuer');
  },
});
