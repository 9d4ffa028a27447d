import { defineCheck } from '../check.ts';
import { gatewayRefuses, serverRefuses } from '../flows/refuses-bad-token.ts';

/** An unsigned token opens neither gateway nor server. */
export const unsignedToken = defineCheck({
  id: 'token.unsigned',
  title: 'An unsigned token opens neither gateway nor server',
  requirements: ['token.signature'],
  severity: 'critical',
  topologies: ['broker', 'client-credentials', 'gateway-obo', 'direct'],
  needs: ['caller', 'forge', 'inside'],
  async run(deployment) {
    await gatewayRefuses(deployment, 'unsigned');
    await serverRefuses(deployment, 'unsigned');
  },
});
