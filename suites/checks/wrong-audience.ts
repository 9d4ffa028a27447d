import { defineCheck } from '../check.ts';
import { gatewayRefuses, serverRefuses } from '../flows/refuses-bad-token.ts';

/** A token for another audience opens neither gateway nor server. */
export const wrongAudience = defineCheck({
  id: 'token.wrong-audience',
  title: 'A token for another audience opens neither gateway nor server',
  requirements: ['token.audience'],
  severity: 'critical',
  topologies: ['broker', 'client-credentials', 'gateway-obo', 'direct'],
  needs: ['caller', 'forge', 'inside'],
  async run(deployment) {
    await gatewayRefuses(deployment, 'wrong-audience');
    await serverRefuses(deployment, 'wrong-audience');
  },
});
