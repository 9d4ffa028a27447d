import { defineCheck } from '../check.ts';
import { gatewayRefuses, serverRefuses } from '../flows/refuses-bad-token.ts';

/** An unsigned token opens neither a session nor the server. */
export const unsignedToken = defineCheck({
  id: 'token.unsigned',
  title: 'An unsigned token opens neither a session nor the server',
  requirements: ['token.signature'],
  severity: 'critical',
  topologies: ['broker'],
  needs: ['users', 'forge', 'inside'],
  async run(deployment) {
    await gatewayRefuses(deployment, 'unsigned');
    await serverRefuses(deployment, 'unsigned');
  },
});
