import { definePolicy, everySection, type Flow, type Run } from './policy.ts';
import { bool, condition, decimal, defaulted, integer, optional, required } from './schema.ts';

/**
 * How long to wait before a retry, in seconds. Of the two formulas that versions of the page had for the exponential
 * case, `2^count - 1` with a count from 0 is the one that gives its example (10, 20, 40, 80).
 * @param attempt the retry's number, from 1
 */
function waitSeconds(
  attempt: number,
  interval: number,
  delta: number | undefined,
  longest: number | undefined,
  random: number,
): number {
  if (delta === undefined) return Math.min(interval, longest ?? interval);
  if (longest === undefined) return interval + (attempt - 1) * delta;
  const jitter = delta * (0.8 + 0.4 * random);
  return Math.min(longest, interval + (2 ** (attempt - 1) - 1) * jitter);
}

/**
 * `retry`: its policies once, then again while the condition holds and retries are left. A failure inside is retried
 * too; the condition then meets a null Response.
 * @see https://learn.microsoft.com/azure/api-management/retry-policy
 */
export const retry = definePolicy({
  name: 'retry',
  sections: everySection,
  schema: {
    attributes: {
      condition: required(condition),
      count: required(integer(1, 50)),
      interval: defaulted(decimal, '0'),
      'max-interval': optional(decimal),
      delta: optional(decimal),
      'first-fast-retry': defaulted(bool, 'false'),
    },
    policies: 'any',
  },
  build: ({ attributes, steps }, load) => {
    for (const { policy, site } of steps) {
      if (policy === 'wait') load.warn(site, "The reference has every policy in 'retry' but 'wait'.");
    }
    return async (run) => {
      const count = await attributes.count.get(run);
      const fast = await attributes['first-fast-retry'].get(run);
      for (let attempt = 0; ; attempt++) {
        const { flow, failure } = await attemptOnce(run, steps);
        if (flow === 'end') return 'end';
        if (attempt >= count || run.signal.aborted || !(await again(run, failure))) {
          if (failure !== undefined) throw failure;
          return undefined;
        }
        const seconds = waitSeconds(
          attempt + 1,
          await attributes.interval.get(run),
          await attributes.delta?.get(run),
          await attributes['max-interval']?.get(run),
          run.services.random(),
        );
        run.note(`retry ${attempt + 1} of ${count}`);
        if (seconds > 0 && !(fast && attempt === 0)) await run.services.sleep(seconds * 1000, run.signal);
      }
    };

    /** Whether the condition asks for another attempt; one that fails after a failure does not hide it. */
    async function again(run: Run, failure: unknown): Promise<boolean> {
      try {
        return await attributes.condition.get(run);
      } catch (error) {
        throw failure ?? error;
      }
    }
  },
});

async function attemptOnce(run: Run, steps: Parameters<Run['perform']>[0]): Promise<{ flow: Flow; failure?: unknown }> {
  try {
    return { flow: await run.perform(steps) };
  } catch (failure) {
    run.response = undefined;
    return { flow: undefined, failure };
  }
}
