/** Modules of registries, whose files are not here: what is known of those of Azure Verified Modules by their names. */
import type { DeployedResource } from './deployment.ts';
import { isObject, knownText, Lazy, type ObjectValue, Text, Unknown, type Value } from './value.ts';

/** The resource that a module is about, and its outputs that are properties of it. */
interface KnownModule {
  /** End of the module's path, without version. */
  readonly path: RegExp;
  readonly type: string;
  /** Output -> path of the property. */
  readonly outputs: Readonly<Record<string, readonly string[]>>;
}

const knownModules: readonly KnownModule[] = [
  {
    path: /\/managed-identity\/user-assigned-identity$/,
    type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    outputs: { clientId: ['clientId'], principalId: ['principalId'] },
  },
  { path: /\/web\/site$/, type: 'Microsoft.Web/sites', outputs: { defaultHostname: ['defaultHostName'] } },
  {
    path: /\/app\/container-app$/,
    type: 'Microsoft.App/containerApps',
    outputs: { fqdn: ['configuration', 'ingress', 'fqdn'] },
  },
  {
    path: /\/document-db\/database-account$/,
    type: 'Microsoft.DocumentDB/databaseAccounts',
    outputs: { endpoint: ['documentEndpoint'] },
  },
  {
    path: /\/cognitive-services\/account$/,
    type: 'Microsoft.CognitiveServices/accounts',
    outputs: { endpoint: ['endpoint'] },
  },
  { path: /\/key-vault\/vault$/, type: 'Microsoft.KeyVault/vaults', outputs: { uri: ['vaultUri'] } },
  { path: /\/api-management\/service$/, type: 'Microsoft.ApiManagement/service', outputs: {} },
];

const inRegistry = /^(?:br|ts)[:/]/;

/** Whether a module's path is one of a registry. */
export const isInRegistry = (path: string): boolean => inRegistry.test(path);

const knownModule = (path: string): KnownModule | undefined => {
  const bare = path.replace(/:[^:/]*$/, '');
  return isInRegistry(path) ? knownModules.find((each) => each.path.test(bare)) : undefined;
};

/** Whether a module of a registry says by its name that it deploys something of API Management which is not known here. */
export const isUnknownService = (path: string): boolean =>
  /\b(?:apim|api-?management)\b/i.test(path) && knownModule(path) === undefined;

/** Outputs of a module of a registry: properties of the resource that it is about, as far as that is known. */
export class RegistryOutputs extends Lazy {
  private readonly path: string;
  private readonly symbol: string;
  private readonly parameters: ObjectValue;

  /** @param symbol what the module is called in the file */
  constructor(path: string, symbol: string, parameters: ObjectValue) {
    super();
    this.path = path;
    this.symbol = symbol;
    this.parameters = parameters;
  }

  override member(name: string): Value {
    const known = knownModule(this.path);
    const own = this.parameters.name;
    const source = `${this.symbol}.outputs.${name}`;
    if (!known) return new Unknown(source);
    if (name === 'name') return own ?? new Unknown(source);
    if (name === 'resourceId') return `/providers/${known.type}/${printed(own)}`;
    const path = known.outputs[name];
    return new Unknown(source, path && { type: known.type, path, of: printed(own) });
  }
}

const printed = (value: Value | undefined): string =>
  value instanceof Text
    ? value.toString()
    : value instanceof Unknown
      ? `\${${value.source}}`
      : (knownText(value) ?? '');

const items = (value: Value | undefined): ObjectValue[] =>
  Array.isArray(value) ? value.filter((each): each is ObjectValue => each !== null && isObject(each)) : [];

/** Parameters of the module of API Management that are lists of resources below the service. */
const lists: Readonly<Record<string, string>> = {
  apis: 'apis',
  apiVersionSets: 'apiVersionSets',
  apiDiagnostics: 'apis/diagnostics',
  backends: 'backends',
  caches: 'caches',
  loggers: 'loggers',
  namedValues: 'namedValues',
  policies: 'policies',
  products: 'products',
  serviceDiagnostics: 'diagnostics',
  subscriptions: 'subscriptions',
};

/** What an item holds of its own: policies and operations of an API, APIs of a product. */
const nested: Readonly<Record<string, string>> = {
  policies: 'policies',
  operations: 'operations',
  diagnostics: 'diagnostics',
  apis: 'apis',
};

/**
 * The resources that a call of a module of a registry deploys, as far as its parameters say: an API Management service with
 * all below it, or a managed identity.
 * Source: github.com/Azure/bicep-registry-modules, avm/res/api-management/service
 */
export function registryResources(
  path: string,
  parameters: ObjectValue,
  place: Pick<DeployedResource, 'file' | 'line' | 'conditional'>,
): DeployedResource[] {
  const known = knownModule(path);
  if (!known) return [];
  const service = printed(parameters.name);
  const found: DeployedResource[] = [{ type: known.type, names: [service], body: parameters, ...place }];
  if (!known.path.test('/api-management/service')) return found;
  const add = (type: string, names: readonly string[], item: ObjectValue): void => {
    const full = [...names, printed(item.name ?? (type.endsWith('policies') ? 'policy' : ''))];
    const { apiVersionSetName, apiName } = item;
    const properties: ObjectValue = {
      ...item,
      ...(apiVersionSetName === undefined ? {} : { apiVersionSetId: apiVersionSetName }),
    };
    const own =
      type === 'apis/diagnostics' && apiName !== undefined ? [service, printed(apiName), ...full.slice(1)] : full;
    found.push({ type: `${known.type}/${type}`, names: own, body: { name: item.name ?? null, properties }, ...place });
    for (const [parameter, below] of Object.entries(nested)) {
      const list = item[parameter];
      if (type === 'products' && parameter === 'apis' && Array.isArray(list)) {
        for (const api of list)
          add('products/apis', own, typeof api === 'string' ? { name: api } : (items([api])[0] ?? {}));
      } else for (const inner of items(list)) add(`${type}/${below}`, own, inner);
    }
  };
  for (const [parameter, type] of Object.entries(lists))
    for (const item of items(parameters[parameter])) add(type, [service], item);
  return found;
}
