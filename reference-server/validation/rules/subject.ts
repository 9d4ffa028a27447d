import { TokenRefusal } from '../refusal.ts';
import type { Rule } from './rule.ts';

/** The token says whom it is about. */
export const subject: Rule = ({ claims }) =>
  typeof claims.sub === 'string' && claims.sub !== ''
    ? undefined
    : TokenRefusal.invalidToken('subject', 'The access token names no user');
