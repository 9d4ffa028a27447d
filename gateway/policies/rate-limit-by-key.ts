import { definePolicy } from './policy.ts';
import { longestWindowSeconds, rateLimitReporting, refuseRate, reportRemaining } from './rate-limit-attributes.ts';
import { condition, defaulted, integer, optional, required, text } from './schema.ts';

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
    return async (run) => {
      const { rates } = run.services.counters;
      run.assume('rateLimit.algorithm');
      const calls = await attributes.calls.get(run);
      const windowMs = (await attributes['renewal-period'].get(run)) * 1000;
      const key = `rate:${await attributes['counter-key'].get(run)}`;
      const state = rates.read(key, windowMs, calls);
      if (state.retryAfterMs > 0) {
        reportRemaining(run, attributes, 0, calls);
        return refuseRate(run, attributes, state);
      }
      const increment = async (): Promise<number> => {
        if (when && !(await when.get(run))) return 0;
        const units = await count.get(run);
        rates.add(key, windowMs, calls, units);
        return units;
      };
      let counted = 0;
      if (deferred) {
        run.afterResponse(async () => {
          await increment();
        });
      } else {
        counted = await increment();
      }
      reportRemaining(run, attributes, Math.max(0, state.remaining - counted), calls);
      return undefined;
    };
  },
});
