import { createHash } from 'node:crypto';

interface Entry<Client> {
  readonly client: Client;
  readonly expiresAt: number;
}

/**
 * One client per user assertion, so that users share nothing: MSAL keys its record of throttled requests by client and
 * scopes alone, and one user's 429 or 503 would stop everyone's exchange for a minute or more. It also bounds memory:
 * MSAL's token cache never forgets an assertion by itself.
 *
 * Keyed by a hash of the assertion, never by user: a token of the same user with other rights gets its own entry.
 */
export class AssertionClients<Client> {
  readonly #entries = new Map<string, Entry<Client>>();
  readonly #create: () => Client;
  readonly #limit: number;
  readonly #clock: () => number;

  /**
   * @param create makes a client
   * @param limit how many are kept; the least recently used goes first
   * @param clock milliseconds since 1970
   */
  constructor(create: () => Client, limit: number, clock: () => number) {
    this.#create = create;
    this.#limit = limit;
    this.#clock = clock;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The client of an assertion that is valid until `expiresAt` (seconds since 1970). */
  for(assertion: string, expiresAt: number): Client {
    const key = keyOf(assertion);
    const known = this.#entries.get(key);
    const now = this.#clock() / 1000;
    if (known) this.#entries.delete(key);
    else for (const [other, { expiresAt: end }] of this.#entries) if (end <= now) this.#entries.delete(other);
    const entry = known ?? { client: this.#create(), expiresAt };
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#limit && oldest !== undefined) this.#entries.delete(oldest);
    return entry.client;
  }

  /** Forgets the client of an assertion, with all it remembers. */
  forget(assertion: string): void {
    this.#entries.delete(keyOf(assertion));
  }
}

const keyOf = (assertion: string): string => createHash('sha256').update(assertion).digest('base64');
