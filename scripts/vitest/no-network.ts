/** Vitest setup: any connection or look-up that would leave this machine fails the test that tried it. */
import { installNetworkGuard } from '../../net/network-guard.ts';

installNetworkGuard();
