import { entryFor, limitScope, reportNameless } from './limit-scope.ts';
import { definePolicy, type Run } from './policy.ts';
import { longestWindowSeconds, rateLimitReporting, refuseRate, reportRemaining } from './rate-limit-attributes.ts';
import { integer, optional, required, text, type Value } from './schema.ts';

const limits = {
  calls: required(integer(0, 2_147_483_647), { expressions: false }),
  'renewal-period': required(integer(1, longestWindowSeconds), { expressions: false }),
} as const;
const entity = { name: optional(text, { expressions: false }), id: optional(text, { expressions: false }) } as const;

type Limits = { readonly calls: Value<number>; readonly 'renewal-period': Value<number> };

/**
 * `rate-limit`: calls per subscription. It does not apply to calls without a subscription key.
 * @see https://learn.microsoft.com/azure/api-management/rate-limit-policy
 */
export const rateLimit = definePolicy({
  name: 'rate-limit',
  sections: ['inbound'],
  usage: { once: 'document', scopes: ['product', 'api', 'operation'] },
  schema: {
    attributes: { ...limits, ...rateLimitReporting },
    children: {
      api: {
        attributes: { ...entity, ...limits },
        children: { operation: { attributes: { ...entity, ...limits } } },
      },
    },
  },
  build: ({ attributes, children }, load) => {
    reportNameless(children.api, load);
    return async (run) => {
      if (run.subscriptionId === undefined) {
        run.warn('the call has no subscription: rate-limit does not apply');
        return;
      }
      run.assume('rateLimit.algorithm');
      const scope = limitScope(run);
      const total = await attributes.calls.get(run);
      // product, API and operation are counted apart; what is told is the least that any of them leaves
      let left = await count(run, `rate-limit:${scope}`, attributes, total);
      const api = entryFor(children.api, run.apiId, run.apiName);
      if (api) {
        left = Math.min(left, await count(run, `rate-limit:${scope}:api:${run.apiId}`, api.attributes, total));
        const operation = entryFor(api.children.operation, run.operationId, run.operationName);
        const key = `rate-limit:${scope}:operation:${run.apiId}:${run.operationId}`;
        if (operation) left = Math.min(left, await count(run, key, operation.attributes, total));
      }
      reportRemaining(run, attributes, left, total);
    };

    /** Counts the call. @returns how many are left */
    async function count(run: Run, key: string, each: Limits, total: number): Promise<number> {
      const { rates } = run.services.counters;
      const calls = await each.calls.get(run);
      const windowMs = (await each['renewal-period'].get(run)) * 1000;
      const state = rates.read(key, windowMs, calls);
      if (state.retryAfterMs > 0) {
        reportRemaining(run, attributes, 0, total);
        refuseRate(run, attributes, state);
      }
      rates.add(key, windowMs, calls, 1);
      return state.remaining - 1;
    }
  },
});
