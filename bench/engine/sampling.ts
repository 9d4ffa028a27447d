/**
 * Nanoseconds that one call takes: the median of several samples, each long enough for the clock.
 * @param sample least duration of a sample, in milliseconds
 */
export function nanoseconds(call: () => void, sample = 0.3, samples = 5): number {
  let rounds = 1;
  let took = round(call, rounds);
  // Doubling also warms the code up.
  while (took < sample) {
    rounds = Math.max(rounds * 2, Math.ceil((rounds * sample) / Math.max(took, 0.001)));
    took = round(call, Math.min(rounds, 1_000_000));
    if (rounds >= 1_000_000) break;
  }
  const all = [took];
  while (all.length < samples) all.push(round(call, rounds));
  return ((all.sort((a, b) => a - b)[samples >> 1] as number) / rounds) * 1e6;
}

function round(call: () => void, rounds: number): number {
  const start = performance.now();
  for (let index = 0; index < rounds; index++) call();
  return performance.now() - start;
}

/** The value below which the given share of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
