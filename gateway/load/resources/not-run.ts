import { nameWithStandIns } from '../deployment-values.ts';
import { last } from './resource-name.ts';
import type { ServiceResources } from './service-resources.ts';
import { serviceType } from './service-type.ts';

/** Kinds of resources that change what a gateway does and that this one does not run: what they are. */
const notRun: Readonly<Record<string, string>> = {
  'apis/resolvers': 'a resolver of GraphQL, which is not run',
  'apis/resolvers/policies': 'the policy of a resolver of GraphQL, which is not run',
  caches: 'an external cache; the one in memory stands in for it',
};

/** Tells of what is declared and has no counterpart here. */
export function tellNotRun(resources: ServiceResources): void {
  const prefix = `${serviceType}/`.toLowerCase();
  for (const resource of resources.all) {
    const type = resource.type.toLowerCase();
    const reason = type.startsWith(prefix) ? notRun[type.slice(prefix.length)] : undefined;
    if (reason !== undefined) resources.gap(resource, `'${nameWithStandIns(last(resource.names))}' is ${reason}`);
  }
}
