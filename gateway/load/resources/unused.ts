import { member } from '../deployment-values.ts';
import { nameText } from './resource-name.ts';
import type { ServiceResources } from './service-resources.ts';

/**
 * Tells of what refers to something that is not declared here: policies of nothing that runs, and version sets.
 * @param operations ids of the operations of each API, by the name of its resource
 */
export function tellUnused(resources: ServiceResources, operations: ReadonlyMap<string, ReadonlySet<string>>): void {
  for (const resource of resources.of('apis/policies')) {
    const [, api = ''] = resource.names;
    if (!operations.has(api)) resources.gap(resource, `no API '${api}' is declared here; its policy is not used`);
  }
  for (const resource of resources.of('apis/operations/policies')) {
    const [, api = '', operation = ''] = resource.names;
    if (!operations.has(api))
      resources.gap(
        resource,
        `no API '${api}' is declared here; the policy of its operation '${operation}' is not used`,
      );
    else if (!operations.get(api)?.has(operation))
      resources.gap(resource, `the API '${api}' has no operation '${operation}'; its policy is not used`);
  }
  for (const resource of resources.of('products/policies')) {
    const [, product = ''] = resource.names;
    if (resources.of('products').every(({ names }) => names[1] !== product))
      resources.gap(resource, `no product '${product}' is declared here; its policy is not used`);
  }
  for (const resource of resources.of('apis')) {
    const set = nameText(member(resource.body, 'properties', 'apiVersionSetId'))
      ?.split('/')
      .at(-1);
    const version = nameText(member(resource.body, 'properties', 'apiVersion')) ?? '';
    if (set === undefined || version === '' || member(resource.body, 'properties', 'apiVersionSet') !== undefined)
      continue;
    if (resources.of('apiVersionSets').every(({ names }) => names.at(-1) !== set))
      resources.gap(
        resource,
        `the version set '${set}' is not declared here; versions are taken to be part of the path`,
      );
  }
}
