import { definePolicy } from './policy.ts';
import { bandwidth, checkQuota, firstPeriodStart } from './quota-limit.ts';
import { condition, defaulted, integer, optional, required, text } from './schema.ts';

/** The shortest period (quota-by-key page, renewal-period); 0 is a period without end. */
const shortestSeconds = 300;

/**
 * `quota-by-key`: call volume or bandwidth per key. Policies with one key count a request once.
 * @see https://learn.microsoft.com/azure/api-management/quota-by-key-policy
 */
export const quotaByKey = definePolicy({
  name: 'quota-by-key',
  sections: ['inbound'],
  schema: {
    attributes: {
      calls: optional(integer(0, 2_147_483_647), { expressions: false }),
      bandwidth: optional(integer(0, 2_147_483_647), { expressions: false }),
      'renewal-period': required(integer(0, 2_147_483_647), { expressions: false }),
      'counter-key': required(text),
      'increment-condition': optional(condition),
      'increment-count': defaulted(integer(0, 2_147_483_647), '1'),
      'first-period-start': optional(text, { expressions: false }),
    },
  },
  build: ({ attributes, site }, load) => {
    if (!attributes.calls && !attributes.bandwidth) load.error(site, "'calls' or 'bandwidth' is required");
    const written = attributes['renewal-period'].literal ?? 0;
    if (written !== 0 && written < shortestSeconds) {
      load.warn(site, `The reference gives ${shortestSeconds} seconds as the shortest 'renewal-period'.`);
    }
    const start = attributes['first-period-start']?.literal;
    const startMs = start === undefined ? firstPeriodStart : Date.parse(start);
    if (Number.isNaN(startMs))
      load.error(site, "'first-period-start' has to be a date and time such as 2024-01-31T00:00:00Z");
    return async (run) => {
      const limit = {
        key: `quota-by-key:${await attributes['counter-key'].get(run)}`,
        calls: await attributes.calls?.get(run),
        kilobytes: await attributes.bandwidth?.get(run),
        periodMs: (await attributes['renewal-period'].get(run)) * 1000,
        startMs,
      };
      checkQuota(run, limit);
      const counted = (run.shared.get('quota-by-key') ?? new Set<string>()) as Set<string>;
      run.shared.set('quota-by-key', counted);
      if (counted.has(limit.key)) return;
      counted.add(limit.key);
      run.afterResponse(async () => {
        if (attributes['increment-condition'] && !(await attributes['increment-condition'].get(run))) return;
        const units = await attributes['increment-count'].get(run);
        run.services.counters.quotas.add(limit.key, limit.periodMs, limit.startMs, units, bandwidth(run));
      });
    };
  },
});
