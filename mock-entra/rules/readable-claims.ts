/** AADSTS9002313: a `claims` parameter that is not a JSON object. */
import { aadsts } from '../errors/aadsts-error.ts';
import { noClaims, parseClaims } from './requested-claims.ts';
import type { Rule } from './transaction.ts';

export const readableClaims: Rule = (transaction) => {
  const text = transaction.parameter('claims') ?? (transaction.code.filled ? transaction.code.value.claims : undefined);
  const claims = text === undefined ? noClaims : parseClaims(text);
  if (!claims) throw aadsts(9002313);
  transaction.claims.set(claims);
};
