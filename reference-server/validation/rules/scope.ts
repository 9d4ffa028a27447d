import { TokenRefusal } from '../refusal.ts';
import type { Rule } from './rule.ts';

/** The required scope is one of the token's, as a whole word. More is normal: Entra puts in all that were consented. */
export const scope: Rule = ({ claims }, expected) =>
  typeof claims.scp === 'string' && claims.scp.split(' ').includes(expected.requiredScope)
    ? undefined
    : TokenRefusal.insufficientScope('scope', 'The access token lacks the scope this server needs');
