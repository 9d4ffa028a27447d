import { TokenRefusal } from '../refusal.ts';
import type { Rule } from './rule.ts';

/** Claim `tid` names the tenant of the issuer; Entra's guidance is to check both. */
export const tenant: Rule = ({ claims }, expected) =>
  claims.tid === expected.tenantId
    ? undefined
    : TokenRefusal.invalidToken('tenant', 'The access token was issued by another authority');
