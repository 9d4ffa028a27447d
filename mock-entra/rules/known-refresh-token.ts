/** The refresh token: AADSTS9002313 (none), 70000 (not this client's), 700082 (inactive), 700084 (single-page: 24 hours). */
import { aadsts } from '../errors/aadsts-error.ts';
import { instant } from '../errors/error-body.ts';
import type { Rule } from './transaction.ts';

/** Milliseconds a refresh token may lie unused. */
export const refreshTokenLife = 90 * 86_400_000;
/** Milliseconds after which a single-page application must sign in again, counted from the first of the family. */
export const spaRefreshTokenLife = 86_400_000;

const period = (ms: number): string => {
  const days = Math.floor(ms / 86_400_000);
  const clock = new Date(ms % 86_400_000).toISOString().slice(11, 19);
  return days > 0 ? `${days}.${clock}` : clock;
};

/** AADSTS9002313 (unknown), 70000 (another client's). */
export const knownRefreshToken: Rule = (transaction) => {
  const { service, client } = transaction;
  const token = transaction.parameter('refresh_token');
  const grant = token === undefined ? undefined : service.refreshTokens.get(token);
  if (!grant) throw aadsts(9002313, {}, { error: 'invalid_grant' });
  if (grant.clientId !== client.value.appId) throw aadsts(70000);
  transaction.refreshToken.set(grant);
  transaction.signIn.set(grant.signIn);
};

/** AADSTS700084 (a single-page application's, a day old), 700082 (unused for too long). */
export const refreshTokenAlive: Rule = ({ service, refreshToken }) => {
  const { redirectType, familyIssuedAt, issuedAt } = refreshToken.value;
  const now = service.now();
  if (redirectType === 'spa' && now - familyIssuedAt >= spaRefreshTokenLife) {
    throw aadsts(700084, { lifetime: '1.00:00:00', issued: instant(familyIssuedAt) });
  }
  if (now - issuedAt >= refreshTokenLife) {
    throw aadsts(700082, { issued: instant(issuedAt), inactive: period(now - issuedAt) });
  }
};
