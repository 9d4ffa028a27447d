/** AADSTS700024: a client assertion before its time or after it. A client that keeps its first assertion fails here. */
import { aadsts } from '../errors/aadsts-error.ts';
import { instant } from '../errors/error-body.ts';
import type { EntraService } from '../service.ts';
import { type Claims, numberClaim } from '../tokens/jwt.ts';

/** Largest NumericDate that is a date. */
const latest = 8.64e12;

const shown = (seconds: number | undefined): string =>
  seconds !== undefined && Math.abs(seconds) < latest ? instant(seconds * 1000) : '(none)';

/** Checks `nbf` and `exp` against the clock with the tolerated difference; `exp` is required. */
export function withinLifetime(service: EntraService, claims: Claims): void {
  const from = numberClaim(claims, 'nbf') ?? numberClaim(claims, 'iat');
  const until = numberClaim(claims, 'exp');
  const now = service.now() / 1000;
  const skew = service.switches.clockSkew;
  if (until === undefined || until + skew <= now || (from !== undefined && from - skew > now)) {
    throw aadsts(700024, { now: instant(service.now()), from: shown(from), until: shown(until) });
  }
}
