import type { Api, McpServer, McpTool, Operation } from '../model.ts';

/** A tool with the operation behind it. */
export interface ToolDefinition {
  readonly tool: McpTool;
  readonly api: Api;
  readonly operation: Operation;
}

/** Name of the argument that is the request body. */
export const bodyArgument = 'body';

/** Names in the braces of a template: `/users/{id}`, `/files/{*path}`. */
export const templateNames = (urlTemplate: string): readonly string[] =>
  [...urlTemplate.matchAll(/\{\*?([^}]+)\}/g)].map(([, name = '']) => name);

/**
 * The tools of a server, with their operations, which are those of the API's current revision. Tools of an API or
 * operation that does not exist are left out.
 */
export function toolDefinitions(tools: readonly McpTool[], apis: readonly Api[]): readonly ToolDefinition[] {
  return tools.flatMap((tool) => {
    const api = apis.find(({ id, isCurrentRevision = true }) => id === tool.apiId && isCurrentRevision);
    const operation = api?.operations.find(({ id }) => id === tool.operationId);
    return api && operation ? [{ tool, api, operation }] : [];
  });
}

/** Names of the tools whose API or operation does not exist. */
export function unknownTools(mcp: McpServer | undefined, apis: readonly Api[]): readonly string[] {
  if (mcp?.kind !== 'tools') return [];
  const known = new Set(toolDefinitions(mcp.tools, apis).map(({ tool }) => tool));
  return mcp.tools.filter((tool) => !known.has(tool)).map(({ name }) => name);
}

/**
 * JSON Schema of a tool's arguments: the parameters of the operation by name, and its body as `body`. What the template
 * names and nobody declared is a required string.
 */
export function inputSchema({ urlTemplate, parameters = [], body }: Operation): object {
  const declared = new Set(parameters.map(({ name }) => name));
  const undeclared = templateNames(urlTemplate).filter((name) => !declared.has(name));
  const properties: Record<string, object> = {};
  for (const { name, description, schema = { type: 'string' } } of parameters) {
    properties[name] = { ...schema, ...(description === undefined ? {} : { description }) };
  }
  for (const name of undeclared) properties[name] = { type: 'string' };
  if (body) properties[bodyArgument] = body;
  const required = [
    ...parameters.filter((parameter) => parameter.required || parameter.in === 'template').map(({ name }) => name),
    ...undeclared,
    ...(body ? [bodyArgument] : []),
  ];
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}) };
}

/** A tool as `tools/list` names it. */
export const listedTool = ({ tool, operation }: ToolDefinition): object => ({
  name: tool.name,
  description: tool.description ?? operation.description ?? operation.name,
  inputSchema: inputSchema(operation),
});
