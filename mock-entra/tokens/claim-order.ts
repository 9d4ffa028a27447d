/** Claims in the order Entra writes them: audience, issuer and times first, the rest by name. */
import type { Claims } from './jwt.ts';

const first = ['aud', 'iss', 'iat', 'nbf', 'exp'];

/** Orders claims and drops the undefined ones. */
export function orderClaims(claims: Claims): Claims {
  const present = Object.entries(claims).filter(([, value]) => value !== undefined);
  const rank = (name: string): number => {
    const index = first.indexOf(name);
    return index < 0 ? first.length : index;
  };
  present.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(present);
}
