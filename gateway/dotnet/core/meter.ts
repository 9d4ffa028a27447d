/**
 * What the evaluation under way pays for, where no runtime is at hand to charge: evaluations are synchronous, so there is
 * one at most.
 */
import type { Runtime } from './define.ts';

type Meter = Pick<Runtime, 'charge'>;

let current: Meter | undefined;

/** Puts another meter in place. @returns the one before, which has to be put back */
export function exchangeMeter(meter: Meter | undefined): Meter | undefined {
  const before = current;
  current = meter;
  return before;
}

/** Counts units of work against the evaluation under way; nothing outside of any. */
export function meter(units: number): void {
  current?.charge(units);
}
