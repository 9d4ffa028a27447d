/**
 * A backend's circuit breaker: approximate and per gateway instance, as the backends page says. It closes again when its
 * time is over, with nothing counted.
 */
import type { CircuitBreaker } from '../model.ts';

/** Seconds, or an HTTP date (RFC 9110, 10.2.3); undefined for anything else. */
function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header.trim()) * 1000;
  // every form of a date begins with its day; Date.parse alone takes numbers for dates, too
  const date = /^\s*[A-Za-z]{3,9}[ ,]/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Failures remembered at most. */
const longest = 10_000;

export class Circuit {
  readonly #rule: CircuitBreaker | undefined;
  readonly #now: () => number;
  #failures: number[] = [];
  #openUntil = Number.NEGATIVE_INFINITY;

  constructor(rule: CircuitBreaker | undefined, now: () => number) {
    this.#rule = rule;
    this.#now = now;
  }

  /** Whether requests may go through. */
  get closed(): boolean {
    return this.#now() >= this.#openUntil;
  }

  /** @param status undefined when no answer came */
  ended(status: number | undefined, retryAfter: string | undefined): void {
    const rule = this.#rule;
    if (!rule) return;
    const failed = status === undefined || rule.statusCodes.some(({ min, max }) => status >= min && status <= max);
    if (!failed) return;
    const now = this.#now();
    this.#failures = this.#failures.filter((at) => at > now - rule.intervalMs).slice(-longest);
    this.#failures.push(now);
    if (this.#failures.length < rule.count) return;
    this.#failures = [];
    this.#openUntil = now + ((rule.acceptRetryAfter ? retryAfterMs(retryAfter, now) : undefined) ?? rule.tripMs);
  }
}
