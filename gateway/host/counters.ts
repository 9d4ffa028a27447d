/** Counters behind rate limits, quotas and limit-concurrency: in memory, per gateway instance, bounded. */
import { createHash } from 'node:crypto';
import type { CounterService, FixedCounter, RateCounter, RateState } from '../policies/services.ts';
import type { Switches } from '../switches.ts';

const maxKeys = 50_000;

/** A key of any length as one of few bytes: clients choose what counters are named by. */
const shortKey = (key: string): string => (key.length <= 256 ? key : createHash('sha256').update(key).digest('base64'));

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

/** The hits of one key, oldest first from `first` on. */
interface Window {
  hits: Hit[];
  first: number;
  /** Units of the hits that still count. */
  used: number;
}

/** Hits that no longer count are dropped from memory when there are this many. */
const stale = 1024;

/** A sliding window: what was counted in the last `windowMs` (classic tiers). */
class SlidingWindow implements RateCounter {
  readonly #windows = new Map<string, Window>();
  readonly #now: () => number;
  constructor(now: () => number) {
    this.#now = now;
  }
  #window(key: string, windowMs: number): Window {
    const window = this.#windows.get(key) ?? { hits: [], first: 0, used: 0 };
    const now = this.#now();
    const since = now - windowMs;
    // a clock that was moved forward and back leaves hits of a time that has not come: they count no more
    for (let last = window.hits.length - 1; last >= window.first; last--) {
      const hit = window.hits[last];
      if (!hit || hit.at <= now) break;
      window.used -= hit.units;
      window.hits.pop();
    }
    for (let hit = window.hits[window.first]; hit && hit.at <= since; hit = window.hits[window.first]) {
      window.used -= hit.units;
      window.first++;
    }
    if (window.first >= stale) {
      window.hits = window.hits.slice(window.first);
      window.first = 0;
    }
    if (window.first === window.hits.length) this.#windows.delete(key);
    return window;
  }
  read(name: string, windowMs: number, calls: number): RateState {
    const { hits, first, used } = this.#window(shortKey(name), windowMs);
    let over = used - calls + 1;
    let retryAfterMs = 0;
    for (let index = first; over > 0 && index < hits.length; index++) {
      const hit = hits[index];
      if (!hit) break;
      over -= hit.units;
      retryAfterMs = hit.at + windowMs - this.#now();
    }
    return { remaining: Math.max(0, calls - used), retryAfterMs: used < calls ? 0 : Math.max(1, retryAfterMs) };
  }
  add(name: string, windowMs: number, _calls: number, units: number): void {
    if (units <= 0) return;
    const key = shortKey(name);
    const window = this.#window(key, windowMs);
    const now = this.#now();
    const last = window.first < window.hits.length ? window.hits.at(-1) : undefined;
    // hits of one millisecond are one entry, and a window never holds more than a few thousand
    if (last && (last.at === now || window.hits.length - window.first >= 4096)) last.units += units;
    else window.hits.push({ at: now, units });
    window.used += units;
    touch(this.#windows, key, window);
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
    const used = this.#used(shortKey(key), windowMs, calls);
    const remaining = Math.max(0, Math.floor(calls - used));
    const missing = used - (calls - 1);
    return { remaining, retryAfterMs: remaining > 0 ? 0 : Math.max(1, (missing * windowMs) / Math.max(1, calls)) };
  }
  add(name: string, windowMs: number, calls: number, units: number): void {
    const key = shortKey(name);
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
    const { start, calls, bytes } = this.#period(shortKey(key), periodMs, startMs);
    // a period of 0 never ends (quota page, renewal-period)
    const resetMs = periodMs === 0 ? Number.POSITIVE_INFINITY : start + periodMs - this.#now();
    return { calls, bytes, resetMs };
  }
  add(name: string, periodMs: number, startMs: number, calls: number, bytes: number): void {
    const key = shortKey(name);
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
