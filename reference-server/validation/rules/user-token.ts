import { TokenRefusal } from '../refusal.ts';
import type { Rule } from './rule.ts';

/**
 * A user stands behind the token: there are delegated scopes, and nothing says `idtyp: app`. An application's own token
 * has `roles` or neither, and a role may be named like our scope.
 */
export const userToken: Rule = ({ claims }) =>
  typeof claims.scp === 'string' && claims.idtyp !== 'app'
    ? undefined
    : TokenRefusal.insufficientScope('app-only', 'This server needs a user, and the access token is for none');
