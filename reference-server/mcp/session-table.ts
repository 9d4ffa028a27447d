import { randomBytes } from 'node:crypto';

interface Entry<Kept> {
  owner: string | undefined;
  readonly kept: Kept;
  usedAt: number;
}

export interface SessionTableOptions<Kept> {
  /** Ends what a session keeps. Called once for each that leaves the table. */
  readonly end: (kept: Kept) => void;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Milliseconds without a request after which a session is over. */
  readonly idleMs?: number;
  readonly perOwner?: number;
  readonly total?: number;
}

/** A session id: 256 random bits, visible ASCII (MCP 2025-11-25, Streamable HTTP, session management). */
export const newSessionId = (): string => randomBytes(32).toString('base64url');

/**
 * Sessions by id, each of one owner. An id is a name and no credential: for anybody but its owner there is no such
 * session. One that was begun by a request that told nobody's name is of the first who uses it by name. Bounded in number and time, per owner and in all, so that nobody fills the memory and nobody pushes others
 * out with sessions of their own.
 */
export class SessionTable<Kept> {
  readonly #entries = new Map<string, Entry<Kept>>();
  readonly #end: (kept: Kept) => void;
  readonly #clock: () => number;
  readonly #idleMs: number;
  readonly #perOwner: number;
  readonly #total: number;

  constructor({ end, clock, idleMs = 30 * 60_000, perOwner = 20, total = 1000 }: SessionTableOptions<Kept>) {
    this.#end = end;
    this.#clock = clock;
    this.#idleMs = idleMs;
    this.#perOwner = perOwner;
    this.#total = total;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Adds a session; the least recently used one of the owner, or of all, makes room. */
  add(id: string, owner: string | undefined, kept: Kept): void {
    this.#endIdle();
    const own = [...this.#entries].filter(([, entry]) => entry.owner === owner).map(([key]) => key);
    const [oldestOwn] = own;
    if (oldestOwn !== undefined && own.length >= this.#perOwner) this.delete(oldestOwn);
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined && this.#entries.size >= this.#total) this.delete(oldest);
    this.#entries.set(id, { owner, kept, usedAt: this.#clock() });
  }

  /**
   * What the session keeps, for its owner; undefined for everybody else, and when there is none.
   * @param owner undefined where requests of this kind do not say whose they are: whoever let it in has judged it
   */
  use(id: string, owner: string | undefined): Kept | undefined {
    this.#endIdle();
    const entry = this.#entries.get(id);
    if (!entry) return undefined;
    entry.owner ??= owner;
    if (owner !== undefined && entry.owner !== owner) return undefined;
    entry.usedAt = this.#clock();
    // last in order of use
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    return entry.kept;
  }

  /** Ends a session, if there is one. */
  delete(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    this.#end(entry.kept);
  }

  #endIdle(): void {
    const limit = this.#clock() - this.#idleMs;
    for (const [id, { usedAt }] of this.#entries) {
      if (usedAt > limit) return;
      this.delete(id);
    }
  }
}
