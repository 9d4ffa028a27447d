import { definePolicy } from './policy.ts';
import { defaulted, oneOf } from './schema.ts';

/**
 * `wait`: runs its policies side by side and waits for all of them, or for any and lets go of the rest.
 * @see https://learn.microsoft.com/azure/api-management/wait-policy
 */
export const wait = definePolicy({
  name: 'wait',
  sections: ['inbound', 'backend', 'outbound'],
  schema: {
    attributes: { for: defaulted(oneOf('all', 'any'), 'all') },
    // the page names three of them; Microsoft's own schema has these
    policies: [
      'send-request',
      'cache-lookup-value',
      'choose',
      'forward-request',
      'cache-store-value',
      'authentication-managed-identity',
      'authentication-token',
    ],
    anyOrder: true,
  },
  build: ({ attributes, steps }) => {
    return async (run) => {
      const mode = await attributes.for.get(run);
      const rest = new AbortController();
      const signal = AbortSignal.any([run.signal, rest.signal]);
      const running = steps.map(async (step) => run.targeting(undefined, signal).perform([step]));
      if (running.length === 0) return undefined;
      try {
        if (mode === 'all') {
          const flows = await Promise.all(running);
          return flows.includes('end') ? 'end' : undefined;
        }
        return await Promise.any(running);
      } catch (error) {
        throw error instanceof AggregateError ? error.errors[0] : error;
      } finally {
        rest.abort();
        await Promise.allSettled(running);
      }
    };
  },
});
