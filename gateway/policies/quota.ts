import { entryFor, limitScope } from './limit-scope.ts';
import { definePolicy, type Run } from './policy.ts';
import { bandwidth, checkQuota, firstPeriodStart } from './quota-limit.ts';
import { integer, optional, required, text, type Value } from './schema.ts';

const limits = {
  calls: optional(integer(0, 2_147_483_647), { expressions: false }),
  bandwidth: optional(integer(0, 2_147_483_647), { expressions: false }),
  'renewal-period': optional(integer(0, 2_147_483_647), { expressions: false }),
} as const;
const entity = { name: optional(text, { expressions: false }), id: optional(text, { expressions: false }) } as const;

type Limits = { readonly [K in 'calls' | 'bandwidth' | 'renewal-period']: Value<number> | undefined };

/**
 * `quota`: call volume or bandwidth per subscription. It does not apply to calls without a subscription key.
 * @see https://learn.microsoft.com/azure/api-management/quota-policy
 */
export const quota = definePolicy({
  name: 'quota',
  sections: ['inbound'],
  usage: { once: 'document', scopes: ['product'] },
  schema: {
    attributes: { ...limits, 'renewal-period': required(integer(0, 2_147_483_647), { expressions: false }) },
    children: {
      api: { attributes: { ...entity, ...limits }, children: { operation: { attributes: { ...entity, ...limits } } } },
    },
  },
  build: ({ attributes, children }) => {
    return (run) => {
      if (run.subscriptionId === undefined) {
        run.warn('the call has no subscription: quota does not apply');
        return;
      }
      const scope = limitScope(run);
      count(run, `quota:${scope}`, attributes);
      const api = entryFor(children.api, run.apiId, run.apiName);
      if (!api) return;
      count(run, `quota:${scope}:api:${run.apiId}`, api.attributes);
      const operation = entryFor(api.children.operation, run.operationId, run.operationName);
      if (operation) count(run, `quota:${scope}:operation:${run.apiId}:${run.operationId}`, operation.attributes);
    };

    function count(run: Run, key: string, each: Limits): void {
      const period = each['renewal-period']?.literal ?? attributes['renewal-period'].literal ?? 0;
      const limit = {
        key,
        calls: each.calls?.literal,
        kilobytes: each.bandwidth?.literal,
        periodMs: period * 1000,
        startMs: firstPeriodStart,
      };
      checkQuota(run, limit);
      run.afterResponse(() => {
        run.services.counters.quotas.add(key, limit.periodMs, limit.startMs, 1, bandwidth(run));
      });
    }
  },
});
