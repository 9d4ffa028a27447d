import type { DeployedResource } from '../../../bicep/deployment.ts';
import type { Product } from '../../model.ts';
import { flag, member, nameWithStandIns } from '../deployment-values.ts';
import { last, nameText } from './resource-name.ts';
import type { ServiceResources } from './service-resources.ts';

/** A product with the APIs that are linked to it. */
export function readProduct(resources: ServiceResources, resource: DeployedResource): Product {
  const id = last(resource.names);
  const linked = resources.of('products/apiLinks', [id]).map((link) =>
    nameText(member(link.body, 'properties', 'apiId'))
      ?.split('/')
      .at(-1),
  );
  const named = resources.of('products/apis', [id]).map((api) => api.names.at(-1));
  return {
    id: nameWithStandIns(id),
    name: resources.knownOr(member(resource.body, 'properties', 'displayName'), id),
    subscriptionRequired: flag(member(resource.body, 'properties', 'subscriptionRequired'), true),
    apiIds: [...named, ...linked].flatMap((each) =>
      each === undefined ? [] : [nameWithStandIns(each.split(';rev=')[0] ?? each)],
    ),
    ...resources.policyOf('products/policies', [id]),
  };
}
