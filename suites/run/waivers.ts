/** Failures that somebody answers for until a date. */
import type { CheckResult } from './result.ts';

/** One accepted failure. */
export interface Waiver {
  /** Id of the check. */
  readonly check: string;
  /** Why it is accepted for now. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Last day on which it counts, `YYYY-MM-DD`, in UTC. */
  readonly expires: string;
}

/** Whether a waiver still counts. @param now milliseconds since the Unix epoch */
const inForce = ({ expires }: Waiver, now: number): boolean => new Date(now).toISOString().slice(0, 10) <= expires;

/**
 * The result with the waiver of its check: a failure becomes `waived`, and stays one where the waiver has expired.
 * @param now milliseconds since the Unix epoch
 */
export function waived(result: CheckResult, waivers: readonly Waiver[], now: number): CheckResult {
  if (result.outcome !== 'failed') return result;
  const own = waivers.filter(({ check }) => check === result.check.id);
  const waiver = own.find((each) => inForce(each, now));
  const reason = result.reason ?? '';
  if (waiver) {
    const { owner, expires } = waiver;
    return { ...result, outcome: 'waived', reason: `${reason}; ${owner} until ${expires}: ${waiver.reason}`, waiver };
  }
  const [expired] = own;
  if (!expired) return result;
  return { ...result, reason: `${reason}; the waiver of ${expired.owner} ended with ${expired.expires}` };
}

/** Waivers that nothing needed: their checks ran and did not fail. */
export function needless(results: readonly CheckResult[], waivers: readonly Waiver[]): readonly Waiver[] {
  return waivers.filter(({ check }) => {
    const result = results.find((each) => each.check.id === check);
    return result?.outcome === 'passed';
  });
}
