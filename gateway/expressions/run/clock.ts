/** What the time of an evaluation is measured by. */
export interface Clock {
  /** Milliseconds that only move forward. */
  now(): number;
  /**
   * Milliseconds of processor time of this thread, where they can be told: what other programs take is not the
   * expression's. It is asked for only when `now` says that the time may be over.
   */
  readonly worked?: (() => number) | undefined;
}

interface ThreadTime {
  threadCpuUsage?(): { user: number; system: number };
}

/** The clock of this process. */
export function processClock(): Clock {
  const thread: ThreadTime = process;
  if (!thread.threadCpuUsage) return { now: () => performance.now() };
  const usage = thread.threadCpuUsage.bind(process);
  return {
    now: () => performance.now(),
    worked: () => {
      const { user, system } = usage();
      return (user + system) / 1000;
    },
  };
}
