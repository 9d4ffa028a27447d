/**
 * The keys of one scope of trust: the worldwide ring, a tenant's own, or an application's. The first key signs; the others
 * are published, as Entra publishes a key before it signs with it and keeps it after.
 */
import { freshKey, type KeySource, type SigningKey, signingKeyOf } from './signing-key.ts';

/** Most keys a ring publishes; older ones leave. */
const mostKeys = 8;

/** The signing keys of a tenant, an application or an issuer. */
export class KeyRing {
  #keys: SigningKey[] = [];
  #before: readonly SigningKey[] | undefined;
  #making: Promise<void> | undefined;
  readonly #now: () => number;
  readonly #source: KeySource;

  constructor(now: () => number, source: KeySource = freshKey) {
    this.#now = now;
    this.#source = source;
  }

  /** The signing key; made when first asked for, because making one takes tens of milliseconds. */
  async current(): Promise<SigningKey> {
    const [first] = this.#keys;
    if (first) return first;
    await this.#ensure(1);
    return this.current();
  }

  /** All published keys. Never one alone: a client that expects a single key has a bug. */
  async published(): Promise<readonly SigningKey[]> {
    await this.#ensure(2);
    return this.#keys;
  }

  /** What was published before the last change: what a stale cache shows. */
  async publishedBefore(): Promise<readonly SigningKey[]> {
    return this.#before ?? this.published();
  }

  /** The published key of an id, without making any. */
  find(kid: string): SigningKey | undefined {
    return this.#keys.find((key) => key.kid === kid || key.x5t === kid);
  }

  /** Signs with a new key from now on; the old ones stay published. */
  async rotate(): Promise<SigningKey> {
    const fresh = await this.#create();
    this.#before = [...(await this.published())];
    this.#keys = [fresh, ...this.#keys].slice(0, mostKeys);
    return fresh;
  }

  /** Emergency removal: the keys of these ids (all, if none is named) are neither published nor used again. */
  remove(kids: readonly string[] = this.#keys.map((key) => key.kid)): void {
    this.#before = this.#keys;
    this.#keys = this.#keys.filter((key) => !kids.includes(key.kid));
  }

  async #create(): Promise<SigningKey> {
    return signingKeyOf(await this.#source(), this.#now());
  }

  async #ensure(count: number): Promise<void> {
    while (this.#keys.length < count) {
      this.#making ??= this.#create().then((key) => {
        this.#keys.push(key);
        this.#making = undefined;
      });
      await this.#making;
    }
  }
}
