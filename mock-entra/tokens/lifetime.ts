/** How long tokens live. Entra dates them five minutes back, so that clocks behind its own accept them. */
import { randomInt } from 'node:crypto';

/** Seconds by which `iat` and `nbf` lie before the issue. */
export const backdated = 300;

/** A lifetime in seconds: fixed, or drawn from a range. */
export function lifetimeSeconds(setting: number | { readonly from: number; readonly to: number }): number {
  return typeof setting === 'number' ? setting : randomInt(setting.from, setting.to + 1);
}

/** `iat`, `nbf` and `exp` for a token issued at `now` (ms) that lives `seconds`. */
export function timeClaims(now: number, seconds: number): { iat: number; nbf: number; exp: number } {
  const issued = Math.floor(now / 1000);
  return { iat: issued - backdated, nbf: issued - backdated, exp: issued + seconds };
}
