import type { DeployedResource } from '../../bicep/deployment.ts';
import { isObject, knownText, Text, Unknown, type Value } from '../../bicep/value.ts';
import type {
  Api,
  Backend,
  McpServer,
  McpTool,
  NamedValue,
  Operation,
  PolicyFormat,
  PolicySource,
  Product,
  ServiceModel,
} from '../model.ts';
import { deployedDirectory, isDirectoryResource } from './deployed-directory.ts';
import { deployedStores, isStoreResource } from './deployed-store.ts';
import { DeploymentValues, flag, member, nameWithStandIns } from './deployment-values.ts';
import { displayPath } from './display-path.ts';
import type { ForeignService } from './foreign-service.ts';
import { passThroughEndpoint, toolsEndpoint } from './guess-endpoint.ts';
import { linkedFile } from './linked-file.ts';
import type { LoadProblem } from './load-error.ts';
import { operationsFromJson, operationsFromYaml } from './openapi-operations.ts';
import { PolicySources } from './policy-sources.ts';

const provider = 'Microsoft.ApiManagement/service';

/** Whether a resource type says something of an API Management service, or of the identities around it. */
export function isWantedResource(type: string): boolean {
  return type.toLowerCase().startsWith(provider.toLowerCase()) || isDirectoryResource(type) || isStoreResource(type);
}

/**
 * The API Management service that resources of Azure Resource Manager make up, whatever language declares them.
 * @param name what to call it
 */
export function loadResources(resources: readonly DeployedResource[], name: string): ForeignService {
  return new ResourcesLoader(resources).load(name);
}

class ResourcesLoader {
  private readonly resources: readonly DeployedResource[];
  private readonly values = new DeploymentValues();
  private readonly gaps: LoadProblem[] = [];
  private readonly derived = new Map<string, string>();
  private readonly sources = new PolicySources();

  constructor(resources: readonly DeployedResource[]) {
    this.resources = resources;
  }

  load(name: string): ForeignService {
    const policy = this.policyOf('policies', []);
    const apis = this.of('apis').map((resource) => this.api(resource));
    const products = this.of('products').map((resource) => this.product(resource));
    const fragments = new Map<string, PolicySource>();
    for (const resource of this.of('policyFragments')) {
      const source = this.policy(resource, 'xml');
      if (source) fragments.set(resource.names.at(-1) ?? '', source);
    }
    const backends = this.of('backends').map((resource) => this.backend(resource));
    const namedValues = this.of('namedValues').map((resource) => this.namedValue(resource));
    const directory = deployedDirectory(this.resources, this.values);
    this.gaps.push(...this.values.gaps);
    const service: ServiceModel = {
      name,
      ...policy,
      apis,
      products,
      fragments,
      backends,
      namedValues: [...namedValues, ...this.values.namedValues],
    };
    const { hosts, references, standIns } = this.values;
    const endpoints = this.of('apis').flatMap((resource) => {
      const api = apis.find(({ id }) => id === (resource.names.at(-1) ?? '').split(';rev=')[0]);
      if (!api || !isMcp(resource)) return [];
      if (api.mcp) return [toolsEndpoint(api)];
      const backend = backends.find(({ id }) => id === api.backendId);
      return [passThroughEndpoint(api, backend?.url ?? api.serviceUrl)];
    });
    return {
      endpoints,
      service,
      gaps: this.gaps,
      derived: this.derived,
      hosts,
      references,
      standIns,
      directory,
      stores: deployedStores(this.resources),
    };
  }

  /** Resources of a type below the service, under the parents named. The service's own name is left out of account. */
  private of(type: string, parents: readonly string[] = []): DeployedResource[] {
    const full = `${provider}/${type}`.toLowerCase();
    return this.resources.filter(
      (resource) =>
        resource.type.toLowerCase() === full && parents.every((name, index) => resource.names[index + 1] === name),
    );
  }

  private gap({ file, line }: DeployedResource, message: string): void {
    this.gaps.push({ file: displayPath(file), line, column: 1, message: `${message}.` });
  }

  private policyOf(type: string, parents: readonly string[]): { policy?: PolicySource } {
    const [resource] = this.of(type, parents);
    const source = resource && this.policy(resource, 'xml');
    return source ? { policy: source } : {};
  }

  /** The policy text of a resource. @param fallback the format when the resource names none, which ARM takes as xml */
  private policy(resource: DeployedResource, fallback: PolicyFormat): PolicySource | undefined {
    const value = member(resource.body, 'properties', 'value');
    const format = knownText(member(resource.body, 'properties', 'format')) ?? fallback;
    if (format.endsWith('-link')) return this.linked(resource, value, format === 'rawxml-link' ? 'rawxml' : 'xml');
    const text = this.values.text(value, resource);
    if (text === undefined || value instanceof Unknown) {
      this.gap(resource, 'the text of the policy is known only when deployed');
      return undefined;
    }
    const origin = value instanceof Text ? value.origin : undefined;
    const file = displayPath(origin?.file ?? resource.file);
    // Policies inside Bicep are moved down to their line, so that problems name the Bicep file's lines.
    const offset = '\n'.repeat((origin?.line ?? resource.line) - 1);
    return this.sources.same({ file, text: `${offset}${text}`, format: format === 'rawxml' ? 'rawxml' : 'xml' });
  }

  /** A policy that the deployment fetches from a URL: the file of that name in the repository, when there is one. */
  private linked(resource: DeployedResource, value: Value | undefined, format: PolicyFormat): PolicySource | undefined {
    const url = nameText(value) ?? '';
    const found = linkedFile(url, resource.file);
    if (found) return this.sources.same({ file: displayPath(found.file), text: found.text, format });
    this.gap(resource, `the policy is fetched from a URL when deployed, and no file here is called like it: '${url}'`);
    return undefined;
  }

  private api(resource: DeployedResource): Api {
    const properties = member(resource.body, 'properties');
    const name = resource.names.at(-1) ?? '';
    const [id = name, revision = this.values.text(member(properties, 'apiRevision')) ?? '1'] = name.split(';rev=');
    const serviceUrl = this.values.text(member(properties, 'serviceUrl'), resource);
    const backendId = nameText(member(properties, 'backendId'));
    const version = knownText(member(properties, 'apiVersion'));
    const path = this.values.text(member(properties, 'path')) ?? '';
    return {
      id,
      name: this.values.text(member(properties, 'displayName')) ?? id,
      path: [path, version]
        .filter((part) => part !== undefined && part !== '')
        .join('/')
        .replace(/^\/+|\/+$/g, ''),
      revision,
      isCurrentRevision: flag(member(properties, 'isCurrent'), true),
      subscriptionRequired: flag(member(properties, 'subscriptionRequired'), true),
      operations: this.operations(resource, name, properties),
      ...(version === undefined ? {} : { version }),
      ...(serviceUrl === undefined ? {} : { serviceUrl }),
      ...(backendId === undefined ? {} : { backendId: nameWithStandIns(backendId.split('/').at(-1) ?? backendId) }),
      ...this.keyNames(member(properties, 'subscriptionKeyParameterNames')),
      ...this.toolServer(resource),
      ...this.policyOf('apis/policies', [name]),
    };
  }

  private keyNames(value: Value | undefined): { subscriptionKeyNames?: { header: string; query: string } } {
    const header = knownText(member(value, 'header'));
    const query = knownText(member(value, 'query'));
    if (header === undefined && query === undefined) return {};
    return {
      subscriptionKeyNames: { header: header ?? 'Ocp-Apim-Subscription-Key', query: query ?? 'subscription-key' },
    };
  }

  /** Operations of other APIs that an MCP server offers as tools. */
  private tools(resource: DeployedResource): McpTool[] {
    const listed = member(resource.body, 'properties', 'mcpTools');
    if (!isMcp(resource) || !Array.isArray(listed)) return [];
    return listed.flatMap((tool): McpTool[] => {
      const id = nameText(member(tool, 'operationId')) ?? '';
      const [, apiId, operationId] = /\/apis\/([^/]+)\/operations\/([^/]+)$/.exec(id) ?? [];
      if (apiId === undefined || operationId === undefined) {
        this.gap(resource, `the operation of an MCP tool is known only when deployed: '${id}'`);
        return [];
      }
      const description = this.values.text(member(tool, 'description'));
      const name = this.values.text(member(tool, 'name')) ?? operationId;
      return [{ name, apiId, operationId, ...(description === undefined ? {} : { description }) }];
    });
  }

  private toolServer(resource: DeployedResource): { mcp?: McpServer } {
    const tools = this.tools(resource);
    return tools.length > 0 ? { mcp: { kind: 'tools', tools } } : {};
  }

  private operations(resource: DeployedResource, api: string, properties: Value | undefined): Operation[] {
    const declared = this.of('apis/operations', [api]).map((operation): Operation => {
      const own = member(operation.body, 'properties');
      const id = operation.names.at(-1) ?? '';
      return {
        id,
        name: this.values.text(member(own, 'displayName')) ?? id,
        method: this.values.text(member(own, 'method')) ?? '*',
        urlTemplate: this.values.text(member(own, 'urlTemplate')) ?? '/',
        ...this.policyOf('apis/operations/policies', [api, id]),
      };
    });
    const imported = this.imported(resource, properties).filter(({ id }) => declared.every((known) => known.id !== id));
    const all = [
      ...declared,
      ...imported.map((operation) => ({
        ...operation,
        ...this.policyOf('apis/operations/policies', [api, operation.id]),
      })),
    ];
    if (isMcp(resource)) {
      if (this.tools(resource).length > 0) return all;
      // an MCP server of its own behind the gateway: every path below the API is its
      return [
        ...all,
        { id: 'mcp-root', name: 'MCP endpoint', method: '*', urlTemplate: '/' },
        { id: 'mcp', name: 'MCP', method: '*', urlTemplate: '/*' },
      ];
    }
    if (all.length > 0) return all;
    this.gap(resource, 'no operations are declared; every path is accepted');
    return [{ id: 'any', name: 'Any', method: '*', urlTemplate: '/*' }];
  }

  /** Operations of the OpenAPI document that the API is imported from. */
  private imported(resource: DeployedResource, properties: Value | undefined): Operation[] {
    const format = knownText(member(properties, 'format'));
    const value = member(properties, 'value');
    if (format === undefined || value === undefined) return [];
    const text = value !== null && isObject(value) ? JSON.stringify(value) : knownText(value);
    if (text === undefined || format.endsWith('-link')) {
      this.gap(
        resource,
        `the operations are imported from ${format.endsWith('-link') ? 'a URL' : 'a text'} that is known only when deployed`,
      );
      return [];
    }
    try {
      return /^\s*[{"]/.test(text) ? operationsFromJson(text) : operationsFromYaml(text);
    } catch {
      this.gap(resource, 'the OpenAPI document that operations are imported from is not valid');
      return [];
    }
  }

  private product(resource: DeployedResource): Product {
    const id = resource.names.at(-1) ?? '';
    const linked = this.of('products/apiLinks', [id]).map((link) =>
      this.values.text(member(link.body, 'properties', 'apiId')),
    );
    const named = this.of('products/apis', [id]).map((api) => api.names.at(-1));
    return {
      id,
      name: this.values.text(member(resource.body, 'properties', 'displayName')) ?? id,
      subscriptionRequired: flag(member(resource.body, 'properties', 'subscriptionRequired'), true),
      apiIds: [...named, ...linked.map((apiId) => apiId?.split('/').at(-1))].filter((each) => each !== undefined),
      ...this.policyOf('products/policies', [id]),
    };
  }

  private backend(resource: DeployedResource): Backend {
    const id = nameWithStandIns(resource.names.at(-1) ?? '');
    const value = member(resource.body, 'properties', 'url');
    const url = this.values.text(value, resource);
    if (url === undefined) this.gap(resource, `the backend '${id}' has no URL of its own`);
    return { id, ...(url === undefined ? {} : { url }) };
  }

  private namedValue(resource: DeployedResource): NamedValue {
    const properties = member(resource.body, 'properties');
    const name = this.values.text(member(properties, 'displayName')) ?? resource.names.at(-1) ?? '';
    const secret = flag(member(properties, 'secret'), false);
    const value = member(properties, 'value');
    const role = this.values.role(value);
    if (value === undefined) {
      this.gap(resource, `the value of '${name}' is not here; give it in the configuration`);
      return { name, secret };
    }
    const known = knownText(value);
    if (known !== undefined) return { name, secret, value: known };
    const text = this.values.text(value, resource);
    if (text !== undefined) this.derived.set(name, text);
    return { name, secret, ...(role ? { role } : {}) };
  }
}

const isMcp = ({ body }: DeployedResource): boolean => knownText(member(body, 'properties', 'type')) === 'mcp';

/** A name or id as resources are told apart by it: unknown parts as they are printed in names. */
function nameText(value: Value | undefined): string | undefined {
  return value instanceof Text ? value.toString() : knownText(value);
}
