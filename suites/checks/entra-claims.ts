import { defineCheck } from '../check.ts';
import { gatewayRefuses } from '../flows/refuses-bad-token.ts';

/** A genuine token is not enough: it must be a person's, for this application, with the server's scope, and of now. */
export const entraClaims = defineCheck({
  id: 'token.claims',
  title: 'Only a person’s own, current token with the server’s scope leads to a session',
  requirements: ['token.claims'],
  severity: 'high',
  topologies: ['broker'],
  needs: ['users', 'forge', 'inside'],
  async run(deployment) {
    for (const kind of ['missing-scope', 'app-only', 'foreign-client', 'expired'] as const) {
      await gatewayRefuses(deployment, kind);
    }
  },
});
