/** Attributes and outcome that rate-limit and rate-limit-by-key share. */
import type { Run } from './policy.ts';
import { optional, text, type Value } from './schema.ts';
import type { RateState } from './services.ts';

export const rateLimitReporting = {
  'retry-after-header-name': optional(text, { expressions: false }),
  'retry-after-variable-name': optional(text, { expressions: false }),
  'remaining-calls-header-name': optional(text, { expressions: false }),
  'remaining-calls-variable-name': optional(text, { expressions: false }),
  'total-calls-header-name': optional(text, { expressions: false }),
} as const;

type Reporting = { readonly [K in keyof typeof rateLimitReporting]: Value<string> | undefined };

/** The longest window (rate limit pages, renewal-period). */
export const longestWindowSeconds = 300;

/** Tells what is left, in the variables and headers that the policy names. */
export function reportRemaining(run: Run, names: Reporting, remaining: number, calls: number): void {
  const variable = names['remaining-calls-variable-name']?.literal;
  if (variable !== undefined) run.setVariable(variable, run.int(remaining));
  const { step } = run;
  const header = names['remaining-calls-header-name']?.literal;
  const total = names['total-calls-header-name']?.literal;
  if (header === undefined && total === undefined) return;
  run.afterResponse(() => {
    if (header !== undefined) run.response?.headers.set(header, [String(remaining)], step);
    if (total !== undefined) run.response?.headers.set(total, [String(calls)], step);
  });
}

/** Ends the section with 429. Whole seconds, rounded up: a caller that comes back when told is not refused again. */
export function refuseRate(run: Run, names: Reporting, state: RateState): never {
  const seconds = Math.ceil(state.retryAfterMs / 1000);
  const variable = names['retry-after-variable-name']?.literal;
  if (variable !== undefined) run.setVariable(variable, run.int(seconds));
  return run.fail({
    reason: 'RateLimitExceeded',
    message: 'Rate limit is exceeded',
    publicMessage: `Rate limit is exceeded. Try again in ${seconds} seconds.`,
    status: 429,
    headers: [[names['retry-after-header-name']?.literal ?? 'Retry-After', String(seconds)]],
  });
}
