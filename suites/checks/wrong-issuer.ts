import { defineCheck } from '../check.ts';
import { gatewayRefuses, serverRefuses } from '../flows/refuses-bad-token.ts';

/** A token of another issuer opens neither a session nor the server. */
export const wrongIssuer = defineCheck({
  id: 'token.wrong-issuer',
  title: 'A token of another issuer opens neither a session nor the server',
  requirements: ['token.issuer'],
  severity: 'critical',
  topologies: ['broker'],
  needs: ['users', 'forge', 'inside'],
  async run(deployment) {
    await gatewayRefuses(deployment, 'wrong-issuer');
    await serverRefuses(deployment, 'wrong-issuer');
  },
});
