import { TokenRefusal } from '../refusal.ts';
import type { Rule } from './rule.ts';

/**
 * The issuer is one of the tenant's two, character for character, and of the version that the token says it has.
 * A resource decides which version it gets (`api.requestedAccessTokenVersion`), so both are legitimate; prefixes,
 * missing slashes, templates and other clouds are not.
 */
export const issuer: Rule = ({ claims }, expected) => {
  const versions = new Map([
    [expected.issuerV1, '1.0'],
    [expected.issuerV2, '2.0'],
  ]);
  const version = claims.iss === undefined ? undefined : versions.get(claims.iss);
  if (version !== undefined && claims.ver === version) return undefined;
  return TokenRefusal.invalidToken('issuer', 'The access token was issued by another authority');
};
