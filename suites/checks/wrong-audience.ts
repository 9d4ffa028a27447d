import { defineCheck } from '../check.ts';
import { gatewayRefuses, serverRefuses } from '../flows/refuses-bad-token.ts';

/** A token for another audience opens neither a session nor the server. */
export const wrongAudience = defineCheck({
  id: 'token.wrong-audience',
  title: 'A token for another audience opens neither a session nor the server',
  requirements: ['token.audience'],
  severity: 'critical',
  topologies: ['broker'],
  needs: ['users', 'forge', 'inside'],
  async run(deployment) {
    await gatewayRefuses(deployment, 'wrong-audience');
    await serverRefuses(deployment, 'wrong-audience');
  },
});
