/** Claims in the order Entra writes them: audience, issuer and times first, the rest by name. */
import type { Claims } from './jwt.ts';

const first = ['aud', 'iss', 'iat', 'nbf', 'exp'];

/** Orders claims and drops the undefined ones. */
export function orderClaims(claims: Claims): Claims {
  const names = [
    ...first,
    ...Object.keys(claims)
      .filter((name) => !first.includes(name))
      .sort(),
  ];
  const ordered: Record<string, unknown> = {};
  for (const name of names) if (claims[name] !== undefined) ordered[name] = claims[name];
  return ordered;
}
