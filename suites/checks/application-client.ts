import { defineCheck } from '../check.ts';
import { gatewayRefuses } from '../flows/refuses-bad-token.ts';

/** Applications are let in by name; others of the tenant get tokens for the server just as easily. */
export const applicationClient = defineCheck({
  id: 'application.client',
  title: 'A token that another application was given does not open the gateway',
  requirements: ['application.client'],
  severity: 'high',
  topologies: ['client-credentials', 'gateway-obo'],
  needs: ['caller', 'forge'],
  async run(deployment) {
    await gatewayRefuses(deployment, 'foreign-client', [401, 403]);
  },
});
