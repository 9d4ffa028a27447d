import type { RequestTrace } from '../pipeline/trace/request-trace.ts';

/** Steps that all kept traces may have together: policies that loop make long ones. */
const longest = 200_000;

/**
 * Adds traces to `traces`, and takes the oldest away when there are too many, or too much in them.
 * @param most traces @param onTrace told each
 */
export function keepLatest(
  traces: RequestTrace[],
  most: number,
  onTrace?: (trace: RequestTrace) => void,
): (trace: RequestTrace) => void {
  let steps = 0;
  return (trace) => {
    traces.push(trace);
    steps += trace.steps.length;
    while (traces.length > most || (steps > longest && traces.length > 1)) {
      steps -= traces.shift()?.steps.length ?? 0;
    }
    onTrace?.(trace);
  };
}
