import { defineCheck } from '../check.ts';
import { gatewayRefuses } from '../flows/refuses-bad-token.ts';

/** Where applications call in their own name, a person's token is somebody's stolen or misdirected one. */
export const applicationUserToken = defineCheck({
  id: 'application.user-token',
  title: 'A user’s token is refused where an application calls in its own name',
  requirements: ['application.app-only'],
  severity: 'medium',
  topologies: ['client-credentials'],
  needs: ['caller', 'forge'],
  async run(deployment) {
    await gatewayRefuses(deployment, 'user', [401, 403]);
  },
});
