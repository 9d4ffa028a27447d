import { randomBytes } from 'node:crypto';
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
  Subscription,
} from '../model.ts';
import { backendSettings } from './backend-settings.ts';
import { type DeployedConnection, providerSettings } from './deployed-connection.ts';
import { deployedDirectory, isDirectoryResource } from './deployed-directory.ts';
import { deployedStores, isStoreResource } from './deployed-store.ts';
import { DeploymentValues, flag, member, nameWithStandIns } from './deployment-values.ts';
import { diagnosticSettings } from './diagnostic-settings.ts';
import { displayPath } from './display-path.ts';
import type { ForeignService } from './foreign-service.ts';
import { passThroughEndpoint, toolsEndpoint } from './guess-endpoint.ts';
import { linkedFile } from './linked-file.ts';
import type { LoadProblem } from './load-error.ts';
import { operationsFromJson, operationsFromYaml } from './openapi-operations.ts';
import { operationParameters } from './operation-parameters.ts';
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
    const { kept, gaps } = deployedOnce(resources);
    this.resources = kept;
    this.gaps.push(...gaps);
  }

  load(name: string): ForeignService {
    const policy = this.policyOf('policies', []);
    const apis = this.of('apis').map((resource) => this.api(resource));
    const products = this.of('products').map((resource) => this.product(resource));
    const fragments = new Map<string, PolicySource>();
    for (const resource of this.of('policyFragments')) {
      const source = this.policy(resource, 'xml');
      if (source) fragments.set(nameWithStandIns(last(resource.names)), source);
    }
    const backends = this.of('backends').map((resource) => this.backend(resource));
    const namedValues = this.of('namedValues').map((resource) => this.namedValue(resource));
    const subscriptions = this.of('subscriptions').map((resource) => this.subscription(resource));
    const diagnostics = [
      ...this.of('diagnostics').map(({ names, body }) => diagnosticSettings(last(names), member(body, 'properties'))),
      ...this.of('apis/diagnostics').map(({ names, body }) =>
        diagnosticSettings(last(names), member(body, 'properties'), nameWithStandIns(names.at(-2) ?? '')),
      ),
    ];
    const connections = this.connections();
    this.unrun();
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
      ...(subscriptions.length > 0 ? { subscriptions } : {}),
      ...(diagnostics.length > 0 ? { diagnostics } : {}),
    };
    const { hosts, references, standIns } = this.values;
    const endpoints = this.of('apis').flatMap((resource) => {
      const api = apis.find(({ id }) => id === nameWithStandIns(last(resource.names).split(';rev=')[0] ?? ''));
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
      connections,
    };
  }

  /** The credential manager's connections. */
  private connections(): DeployedConnection[] {
    return this.of('authorizationProviders').flatMap((provider) => {
      const id = last(provider.names);
      const settings = providerSettings(member(provider.body, 'properties'), (value) =>
        this.values.text(value, provider),
      );
      return this.of('authorizationProviders/authorizations', [id]).map((resource) => ({
        providerId: nameWithStandIns(id),
        authorizationId: nameWithStandIns(last(resource.names)),
        ...settings,
        delegated: knownText(member(resource.body, 'properties', 'oauth2grantType')) === 'AuthorizationCode',
        file: displayPath(resource.file),
        line: resource.line,
      }));
    });
  }

  /** Tells of what is declared and has no counterpart here. */
  private unrun(): void {
    for (const resource of this.resources) {
      const reason = notRun[resource.type.toLowerCase().slice(provider.length + 1)];
      if (reason !== undefined && resource.type.toLowerCase().startsWith(provider.toLowerCase()))
        this.gap(resource, `'${nameWithStandIns(last(resource.names))}' is ${reason}`);
    }
  }

  private subscription(resource: DeployedResource): Subscription {
    const properties = member(resource.body, 'properties');
    const id = nameWithStandIns(last(resource.names));
    const text = (name: string): string | undefined => this.values.text(member(properties, name), resource);
    const secondaryKey = text('secondaryKey');
    const state = knownText(member(properties, 'state'));
    const scope = nameText(member(properties, 'scope')) ?? '';
    const [, kind, of] = /\/(apis|products)\/([^/]+)$/.exec(scope) ?? [];
    return {
      id,
      name: text('displayName') ?? id,
      // keys that nobody gives are Azure's to make
      primaryKey: text('primaryKey') ?? randomBytes(16).toString('hex'),
      ...(secondaryKey === undefined ? {} : { secondaryKey }),
      scope:
        kind === undefined || of === undefined
          ? { kind: 'all' }
          : { kind: kind === 'apis' ? 'api' : 'product', id: nameWithStandIns(of) },
      ...(state === undefined || state === 'active' ? {} : { active: false }),
    };
  }

  /** How versions of an API are told apart, by the version set that it names. */
  private versioning(properties: Value | undefined): Pick<Api, 'versioning'> {
    const set = nameText(member(properties, 'apiVersionSetId'))?.split('/').at(-1);
    const declared = this.of('apiVersionSets').find(({ names }) => last(names) === set);
    const inline = member(properties, 'apiVersionSet');
    const own = member(declared?.body, 'properties') ?? inline;
    const scheme = knownText(member(own, 'versioningScheme'))?.toLowerCase() ?? 'segment';
    if (scheme === 'query' || scheme === 'header') {
      const name = knownText(member(own, scheme === 'query' ? 'versionQueryName' : 'versionHeaderName'));
      return { versioning: { scheme, ...(name === undefined ? {} : { name }) } };
    }
    return { versioning: { scheme: 'segment' } };
  }

  /** A text that has to be known to be of use, with words standing in for what is not. */
  private knownOr(value: Value | undefined, fallback: string): string {
    return nameWithStandIns(nameText(value) ?? fallback);
  }

  /** Resources of a type below the service, under the parents named. The service's own name is left out of account. */
  private of(type: string, parents: readonly string[] = []): DeployedResource[] {
    const full = `${provider}/${type}`.toLowerCase();
    return this.resources.filter(
      (resource) =>
        resource.type.toLowerCase() === full && parents.every((name, index) => resource.names[index + 1] === name),
    );
  }

  private gap({ file, line }: DeployedResource, message: string, more: object = {}): void {
    this.gaps.push({ file: displayPath(file), line, column: 1, message: `${message}.`, ...more });
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
    const name = last(resource.names);
    const [printedId = name, revision = this.values.text(member(properties, 'apiRevision')) ?? '1'] =
      name.split(';rev=');
    const id = nameWithStandIns(printedId);
    const serviceUrl = this.values.url(member(properties, 'serviceUrl'), resource);
    const backendId = nameText(member(properties, 'backendId'));
    const version = knownText(member(properties, 'apiVersion'));
    const path = this.knownOr(member(properties, 'path'), '').replace(/^\/+|\/+$/g, '');
    const printedPath = nameText(member(properties, 'path')) ?? '';
    if (printedPath.includes('${'))
      this.gap(resource, `the path '${printedPath}' is known only when deployed: '${path}' stands in for it`);
    return {
      id,
      name: this.knownOr(member(properties, 'displayName'), id),
      path,
      revision,
      isCurrentRevision: flag(member(properties, 'isCurrent'), true),
      subscriptionRequired: flag(member(properties, 'subscriptionRequired'), true),
      operations: this.operations(resource, name, properties),
      ...(version === undefined || version === '' ? {} : { version, ...this.versioning(properties) }),
      ...(serviceUrl === undefined || serviceUrl === '' ? {} : { serviceUrl }),
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
      const description = nameText(member(tool, 'description'));
      const name = this.knownOr(member(tool, 'name'), operationId);
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

  private toolServer(resource: DeployedResource): { mcp?: McpServer } {
    const tools = this.tools(resource);
    return tools.length > 0 ? { mcp: { kind: 'tools', tools } } : {};
  }

  private operations(resource: DeployedResource, api: string, properties: Value | undefined): Operation[] {
    const declared = this.of('apis/operations', [api]).map((operation): Operation => {
      const own = member(operation.body, 'properties');
      const id = last(operation.names);
      return {
        id: nameWithStandIns(id),
        name: this.knownOr(member(own, 'displayName'), id),
        method: this.knownOr(member(own, 'method'), '*'),
        urlTemplate: this.knownOr(member(own, 'urlTemplate'), '/'),
        ...operationParameters(own),
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
    const id = last(resource.names);
    const linked = this.of('products/apiLinks', [id]).map((link) => nameText(member(link.body, 'properties', 'apiId')));
    const named = this.of('products/apis', [id]).map((api) => api.names.at(-1));
    return {
      id: nameWithStandIns(id),
      name: this.knownOr(member(resource.body, 'properties', 'displayName'), id),
      subscriptionRequired: flag(member(resource.body, 'properties', 'subscriptionRequired'), true),
      apiIds: [...named, ...linked.map((apiId) => apiId?.split('/').at(-1))].flatMap((each) =>
        each === undefined ? [] : [nameWithStandIns(each.split(';rev=')[0] ?? each)],
      ),
      ...this.policyOf('products/policies', [id]),
    };
  }

  private backend(resource: DeployedResource): Backend {
    const id = nameWithStandIns(last(resource.names));
    const properties = member(resource.body, 'properties');
    const url = this.values.url(member(properties, 'url'), resource);
    const settings = backendSettings(properties, (value) => this.values.text(value, resource));
    if (url === undefined && !settings.pool) this.gap(resource, `the backend '${id}' has no URL of its own`);
    if (member(properties, 'credentials', 'managedIdentity') !== undefined)
      this.gap(resource, `the backend '${id}' adds a token of a managed identity, which is not done here`);
    // a pool has members instead of a URL, whatever its declaration says besides
    return { id, ...(url === undefined || settings.pool ? {} : { url }), ...settings };
  }

  private namedValue(resource: DeployedResource): NamedValue {
    const properties = member(resource.body, 'properties');
    const name = this.knownOr(member(properties, 'displayName'), last(resource.names));
    const vault = member(properties, 'keyVault');
    // what comes from a vault is a secret, whatever is said of it
    const secret = flag(member(properties, 'secret'), false) || vault !== undefined;
    const value = member(properties, 'value');
    const role = this.values.role(value);
    if (value === undefined) {
      const where = vault === undefined ? '' : ' but in Key Vault';
      this.gap(resource, `the value of '${name}' is not here${where}; give it in the configuration`, { name });
      return { name, secret };
    }
    const known = knownText(value);
    if (known !== undefined) return { name, secret, value: known };
    const text = this.values.text(value, resource);
    if (text !== undefined) this.derived.set(name, text);
    return { name, secret, ...(role ? { role } : {}) };
  }
}

const last = (names: readonly string[]): string => names.at(-1) ?? '';

/** Kinds of resources that change what a gateway does and that this one does not run: what they are. */
const notRun: Readonly<Record<string, string>> = {
  'workspaces/policies': 'the policy of a workspace, a scope of its own, which is not run',
  'apis/resolvers': 'a resolver of GraphQL, which is not run',
  'apis/resolvers/policies': 'the policy of a resolver of GraphQL, which is not run',
  caches: 'an external cache; the one in memory stands in for it',
};

/**
 * Every resource once: what is deployed twice under one name is what the later declaration says, and an application of
 * Microsoft Graph what both say, because that is changed in place. Of declarations that hang on conditions which are not
 * known, the first is taken.
 */
function deployedOnce(resources: readonly DeployedResource[]): { kept: DeployedResource[]; gaps: LoadProblem[] } {
  const kept = new Map<string, DeployedResource>();
  const gaps: LoadProblem[] = [];
  for (const resource of resources) {
    const { type, names } = resource;
    const graph = type.toLowerCase().startsWith('microsoft.graph/');
    // the name of the service itself is left out of account everywhere
    const own = graph ? names : names.slice(1);
    const known = own.length > 0 && !own.some((name) => name.includes('${'));
    const key = known ? `${type.toLowerCase()} ${own.join('/')}` : `${kept.size}`;
    const before = kept.get(key);
    if (before && graph) kept.set(key, { ...before, body: { ...before.body, ...resource.body } });
    else if (before?.conditional && resource.conditional) {
      gaps.push({
        file: displayPath(resource.file),
        line: resource.line,
        column: 1,
        message: `a condition that is known only when deployed chooses between this '${last(names)}' and that of ${displayPath(before.file)}:${before.line}, which is taken.`,
      });
    } else if (!before || !resource.conditional) kept.set(key, resource);
  }
  return { kept: [...kept.values()], gaps };
}

const isMcp = ({ body }: DeployedResource): boolean => knownText(member(body, 'properties', 'type')) === 'mcp';

/** A name or id as resources are told apart by it: unknown parts as they are printed in names. */
function nameText(value: Value | undefined): string | undefined {
  if (value instanceof Unknown) return `\${${value.source}}`;
  return value instanceof Text ? value.toString() : knownText(value);
}
