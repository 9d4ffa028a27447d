import type { DeployedResource } from '../../../bicep/deployment.ts';
import { knownText } from '../../../bicep/value.ts';
import type { Api, Backend, McpServer, McpTool } from '../../model.ts';
import { member, nameWithStandIns } from '../deployment-values.ts';
import { type McpEndpoint, passThroughEndpoint, toolsEndpoint } from '../guess-endpoint.ts';
import { last, nameText } from './resource-name.ts';
import type { ServiceResources } from './service-resources.ts';

/** Whether a resource is an API of type `mcp`. */
export const isMcp = ({ body }: DeployedResource): boolean =>
  knownText(member(body, 'properties', 'type'))?.toLowerCase() === 'mcp';

/** Operations of other APIs that an MCP server offers as tools. */
export function mcpTools(resources: ServiceResources, resource: DeployedResource): McpTool[] {
  const listed = member(resource.body, 'properties', 'mcpTools');
  if (!isMcp(resource) || !Array.isArray(listed)) return [];
  return listed.flatMap((tool): McpTool[] => {
    const id = nameText(member(tool, 'operationId')) ?? '';
    const [, apiId, operationId] = /\/apis\/([^/]+)\/operations\/([^/]+)$/.exec(id) ?? [];
    if (apiId === undefined || operationId === undefined) {
      resources.gap(resource, `the operation of an MCP tool is known only when deployed: '${id}'`);
      return [];
    }
    const description = nameText(member(tool, 'description'));
    const name = resources.knownOr(member(tool, 'name'), operationId);
    return [
      {
        name,
        apiId: nameWithStandIns(apiId),
        operationId: nameWithStandIns(operationId),
        ...(description === undefined ? {} : { description }),
      },
    ];
  });
}

/** What makes an API the MCP server that the gateway itself is. */
export function toolServer(tools: readonly McpTool[]): { mcp?: McpServer } {
  return tools.length > 0 ? { mcp: { kind: 'tools', tools } } : {};
}

/** A URL of which the files say nothing. */
const onlyDeployed = /^\{\{[^{}]+\}\}\/?$/;

/** Tells of an MCP server that has nowhere to send a call: API Management answers 500, here as there. */
function tellNowhere(resources: ServiceResources, resource: DeployedResource, api: Api): void {
  const listed = member(resource.body, 'properties', 'mcpTools');
  const hasTools = listed !== undefined && !(Array.isArray(listed) && listed.length === 0);
  const text = api.policy?.text ?? '';
  if (hasTools || api.backendId !== undefined || api.serviceUrl !== undefined) return;
  if (text.includes('<set-backend-service') || text.includes('<return-response')) return;
  resources.gap(
    resource,
    `the MCP server '${api.id}' has neither tools nor a backend, so that calls end in 500 unless a policy sets where they go: ` +
      'add mcpTools with operations of APIs, or the backendId or serviceUrl of a server',
  );
}

/** The MCP endpoints of APIs that are declared to be MCP servers. */
export function declaredEndpoints(
  resources: ServiceResources,
  apis: readonly Api[],
  backends: readonly Backend[],
): McpEndpoint[] {
  return resources.of('apis').flatMap((resource) => {
    if (!isMcp(resource)) return [];
    const id = nameWithStandIns(last(resource.names).split(';rev=')[0] ?? '');
    const api = apis.find((each) => each.id === id);
    if (!api) return [];
    if (api.mcp) return [toolsEndpoint(api)];
    tellNowhere(resources, resource, api);
    const url = backends.find((each) => each.id === api.backendId)?.url ?? api.serviceUrl ?? '';
    return [passThroughEndpoint(api, url, !onlyDeployed.test(url))];
  });
}
