/** Proof that reading some text takes time in proportion to its length, on any machine and however busy it is. */

/** Milliseconds of CPU that `run` takes; what else the machine does counts little. */
function cpuTime(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * How many times as long the larger run takes as the smaller one: the least of a few comparisons, since collecting
 * garbage can fall into any of them, and none makes a run shorter. Stops as soon as one is below `enough`.
 * @param run does the work on so many characters
 * @param sizes the smaller and the larger number of characters
 * @param enough a factor that only a linear run stays below
 */
export function growth(run: (size: number) => void, [small, large]: readonly [number, number], enough: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 5 && least >= enough; attempt++) {
    const base = Math.min(
      cpuTime(() => run(small)),
      cpuTime(() => run(small)),
    );
    // below a few milliseconds the clock says little
    least = Math.min(least, cpuTime(() => run(large)) / Math.max(base, 4));
  }
  return least;
}
