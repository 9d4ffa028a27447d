/** Vitest setup: any connection or look-up that would leave this machine fails the test that tried it. */
import { afterEach } from 'vitest';
import { installNetworkGuard, takeNetworkViolations } from '../../net/network-guard.ts';

installNetworkGuard();

afterEach(() => {
  const hosts = takeNetworkViolations();
  if (hosts.length > 0) throw new Error(`this test tried to leave the machine: ${hosts.join(', ')}`);
});
