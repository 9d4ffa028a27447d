import { defineCheck } from '../check.ts';
import { gatewayRefuses, serverRefuses } from '../flows/refuses-bad-token.ts';

/** A token signed with a stranger’s key opens neither gateway nor server. */
export const selfSigned = defineCheck({
  id: 'token.self-signed',
  title: 'A token signed with a stranger’s key opens neither gateway nor server',
  requirements: ['token.signature'],
  severity: 'critical',
  topologies: ['broker', 'client-credentials', 'gateway-obo', 'direct'],
  needs: ['caller', 'forge', 'inside'],
  async run(deployment) {
    await gatewayRefuses(deployment, 'self-signed');
    await serverRefuses(deployment, 'self-signed');
  },
});
