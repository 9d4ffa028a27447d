/** Two versions of the same policies: which failures a change brought. */
import type { PolicyLocation } from '../deployment.ts';
import type { RunResult } from './result.ts';

/** Whether a place lies in what was changed. */
export type Changed = (location: PolicyLocation) => boolean;

/**
 * The run, with each failure told apart: `existing` when the same check failed before the change and the place that it
 * points at was not changed, else `new`. A check that did not run before the change can't excuse anything.
 */
export function comparedWith(run: RunResult, before: RunResult | undefined, changed: Changed): RunResult {
  const failedBefore = new Set(
    before?.results.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check.id) ?? [],
  );
  return {
    ...run,
    results: run.results.map((result) => {
      if (result.outcome !== 'failed') return result;
      const { check, location } = result;
      const existing = failedBefore.has(check.id) && !(location && changed(location));
      return { ...result, since: existing ? 'existing' : 'new' };
    }),
  };
}
