/** Finding the device behind a user code, and letting it go on or not. */
import type { EntraService } from '../../service.ts';
import type { DeviceGrant } from '../../stores/grants.ts';
import type { SignIn } from '../../tokens/sign-in.ts';

/** A device that waits under this user code. */
export function waitingDevice(service: EntraService, userCode: string): DeviceGrant | undefined {
  const wanted = userCode.replace(/[\s-]/g, '').toUpperCase();
  for (const grant of service.deviceCodes.values()) {
    if (grant.userCode === wanted && grant.state === 'pending' && grant.goodUntil > service.now()) return grant;
  }
  return undefined;
}

/** Hands a sign-in to a waiting device. */
export function approveDevice(service: EntraService, userCode: string, signIn: SignIn): void {
  const grant = waitingDevice(service, userCode);
  if (!grant) return;
  grant.signIn = signIn;
  grant.state = 'approved';
}

/** Tells a waiting device that the person said no, or may not. */
export function declineDevice(service: EntraService, userCode: string): void {
  const grant = waitingDevice(service, userCode);
  if (grant) grant.state = 'declined';
}
