import { TokenRefusal } from '../refusal.ts';
import type { Rule } from './rule.ts';

/** Claims that only an id token has (OpenID Connect Core 2 and 3.1.3.6). */
const idTokenClaims = ['nonce', 'at_hash', 'c_hash'];

/**
 * It is an access token: it names the client it was issued to (`appid` in version 1.0, `azp` in version 2.0). An id
 * token for this same app has the same issuer, key and audience, but no such claim.
 */
export const accessTokenOnly: Rule = ({ claims }) => {
  const client = claims.ver === '1.0' ? claims.appid : claims.azp;
  const isIdToken = idTokenClaims.some((name) => name in claims);
  return typeof client === 'string' && client !== '' && !isIdToken
    ? undefined
    : TokenRefusal.invalidToken('token-type', 'The credential is not an access token');
};
