import { definePolicy, type Run } from './policy.ts';
import { longestWindowSeconds, rateLimitReporting, refuseRate, reportRemaining } from './rate-limit-attributes.ts';
import { condition, defaulted, integer, optional, required, text } from './schema.ts';
import { withValues } from './with-values.ts';

/**
 * `rate-limit-by-key`: calls per key in a window. An expression in increment-condition or increment-count puts counting
 * off until the answer is known, so that the refusal comes one call late.
 * @see https://learn.microsoft.com/azure/api-management/rate-limit-by-key-policy
 */
export const rateLimitByKey = definePolicy({
  name: 'rate-limit-by-key',
  sections: ['inbound'],
  schema: {
    attributes: {
      calls: required(integer(0, 2_147_483_647)),
      'renewal-period': required(integer(1, longestWindowSeconds)),
      'counter-key': required(text),
      'increment-condition': optional(condition),
      'increment-count': defaulted(integer(0, 2_147_483_647), '1'),
      'increment-after-response': optional(condition, { expressions: false }),
      ...rateLimitReporting,
    },
  },
  build: ({ attributes }) => {
    const { 'increment-condition': when, 'increment-count': count } = attributes;
    const deferred =
      when?.isExpression || count.isExpression || attributes['increment-after-response']?.literal === true;
    const { calls: most, 'renewal-period': period, 'counter-key': counterKey } = attributes;
    return (run) =>
      withValues(run, [most, period, counterKey], (calls, seconds, key) => limit(run, calls, seconds * 1000, key));

    function limit(run: Run, calls: number, windowMs: number, by: string): undefined {
      const { rates } = run.services.counters;
      run.assume('rateLimit.algorithm');
      const key = `rate:${by}`;
      const state = rates.read(key, windowMs, calls);
      if (state.retryAfterMs > 0) {
        reportRemaining(run, attributes, 0, calls);
        return refuseRate(run, attributes, state);
      }
      let counted = 0;
      if (deferred) {
        run.afterResponse(async () => {
          if (when && !(await when.get(run))) return;
          rates.add(key, windowMs, calls, await count.get(run));
        });
      } else if (when?.literal !== false) {
        // no expressions here: they put counting off
        counted = count.literal ?? 1;
        rates.add(key, windowMs, calls, counted);
      }
      reportRemaining(run, attributes, Math.max(0, state.remaining - counted), calls);
      return undefined;
    }
  },
});
