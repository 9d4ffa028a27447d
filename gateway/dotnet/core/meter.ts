/**
 * What the evaluation under way pays for, where no runtime is at hand to charge: evaluations are synchronous, so there is
 * one at most.
 */
let current: ((units: number) => void) | undefined;

/** Runs with a meter that gets what `meter` counts meanwhile. */
export function metered<Result>(charge: (units: number) => void, run: () => Result): Result {
  const outer = current;
  current = charge;
  try {
    return run();
  } finally {
    current = outer;
  }
}

/** Counts units of work against the evaluation under way; nothing outside of any. */
export function meter(units: number): void {
  current?.(units);
}
