import type { DeployedResource } from '../../bicep/deployment.ts';
import type { Api, Backend, PolicySource, ServiceModel, Workspace } from '../model.ts';
import { deployedDirectory, isDirectoryResource } from './deployed-directory.ts';
import { deployedStores, isStoreResource } from './deployed-store.ts';
import { member, nameWithStandIns } from './deployment-values.ts';
import { diagnosticSettings } from './diagnostic-settings.ts';
import type { ForeignService } from './foreign-service.ts';
import { readApi } from './resources/api.ts';
import { readBackend } from './resources/backend.ts';
import { readConnections } from './resources/connections.ts';
import { declaredEndpoints } from './resources/mcp-server.ts';
import { readNamedValue } from './resources/named-value.ts';
import { tellNotRun } from './resources/not-run.ts';
import { readProduct } from './resources/product.ts';
import { last } from './resources/resource-name.ts';
import { ServiceResources } from './resources/service-resources.ts';
import { serviceType } from './resources/service-type.ts';
import { readSubscription } from './resources/subscription.ts';
import { tellUnused } from './resources/unused.ts';

/** Whether a resource type says something of an API Management service, or of the identities around it. */
export function isWantedResource(type: string): boolean {
  return type.toLowerCase().startsWith(serviceType.toLowerCase()) || isDirectoryResource(type) || isStoreResource(type);
}

/**
 * The API Management service that resources of Azure Resource Manager make up, whatever language declares them.
 * @param name what to call it
 */
export function loadResources(declared: readonly DeployedResource[], name: string): ForeignService {
  const resources = new ServiceResources(declared);
  const derived = new Map<string, string>();
  const policy = resources.policyOf('policies', []);
  const apis = resources.of('apis').map((resource) => readApi(resources, resource));
  const workspaces = readWorkspaces(resources);
  const products = resources.of('products').map((resource) => readProduct(resources, resource));
  const fragments = readFragments(resources);
  const backends = withPoolMembers(resources.of('backends').map((resource) => readBackend(resources, resource)));
  const namedValues = resources.of('namedValues').map((resource) => readNamedValue(resources, resource, derived));
  const subscriptions = resources.of('subscriptions').map((resource) => readSubscription(resources, resource));
  const diagnostics = [
    ...resources
      .of('diagnostics')
      .map(({ names, body }) => diagnosticSettings(last(names), member(body, 'properties'))),
    ...resources
      .of('apis/diagnostics')
      .map(({ names, body }) =>
        diagnosticSettings(last(names), member(body, 'properties'), nameWithStandIns(names.at(-2) ?? '')),
      ),
  ];
  const connections = readConnections(resources);
  tellNotRun(resources);
  tellUnused(resources, operationsByApi(resources, apis));
  const { values, gaps } = resources;
  const directory = deployedDirectory(resources.all, values);
  const service: ServiceModel = {
    name,
    ...policy,
    apis,
    ...(workspaces.length > 0 ? { workspaces } : {}),
    products,
    fragments,
    backends,
    namedValues: [...namedValues, ...values.namedValues],
    ...(subscriptions.length > 0 ? { subscriptions } : {}),
    ...(diagnostics.length > 0 ? { diagnostics } : {}),
  };
  return {
    endpoints: declaredEndpoints(resources, apis, backends),
    service,
    gaps: [...gaps, ...values.gaps],
    derived,
    hosts: values.hosts,
    references: values.references,
    standIns: values.standIns,
    directory,
    stores: deployedStores(resources.all),
    connections,
  };
}

/** Backends with hosts in the place of members of pools that are not declared, so that the others can be called. */
function withPoolMembers(backends: readonly Backend[]): Backend[] {
  const known = new Set(backends.map(({ id }) => id));
  const members = backends.flatMap(({ pool = [] }) => pool.map(({ backendId }) => backendId));
  const missing = [...new Set(members)].filter((id) => !known.has(id));
  const label = (id: string): string =>
    id
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'member';
  return [...backends, ...missing.map((id) => ({ id, url: `https://${label(id)}.example` }))];
}

/** Ids of the operations that each API of the deployment has, by its resource's name. */
function operationsByApi(resources: ServiceResources, apis: readonly Api[]): Map<string, Set<string>> {
  return new Map(
    resources
      .of('apis')
      .map(({ names }, index) => [last(names), new Set(apis[index]?.operations.map(({ id }) => id))] as const),
  );
}

/** The workspaces that have a policy. */
function readWorkspaces(resources: ServiceResources): Workspace[] {
  return resources.of('workspaces/policies').map(({ names }) => {
    const id = names[1] ?? '';
    return { id: nameWithStandIns(id), ...resources.policyOf('workspaces/policies', [id]) };
  });
}

function readFragments(resources: ServiceResources): Map<string, PolicySource> {
  const fragments = new Map<string, PolicySource>();
  for (const resource of resources.of('policyFragments')) {
    const source = resources.policy(resource, 'xml');
    if (source) fragments.set(nameWithStandIns(last(resource.names)), source);
  }
  return fragments;
}
