/** Where it ends: what is issued then, and lives for years, still has a date of four digits. In milliseconds. */
const latest = Date.UTC(9000, 0);

/** The clock of mock Entra: the one it was given, moved on as tests ask. */
export class Clock {
  readonly #base: () => number;
  #offset = 0;

  constructor(base: () => number) {
    this.#base = base;
  }

  /** Milliseconds since the epoch. */
  readonly now = (): number => this.#base() + this.#offset;

  /** Moves the clock on by milliseconds. Never back: tokens from the future would have been issued. */
  advance(ms: number): void {
    if (!Number.isFinite(ms) || ms < 0) throw new RangeError('the clock only moves forward');
    if (this.now() + ms > latest) throw new RangeError('the clock ends with the year 8999');
    this.#offset += ms;
  }

  /** Moves on to a time. */
  advanceTo(at: number): void {
    this.advance(at - this.now());
  }
}
