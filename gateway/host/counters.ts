/** Counters behind rate limits, quotas and limit-concurrency: in memory, per gateway instance, bounded. */
import type { CounterService, FixedCounter, RateCounter, RateState } from '../policies/services.ts';
import type { Switches } from '../switches.ts';

const maxKeys = 50_000;

/** Makes room by dropping the key that was touched longest ago. */
function touch<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= maxKeys) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}

interface Hit {
  readonly at: number;
  units: number;
}

/** A sliding window: what was counted in the last `windowMs` (classic tiers). */
class SlidingWindow implements RateCounter {
  readonly #hits = new Map<string, Hit[]>();
  readonly #now: () => number;
  constructor(now: () => number) {
    this.#now = now;
  }
  #window(key: string, windowMs: number): Hit[] {
    const now = this.#now();
    const since = now - windowMs;
    const all = this.#hits.get(key) ?? [];
    // a clock that was moved forward and back leaves hits of a time that has not come: they count no more
    const live = all.filter(({ at }) => at > since && at <= now);
    if (live.length === all.length && live.length > 0) return all;
    if (live.length === 0) this.#hits.delete(key);
    else this.#hits.set(key, live);
    return live;
  }
  read(key: string, windowMs: number, calls: number): RateState {
    const hits = this.#window(key, windowMs);
    const used = hits.reduce((sum, hit) => sum + hit.units, 0);
    let over = used - calls + 1;
    let retryAfterMs = 0;
    for (const hit of hits) {
      if (over <= 0) break;
      over -= hit.units;
      retryAfterMs = hit.at + windowMs - this.#now();
    }
    return { remaining: Math.max(0, calls - used), retryAfterMs: used < calls ? 0 : Math.max(1, retryAfterMs) };
  }
  add(key: string, windowMs: number, _calls: number, units: number): void {
    if (units <= 0) return;
    const hits = this.#window(key, windowMs);
    const now = this.#now();
    const last = hits.at(-1);
    // hits of one millisecond are one entry, and a window never holds more than a few thousand
    if (last && (last.at === now || hits.length >= 4096)) last.units += units;
    else hits.push({ at: now, units });
    touch(this.#hits, key, hits);
  }
}

interface Bucket {
  readonly at: number;
  readonly used: number;
}

/** A token bucket that refills evenly (v2 tiers). */
class TokenBucket implements RateCounter {
  readonly #buckets = new Map<string, Bucket>();
  readonly #now: () => number;
  constructor(now: () => number) {
    this.#now = now;
  }
  #used(key: string, windowMs: number, calls: number): number {
    const bucket = this.#buckets.get(key);
    if (!bucket) return 0;
    return Math.max(0, bucket.used - ((this.#now() - bucket.at) * calls) / windowMs);
  }
  read(key: string, windowMs: number, calls: number): RateState {
    const used = this.#used(key, windowMs, calls);
    const remaining = Math.max(0, Math.floor(calls - used));
    const missing = used - (calls - 1);
    return { remaining, retryAfterMs: remaining > 0 ? 0 : Math.max(1, (missing * windowMs) / Math.max(1, calls)) };
  }
  add(key: string, windowMs: number, calls: number, units: number): void {
    touch(this.#buckets, key, { at: this.#now(), used: this.#used(key, windowMs, calls) + units });
  }
}

interface Period {
  readonly start: number;
  calls: number;
  bytes: number;
}

/** Fixed periods that follow one another from a start. */
class Fixed implements FixedCounter {
  readonly #periods = new Map<string, Period>();
  readonly #now: () => number;
  constructor(now: () => number) {
    this.#now = now;
  }
  #start(periodMs: number, startMs: number): number {
    if (periodMs === 0) return startMs;
    return startMs + Math.floor((this.#now() - startMs) / periodMs) * periodMs;
  }
  #period(key: string, periodMs: number, startMs: number): Period {
    const start = this.#start(periodMs, startMs);
    const known = this.#periods.get(key);
    return known?.start === start ? known : { start, calls: 0, bytes: 0 };
  }
  read(key: string, periodMs: number, startMs: number) {
    const { start, calls, bytes } = this.#period(key, periodMs, startMs);
    // a period of 0 never ends (quota page, renewal-period)
    const resetMs = periodMs === 0 ? Number.POSITIVE_INFINITY : start + periodMs - this.#now();
    return { calls, bytes, resetMs };
  }
  add(key: string, periodMs: number, startMs: number, calls: number, bytes: number): void {
    const period = this.#period(key, periodMs, startMs);
    period.calls += calls;
    period.bytes += bytes;
    touch(this.#periods, key, period);
  }
}

export class Counters implements CounterService {
  readonly rates: RateCounter;
  readonly quotas: FixedCounter;
  readonly #holders = new Map<string, number>();
  constructor(now: () => number, algorithm: Switches['rateLimit.algorithm']) {
    this.rates = algorithm === 'bucket' ? new TokenBucket(now) : new SlidingWindow(now);
    this.quotas = new Fixed(now);
  }
  enter(key: string, limit: number): boolean {
    const holders = this.#holders.get(key) ?? 0;
    if (holders >= limit) return false;
    this.#holders.set(key, holders + 1);
    return true;
  }
  leave(key: string): void {
    const holders = this.#holders.get(key) ?? 0;
    if (holders <= 1) this.#holders.delete(key);
    else this.#holders.set(key, holders - 1);
  }
}
