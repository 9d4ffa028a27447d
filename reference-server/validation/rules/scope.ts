import { TokenRefusal } from '../refusal.ts';
import type { Rule } from './rule.ts';
import { isUserToken } from './user-token.ts';

/**
 * The required scope is one of a user token's, as a whole word. More is normal: Entra puts in all that were consented.
 * An application's own token has no scopes; `caller-kind` judges it.
 */
export const scope: Rule = ({ claims }, expected) =>
  !isUserToken(claims) || String(claims.scp).split(' ').includes(expected.requiredScope)
    ? undefined
    : TokenRefusal.insufficientScope('scope', 'The access token lacks the scope this server needs');
