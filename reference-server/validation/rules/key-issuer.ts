import { TokenRefusal } from '../refusal.ts';
import type { Rule } from './rule.ts';

/**
 * The key that verified the signature signs for this tenant. Entra's key set names an issuer per key, templated with
 * `{tenantid}` for work tenants and fixed for personal accounts; a key without the member signs for anyone.
 */
export const keyIssuer: Rule = (token, expected) => {
  const signsFor = token.keyIssuer?.replace('{tenantid}', expected.tenantId);
  return signsFor === undefined || signsFor === expected.issuerV2
    ? undefined
    : TokenRefusal.invalidToken('key-issuer', 'The access token was issued by another authority');
};
