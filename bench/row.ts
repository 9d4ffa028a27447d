/** One measured figure. */
export interface BenchRow {
  /** What was measured, e.g. `load and bind, per document`. */
  readonly measure: string;
  /** The median, in `unit`. */
  readonly value: number;
  /** `ns`, `us`, `ms`, `MB`, or `x` for a ratio to something measured in the same run. */
  readonly unit: 'ns' | 'us' | 'ms' | 'MB' | 'x';
  /** The most that it should be, in `unit`. Reported, never asserted: machines differ. */
  readonly goal?: number;
  /** What else a reader must know: the number of samples, what it is compared with. */
  readonly note?: string;
}

/** What a file `bench/<name>.bench.ts` exports. */
export interface Bench {
  readonly title: string;
  /** Measures. Prints progress on stderr only. Throws when the figure can't be had, with the reason. */
  readonly run: () => Promise<readonly BenchRow[]>;
}

/** The middle of the sorted samples. */
export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
