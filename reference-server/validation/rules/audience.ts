import { TokenRefusal } from '../refusal.ts';
import type { Rule } from './rule.ts';

/**
 * The audience is this server, alone: its application id (version 2.0, and version 1.0 when so requested) or its
 * Application ID URI `api://{id}` (version 1.0). Entra never issues a list, so a list is refused even if it holds ours.
 */
export const audience: Rule = ({ claims }, expected) =>
  claims.aud === expected.clientId || claims.aud === `api://${expected.clientId}`
    ? undefined
    : TokenRefusal.invalidToken('audience', 'The access token is not for this server');
