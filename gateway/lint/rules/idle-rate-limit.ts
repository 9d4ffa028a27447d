import type { Usage } from '../../load/usage.ts';
import type { Rule } from '../rule.ts';
import { walk } from '../walk.ts';

const bySubscription = new Set(['rate-limit', 'quota']);

/** Whether calls that run this policy can come without a subscription key. */
const withoutKey = (usage: Usage): boolean =>
  (usage.scope === 'api' || usage.scope === 'operation') && !usage.api.subscriptionRequired;

/** Limits that never fire. */
export const idleRateLimit: Rule = {
  id: 'idle-rate-limit',
  title: 'Limits per subscription stand where callers have a subscription',
  severity: 'warning',
  help: 'rate-limit and quota count by subscription key and do nothing for calls without one. Use rate-limit-by-key or quota-by-key, with a key taken from the validated token.',
  see: 'https://learn.microsoft.com/azure/api-management/rate-limit-policy',
  *check(root, _document, { usages }) {
    if (!usages.some(withoutKey)) return;
    for (const { element } of walk(root)) {
      if (!bySubscription.has(element.name)) continue;
      yield {
        offset: element.nameSpan.start,
        element,
        message: `'${element.name}' counts by subscription, and the API can be called without one: it never fires then.`,
      };
    }
  },
};
