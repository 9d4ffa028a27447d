import type { DeployedResource } from '../../../bicep/deployment.ts';
import type { Backend } from '../../model.ts';
import { backendSettings } from '../backend-settings.ts';
import { member, nameWithStandIns } from '../deployment-values.ts';
import { last } from './resource-name.ts';
import type { ServiceResources } from './service-resources.ts';

/** A backend: one server, or a pool of others. */
export function readBackend(resources: ServiceResources, resource: DeployedResource): Backend {
  const id = nameWithStandIns(last(resource.names));
  const properties = member(resource.body, 'properties');
  const url = resources.values.url(member(properties, 'url'), resource);
  const settings = backendSettings(properties, (value) => resources.values.text(value, resource));
  if (url === undefined && !settings.pool) resources.gap(resource, `the backend '${id}' has no URL of its own`);
  if (member(properties, 'credentials', 'managedIdentity') !== undefined)
    resources.gap(resource, `the backend '${id}' adds a token of a managed identity, which is not done here`);
  for (const { backendId } of settings.pool ?? [])
    if (resources.of('backends').every(({ names }) => nameWithStandIns(last(names)) !== backendId))
      resources.gap(resource, `the pool '${id}' has the member '${backendId}', which is not declared here`);
  // a pool has members instead of a URL, whatever its declaration says besides
  return { id, ...(url === undefined || settings.pool ? {} : { url }), ...settings };
}
