/** Waiting for the person to end a command that stays up. */

/** A launcher passes signals on that the terminal sends as well; the second of such a pair is no second wish. */
const echo = 500;

/**
 * Resolves with the first SIGINT, SIGTERM or SIGHUP, or when `ended` does. A further signal, later than the echo of the
 * first, ends the process at once without cleaning up.
 * @param now milliseconds
 */
export function untilInterrupted(
  ended: Promise<void> = new Promise(() => {}),
  now: () => number = Date.now,
): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined;
    const stop = (): void => {
      if (first === undefined) {
        first = now();
        resolve();
      } else if (now() - first > echo) {
        process.exit(130);
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    void ended.then(resolve);
  });
}
