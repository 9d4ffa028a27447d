/**
 * The table behind Dictionary and HashSet: insertion order, with the places of removed entries reused last in first out,
 * so that enumeration gives the order that .NET gives.
 */
import type { Key } from '../primitives/virtual.ts';
import { modified } from './list.ts';

interface Entry {
  readonly key: unknown;
  value: unknown;
}

/** Entries by key. */
export class HashTable {
  readonly #keyOf: (value: unknown) => Key;
  #entries: (Entry | undefined)[] = [];
  readonly #index = new Map<Key, number>();
  #free: number[] = [];
  /** Counts additions, so that an enumeration notices them. */
  version = 0;

  constructor(keyOf: (value: unknown) => Key) {
    this.#keyOf = keyOf;
  }

  get size(): number {
    return this.#index.size;
  }

  get(key: unknown): Entry | undefined {
    const slot = this.#index.get(this.#keyOf(key));
    return slot === undefined ? undefined : this.#entries[slot];
  }

  /** Adds an entry unless the key is there. @returns whether it was added */
  add(key: unknown, value: unknown): boolean {
    const hash = this.#keyOf(key);
    if (this.#index.has(hash)) return false;
    const slot = this.#free.pop() ?? this.#entries.length;
    this.#entries[slot] = { key, value };
    this.#index.set(hash, slot);
    this.version++;
    return true;
  }

  set(key: unknown, value: unknown): void {
    const entry = this.get(key);
    if (entry) entry.value = value;
    else this.add(key, value);
  }

  delete(key: unknown): boolean {
    const hash = this.#keyOf(key);
    const slot = this.#index.get(hash);
    if (slot === undefined) return false;
    this.#index.delete(hash);
    this.#entries[slot] = undefined;
    this.#free.push(slot);
    return true;
  }

  clear(): void {
    this.#entries = [];
    this.#index.clear();
    this.#free = [];
    this.version++;
  }

  *[Symbol.iterator](): Generator<Entry> {
    const { version } = this;
    for (let slot = 0; slot < this.#entries.length; slot++) {
      const entry = this.#entries[slot];
      if (!entry) continue;
      yield entry;
      if (version !== this.version) modified();
    }
  }
}
