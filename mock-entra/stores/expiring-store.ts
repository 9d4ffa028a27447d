/**
 * A bounded map whose entries expire. Keys are hashed, so that neither the time of a look-up nor a dump of the map tells
 * anything about the secret; the oldest entry leaves when the bound is reached.
 */
import { hash } from 'node:crypto';

interface Held<Value> {
  readonly value: Value;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/** The bounds of a store. */
export interface ExpiringStoreOptions {
  /** Most entries held at once. */
  readonly limit: number;
  /** Current time in milliseconds. */
  readonly now: () => number;
}

const digest = (key: string): string => hash('sha256', key, 'base64');

/** Holds values until their time, by the digest of their key; the oldest go first when it is full. */
export class ExpiringStore<Value> {
  readonly #held = new Map<string, Held<Value>>();
  readonly #limit: number;
  readonly #now: () => number;

  constructor(options: ExpiringStoreOptions) {
    this.#limit = options.limit;
    this.#now = options.now;
  }

  get size(): number {
    return this.#held.size;
  }

  /** @param life milliseconds the entry can be read. */
  set(key: string, value: Value, life: number): void {
    const id = digest(key);
    this.#held.delete(id);
    while (this.#held.size >= this.#limit) {
      const oldest = this.#held.keys().next();
      if (oldest.done) break;
      this.#held.delete(oldest.value);
    }
    this.#held.set(id, { value, expires: this.#now() + life });
  }

  get(key: string): Value | undefined {
    const id = digest(key);
    const held = this.#held.get(id);
    if (!held) return undefined;
    if (held.expires > this.#now()) return held.value;
    this.#held.delete(id);
    return undefined;
  }

  /** Reads and removes in one step. */
  take(key: string): Value | undefined {
    const value = this.get(key);
    this.#held.delete(digest(key));
    return value;
  }

  delete(key: string): void {
    this.#held.delete(digest(key));
  }

  clear(): void {
    this.#held.clear();
  }

  /** Live values, oldest first. */
  *values(): IterableIterator<Value> {
    for (const held of this.#held.values()) if (held.expires > this.#now()) yield held.value;
  }
}
