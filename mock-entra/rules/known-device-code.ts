/** The device code: AADSTS70018 (unknown), 70020 (expired), 70016 (pending), 70017 (declined), 54005 (used). */
import { aadsts } from '../errors/aadsts-error.ts';
import type { Rule } from './transaction.ts';

/** Milliseconds a device code can be used. */
export const deviceCodeLife = 900_000;

/** Checks the device code and takes it: a second redemption finds it used. */
export const knownDeviceCode: Rule = (transaction) => {
  const { service, client } = transaction;
  const code = transaction.parameter('device_code');
  const grant = code === undefined ? undefined : service.deviceCodes.get(code);
  if (!grant || grant.clientId !== client.value.appId) throw aadsts(70018);
  if (grant.goodUntil <= service.now()) throw aadsts(70020);
  if (grant.state === 'declined') throw aadsts(70017);
  if (grant.state === 'redeemed') throw aadsts(54005);
  if (grant.state === 'pending' || !grant.signIn) throw aadsts(70016);
  transaction.deviceCode.set(grant);
  transaction.signIn.set(grant.signIn);
  grant.state = 'redeemed';
};
