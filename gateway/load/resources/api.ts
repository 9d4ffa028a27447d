import type { DeployedResource } from '../../../bicep/deployment.ts';
import { knownText, type Value } from '../../../bicep/value.ts';
import type { Api } from '../../model.ts';
import { flag, member, nameWithStandIns } from '../deployment-values.ts';
import { apiOperations } from './api-operations.ts';
import { apiVersioning } from './api-versioning.ts';
import { isMcp, mcpTools, toolServer } from './mcp-server.ts';
import { last, nameText } from './resource-name.ts';
import type { ServiceResources } from './service-resources.ts';

/** An API with its operations, from its resource and those below it. */
export function readApi(resources: ServiceResources, resource: DeployedResource): Api {
  const properties = member(resource.body, 'properties');
  const name = last(resource.names);
  const [printedId = name, revision = resources.values.text(member(properties, 'apiRevision')) ?? '1'] =
    name.split(';rev=');
  const id = nameWithStandIns(printedId);
  const serviceUrl = resources.values.url(member(properties, 'serviceUrl'), resource);
  const backendId = nameText(member(properties, 'backendId'));
  const version = knownText(member(properties, 'apiVersion'));
  const path = resources.knownOr(member(properties, 'path'), '').replace(/^\/+|\/+$/g, '');
  const printedPath = nameText(member(properties, 'path')) ?? '';
  if (printedPath.includes('${'))
    resources.gap(resource, `the path '${printedPath}' is known only when deployed: '${path}' stands in for it`);
  const tools = mcpTools(resources, resource);
  const workspace = resources.workspaceOf(name);
  return {
    id,
    name: resources.knownOr(member(properties, 'displayName'), id),
    path,
    revision,
    isCurrentRevision: flag(member(properties, 'isCurrent'), true),
    subscriptionRequired: flag(member(properties, 'subscriptionRequired'), true),
    operations: apiOperations(resources, resource, tools),
    ...(version === undefined || version === '' ? {} : { version, ...apiVersioning(resources, properties) }),
    ...(serviceUrl === undefined || serviceUrl === '' ? {} : { serviceUrl }),
    ...(backendId === undefined ? {} : { backendId: nameWithStandIns(backendId.split('/').at(-1) ?? backendId) }),
    ...keyNames(member(properties, 'subscriptionKeyParameterNames')),
    ...toolServer(tools),
    ...(isMcp(resource) ? { type: 'mcp' as const } : {}),
    ...(workspace === undefined ? {} : { workspaceId: nameWithStandIns(workspace) }),
    ...resources.policyOf('apis/policies', [name]),
  };
}

function keyNames(value: Value | undefined): Pick<Api, 'subscriptionKeyNames'> {
  const header = knownText(member(value, 'header'));
  const query = knownText(member(value, 'query'));
  if (header === undefined && query === undefined) return {};
  return {
    subscriptionKeyNames: { header: header ?? 'Ocp-Apim-Subscription-Key', query: query ?? 'subscription-key' },
  };
}
