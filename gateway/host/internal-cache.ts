/** The gateway's built-in cache: volatile, shared by all APIs, without an atomic take. */
import { NetArray } from '../dotnet/core/values.ts';
import { JProperty } from '../dotnet/json/tree/property.ts';
import { JToken } from '../dotnet/json/tree/token.ts';
import { JValue } from '../dotnet/json/tree/value.ts';
import { CachedResponse } from '../policies/cached-response.ts';
import type { ValueCache } from '../policies/services.ts';
import type { Switches } from '../switches.ts';
import { detached } from './cached-value.ts';

interface Entry {
  readonly value: unknown;
  /** Milliseconds since the Unix epoch. */
  readonly visibleAt: number;
  readonly expiresAt: number;
  readonly size: number;
}

/** What may be held at once; the least recently stored goes first. */
const maxEntries = 50_000;
const maxBytes = 64 * 1024 * 1024;

/** What objects take besides their content. */
const overhead = 512;

/** Roughly how much memory a value takes. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length * 2;
  if (value instanceof JToken) return tokenSize(value);
  if (value instanceof CachedResponse) {
    return value.headers.reduce((sum, part) => sum + part.length * 2, overhead + value.body.length);
  }
  if (value instanceof NetArray) {
    return value.items instanceof Uint8Array ? value.items.length : overhead + value.items.length * 64;
  }
  return overhead;
}

/** Tokens are objects of their own, each with its links. */
function tokenSize(token: JToken): number {
  let size = 0;
  const open = [token];
  for (let next = open.pop(); next; next = open.pop()) {
    size += 256;
    if (next instanceof JProperty) size += next.name.length * 2;
    if (next instanceof JValue && typeof next.value === 'string') size += next.value.length * 2;
    for (const child of next.children) open.push(child);
  }
  return size;
}

export class InternalCache implements ValueCache {
  readonly #entries = new Map<string, Entry>();
  /** What was visible before a store that is not visible yet. */
  readonly #previous = new Map<string, Entry>();
  readonly #now: () => number;
  readonly #delayMs: number;
  #bytes = 0;

  constructor(now: () => number, visibility: Switches['cache.visibility']) {
    this.#now = now;
    this.#delayMs = visibility === 'immediate' ? 0 : visibility.delayedMs;
  }

  lookup(key: string): Promise<unknown> {
    const now = this.#now();
    const entry = this.#entries.get(key);
    if (entry && entry.visibleAt <= now) {
      this.#previous.delete(key);
      if (entry.expiresAt > now) return Promise.resolve(detached(entry.value));
      this.#drop(key);
      return Promise.resolve(undefined);
    }
    const before = this.#previous.get(key);
    return Promise.resolve(before && before.expiresAt > now ? detached(before.value) : undefined);
  }

  store(key: string, value: unknown, seconds: number): Promise<void> {
    const now = this.#now();
    const size = sizeOf(value) + key.length * 2;
    if (size > maxBytes) return Promise.resolve();
    const existing = this.#entries.get(key);
    if (existing) {
      if (this.#delayMs > 0 && existing.visibleAt <= now) this.#previous.set(key, existing);
      this.#bytes -= existing.size;
      this.#entries.delete(key);
    }
    this.#entries.set(key, {
      value: detached(value),
      visibleAt: now + this.#delayMs,
      expiresAt: now + seconds * 1000,
      size,
    });
    this.#bytes += size;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= maxEntries && this.#bytes <= maxBytes) break;
      this.#drop(oldest);
    }
    return Promise.resolve();
  }

  remove(key: string): Promise<void> {
    this.#drop(key);
    return Promise.resolve();
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (entry) this.#bytes -= entry.size;
    this.#entries.delete(key);
    this.#previous.delete(key);
  }
}
