import { TokenRefusal } from '../refusal.ts';
import type { Rule } from './rule.ts';
import { clientOf, isApplicationToken, isUserToken } from './user-token.ts';

/**
 * The caller is of a kind that this server serves: a user; an application too, if a role for applications is set and the
 * token has it; nobody but the gateway's own identity, if that is set.
 */
export const callerKind: Rule = ({ claims }, { requiredRole, gatewayClientId }) => {
  const application = isApplicationToken(claims);
  if (gatewayClientId !== undefined) {
    return application && clientOf(claims) === gatewayClientId
      ? undefined
      : TokenRefusal.insufficientScope('caller', 'This server takes requests of its gateway only');
  }
  if (isUserToken(claims)) return undefined;
  if (requiredRole === undefined || !application) {
    return TokenRefusal.insufficientScope('app-only', 'This server needs a user, and the access token is for none');
  }
  return Array.isArray(claims.roles) && claims.roles.includes(requiredRole)
    ? undefined
    : TokenRefusal.insufficientScope('role', 'The access token lacks the role this server needs');
};
