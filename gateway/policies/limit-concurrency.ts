import { definePolicy, everySection } from './policy.ts';
import { integer, required, text } from './schema.ts';

/**
 * `limit-concurrency`: its policies for at most `max-count` requests at a time; the next gets 429 at once.
 * @see https://learn.microsoft.com/azure/api-management/limit-concurrency-policy
 */
export const limitConcurrency = definePolicy({
  name: 'limit-concurrency',
  sections: everySection,
  schema: {
    attributes: { key: required(text), 'max-count': required(integer(1, 2_147_483_647), { expressions: false }) },
    policies: 'any',
  },
  build: ({ attributes, steps }) => {
    return async (run) => {
      const { counters } = run.services;
      const key = `concurrency:${await attributes.key.get(run)}`;
      if (!counters.enter(key, await attributes['max-count'].get(run))) {
        return run.fail({
          reason: 'ConcurrencyLimitExceeded',
          message: 'Concurrency limit is exceeded.',
          status: 429,
        });
      }
      try {
        return await run.perform(steps);
      } finally {
        counters.leave(key);
      }
    };
  },
});
