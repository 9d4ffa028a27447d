import { defineCheck } from '../check.ts';
import { gatewayRefuses, serverRefuses } from '../flows/refuses-bad-token.ts';

/** Entra ID gives every application of the tenant a token for every other; what it may do there, the role says. */
export const applicationRole = defineCheck({
  id: 'application.role',
  title: 'A token without the role opens neither gateway nor server',
  requirements: ['application.role'],
  severity: 'high',
  topologies: ['client-credentials'],
  needs: ['caller', 'forge', 'inside'],
  async run(deployment) {
    await gatewayRefuses(deployment, 'missing-role', [401, 403]);
    await serverRefuses(deployment, 'missing-role', [401, 403]);
  },
});
