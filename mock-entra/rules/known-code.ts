/**
 * The authorization code: AADSTS9002313 (no code at all), 700003 (another client's), 700005 (another tenant's), 54005 (used
 * before), 70008 (too old). A code that is presented twice stays dead.
 */
import { aadsts } from '../errors/aadsts-error.ts';
import type { Rule } from './transaction.ts';

/** Milliseconds a code can be redeemed. */
export const codeLife = 10 * 60_000;
/** Milliseconds a code is remembered, so that a late one is told from an invented one. */
export const codeMemory = 24 * 3_600_000;

/**
 * The code: AADSTS9002313 (unknown), 700003 (another client's), 700005 (another tenant's), 54005 (used), 70008
 * (expired).
 */
export const knownCode: Rule = (transaction) => {
  const { service, tenancy, client } = transaction;
  const code = transaction.parameter('code');
  const grant = code === undefined ? undefined : service.codes.get(code);
  if (!grant) throw aadsts(9002313, {}, { error: 'invalid_grant' });
  if (grant.clientId !== client.value.appId) throw aadsts(700003);
  const { tenant } = tenancy.value;
  if (tenant && tenant.id !== grant.signIn.tenantId) throw aadsts(700005);
  if (grant.redeemed) throw aadsts(54005);
  if (grant.goodUntil <= service.now()) throw aadsts(70008);
  transaction.code.set(grant);
  transaction.signIn.set(grant.signIn);
};

/** Marks the code used: from here on it is spent, even if a later rule refuses. */
export const spendCode: Rule = ({ code }) => {
  code.value.redeemed = true;
};
