import type { Api, Operation, PolicySource, Product, ServiceModel, Workspace } from '../model.ts';

/** One place of a service that a policy document is attached to. */
export type Usage =
  | { readonly scope: 'global' }
  | { readonly scope: 'workspace'; readonly workspace: Workspace }
  | { readonly scope: 'product'; readonly product: Product }
  | { readonly scope: 'api'; readonly api: Api }
  | { readonly scope: 'operation'; readonly api: Api; readonly operation: Operation };

/** Every policy document and fragment of a service, with the places it is used at; fragments have none. */
export function usagesOf(service: ServiceModel): Map<PolicySource, Usage[]> {
  const usages = new Map<PolicySource, Usage[]>();
  const add = (source: PolicySource | undefined, usage?: Usage): void => {
    if (!source) return;
    const known = usages.get(source) ?? [];
    usages.set(source, usage ? [...known, usage] : known);
  };
  add(service.policy, { scope: 'global' });
  for (const workspace of service.workspaces ?? []) add(workspace.policy, { scope: 'workspace', workspace });
  for (const product of service.products) add(product.policy, { scope: 'product', product });
  for (const api of service.apis) {
    add(api.policy, { scope: 'api', api });
    for (const operation of api.operations) add(operation.policy, { scope: 'operation', api, operation });
  }
  for (const fragment of service.fragments.values()) add(fragment);
  return usages;
}
