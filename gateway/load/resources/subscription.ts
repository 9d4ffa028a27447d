import { randomBytes } from 'node:crypto';
import type { DeployedResource } from '../../../bicep/deployment.ts';
import { knownText } from '../../../bicep/value.ts';
import type { Subscription } from '../../model.ts';
import { member, nameWithStandIns } from '../deployment-values.ts';
import { last, nameText } from './resource-name.ts';
import type { ServiceResources } from './service-resources.ts';

/** A subscription. Keys that nobody gives are Azure's to make, and made here. */
export function readSubscription(resources: ServiceResources, resource: DeployedResource): Subscription {
  const properties = member(resource.body, 'properties');
  const id = nameWithStandIns(last(resource.names));
  const text = (name: string): string | undefined => resources.values.text(member(properties, name), resource);
  const secondaryKey = text('secondaryKey');
  const state = knownText(member(properties, 'state'));
  const scope = nameText(member(properties, 'scope')) ?? '';
  const [, kind, of] = /\/(apis|products)\/([^/]+)$/.exec(scope) ?? [];
  const active = state === undefined || state === 'active';
  if (!active)
    resources.gap(resource, `the subscription '${id}' is '${state}': its keys open nothing until it is active`);
  return {
    id,
    name: text('displayName') ?? id,
    primaryKey: text('primaryKey') ?? randomBytes(16).toString('hex'),
    ...(secondaryKey === undefined ? {} : { secondaryKey }),
    scope:
      kind === undefined || of === undefined
        ? { kind: 'all' }
        : { kind: kind === 'apis' ? 'api' : 'product', id: nameWithStandIns(of) },
    ...(active ? {} : { active: false }),
  };
}
