import type { DeployedResource } from '../../../bicep/deployment.ts';
import { isObject, knownText, plainData, Text, type Value } from '../../../bicep/value.ts';
import type { McpTool, Operation } from '../../model.ts';
import { member, nameWithStandIns } from '../deployment-values.ts';
import { operationsFromJson, operationsFromYaml } from '../openapi-operations.ts';
import { operationParameters } from '../operation-parameters.ts';
import { isMcp } from './mcp-server.ts';
import { last } from './resource-name.ts';
import type { ServiceResources } from './service-resources.ts';

/** What an API answers to where nothing says its operations. */
const anything: Operation = { id: 'any', name: 'Any', method: '*', urlTemplate: '/*' };

/** The operations of an API: declared ones, then those of the document that it is imported from. */
export function apiOperations(
  resources: ServiceResources,
  resource: DeployedResource,
  tools: readonly McpTool[],
): Operation[] {
  const api = last(resource.names);
  const declared = resources.of('apis/operations', [api]).map((operation): Operation => {
    const own = member(operation.body, 'properties');
    const id = last(operation.names);
    return {
      id: nameWithStandIns(id),
      name: resources.knownOr(member(own, 'displayName'), id),
      method: resources.knownOr(member(own, 'method'), '*'),
      urlTemplate: resources.knownOr(member(own, 'urlTemplate'), '/'),
      ...operationParameters(own),
      ...resources.policyOf('apis/operations/policies', [api, id]),
    };
  });
  const known = new Set(declared.map(({ id }) => id));
  const imported = importedOperations(resources, resource).filter(({ id }) => !known.has(id));
  const all = [
    ...declared,
    ...imported.map((operation) => ({
      ...operation,
      ...resources.policyOf('apis/operations/policies', [api, operation.id]),
    })),
  ];
  if (isMcp(resource)) {
    if (tools.length > 0) return all;
    // an MCP server of its own behind the gateway: every path below the API is its
    return [
      ...all,
      { id: 'mcp-root', name: 'MCP endpoint', method: '*', urlTemplate: '/' },
      { id: 'mcp', name: 'MCP', method: '*', urlTemplate: '/*' },
    ];
  }
  if (all.length > 0) return all;
  resources.gap(resource, 'no operations are declared; every path is accepted');
  return [anything];
}

/** Operations of the OpenAPI document that the API is imported from. */
function importedOperations(resources: ServiceResources, resource: DeployedResource): Omit<Operation, 'policy'>[] {
  const properties = member(resource.body, 'properties');
  const format = knownText(member(properties, 'format') ?? member(properties, 'contentFormat'));
  const value = member(properties, 'value') ?? member(properties, 'contentValue');
  if (format === undefined || value === undefined) return [];
  if (!/^(?:openapi|swagger)/.test(format)) {
    resources.gap(resource, `the operations are described by '${format}', which is not read`);
    return [];
  }
  const text = documentText(value);
  if (text === undefined || format.endsWith('-link')) {
    resources.gap(
      resource,
      `the operations are imported from ${format.endsWith('-link') ? 'a URL' : 'a text'} that is known only when deployed`,
    );
    return [];
  }
  try {
    return /^\s*[{"]/.test(text) ? operationsFromJson(text) : operationsFromYaml(text);
  } catch {
    resources.gap(resource, 'the OpenAPI document that operations are imported from is not valid');
    return [];
  }
}

/** A document's text; words stand in for what in it is known only when deployed. */
function documentText(value: Value): string | undefined {
  if (value !== null && isObject(value)) return JSON.stringify(plainData(value));
  return value instanceof Text ? nameWithStandIns(value.toString()) : knownText(value);
}
