import type { LoadContext, Run, Site } from './policy.ts';

/** What rate-limit and quota count by: the subscription, and the scope at which the policy stands. */
export function limitScope(run: Run): string {
  const { scope, subscriptionId } = run;
  const id = scope === 'product' ? run.productId : scope === 'global' ? undefined : run.apiId;
  const operation = scope === 'operation' ? run.operationId : undefined;
  return JSON.stringify([subscriptionId, scope, id, operation]);
}

/** The entry of a nested `api` or `operation` list that is for this request. */
export function entryFor<
  E extends {
    readonly attributes: {
      readonly id?: { literal: string | undefined } | undefined;
      readonly name?: { literal: string | undefined } | undefined;
    };
  },
>(entries: readonly E[], id: string | undefined, name: string | undefined): E | undefined {
  return entries.find(({ attributes }) => {
    if (attributes.id?.literal !== undefined) return attributes.id.literal === id;
    return attributes.name?.literal !== undefined && attributes.name.literal === name;
  });
}

interface Nameable {
  readonly site: Site;
  readonly attributes: { readonly id?: unknown; readonly name?: unknown };
}

/** Warns of entries that name no API or no operation: they limit nothing. */
export function reportNameless(
  apis: readonly (Nameable & { readonly children: { readonly operation: readonly Nameable[] } })[],
  load: LoadContext,
): void {
  for (const { site, attributes } of [...apis, ...apis.flatMap(({ children }) => children.operation)]) {
    if (attributes.id === undefined && attributes.name === undefined) {
      load.warn(site, `'${site.element}' limits nothing: the reference asks for 'name' or 'id'.`);
    }
  }
}
