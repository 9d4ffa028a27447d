import { entryFor, limitScope, reportNameless } from './limit-scope.ts';
import { definePolicy, type Run } from './policy.ts';
import { bandwidth, checkQuota, firstPeriodStart } from './quota-limit.ts';
import { integer, optional, required, text, type Value } from './schema.ts';

const limits = {
  calls: optional(integer(0, 2_147_483_647), { expressions: false }),
  bandwidth: optional(integer(0, 2_147_483_647), { expressions: false }),
  'renewal-period': optional(integer(0, 2_147_483_647), { expressions: false }),
} as const;
const entity = { name: optional(text, { expressions: false }), id: optional(text, { expressions: false }) } as const;

const limitsNothing = ({ calls, bandwidth }: Limits): boolean => calls === undefined && bandwidth === undefined;

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
  build: ({ attributes, children, site }, load) => {
    if (limitsNothing(attributes) && children.api.length === 0) load.error(site, "'calls' or 'bandwidth' is required");
    for (const each of [...children.api, ...children.api.flatMap((api) => api.children.operation)]) {
      if (limitsNothing(each.attributes)) {
        load.warn(each.site, `'${each.site.element}' limits nothing: the reference asks for 'calls' or 'bandwidth'.`);
      }
    }
    reportNameless(children.api, load);
    return async (run) => {
      if (run.subscriptionId === undefined) {
        run.warn('the call has no subscription: quota does not apply');
        return;
      }
      const scope = limitScope(run);
      await count(run, `quota:${scope}`, attributes);
      const api = entryFor(children.api, run.apiId, run.apiName);
      if (!api) return;
      await count(run, `quota:${scope}:api:${run.apiId}`, api.attributes);
      const operation = entryFor(api.children.operation, run.operationId, run.operationName);
      if (operation) await count(run, `quota:${scope}:operation:${run.apiId}:${run.operationId}`, operation.attributes);
    };

    async function count(run: Run, key: string, each: Limits): Promise<void> {
      const period = await (each['renewal-period'] ?? attributes['renewal-period']).get(run);
      const limit = {
        key,
        calls: await each.calls?.get(run),
        kilobytes: await each.bandwidth?.get(run),
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
