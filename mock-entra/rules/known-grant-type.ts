/** AADSTS900144, 70003: grant_type is missing or not one that Entra supports. */
import { aadsts } from '../errors/aadsts-error.ts';
import type { Rule } from './transaction.ts';

/** The grant of the exchange on behalf of a user (RFC 7523 2.1). */
export const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Both names of the device code grant that Entra takes (RFC 8628 3.4, and the older one). */
export const deviceCodeGrants: readonly string[] = ['urn:ietf:params:oauth:grant-type:device_code', 'device_code'];

const supported = new Set([
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'password',
  jwtBearer,
  ...deviceCodeGrants,
]);

/** Reads grant_type. */
export const knownGrantType: Rule = (transaction) => {
  const grantType = transaction.parameter('grant_type');
  if (grantType === undefined) throw aadsts(900144, { parameter: 'grant_type' });
  if (!supported.has(grantType)) throw aadsts(70003, { grantType });
  transaction.grantType.set(grantType);
};
