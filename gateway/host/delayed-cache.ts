/** `cache.visibility` for a cache that keeps no time of its own: what is stored arrives there later. */
import type { ValueCache } from '../policies/services.ts';
import { detached } from './cached-value.ts';

/** Values on their way at once; more than these arrive at once. */
const most = 10_000;

/**
 * A cache whose stores are seen, by this gateway and by others, `delayMs` after they were made.
 * @param sleep waits; false when `closed` ended the wait, and nothing arrives any more
 */
export function delayedCache(
  cache: ValueCache,
  delayMs: number,
  sleep: (ms: number, signal: AbortSignal) => Promise<boolean>,
  closed: AbortSignal,
): ValueCache {
  let pending = 0;
  return {
    lookup: (key) => cache.lookup(key),
    remove: (key) => cache.remove(key),
    async store(key, value, seconds) {
      if (pending >= most) return await cache.store(key, value, seconds);
      // the policies that follow may change what they stored
      const kept = detached(value);
      pending++;
      void sleep(delayMs, closed)
        .then((waited) => (waited ? cache.store(key, kept, seconds) : undefined))
        .catch(() => {})
        .finally(() => {
          pending--;
        });
    },
  };
}
