import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { DeployedResource } from '../../../bicep/deployment.ts';
import { toValues } from '../../../bicep/functions.ts';
import { knownText, Text, Unknown, type Value } from '../../../bicep/value.ts';
import type {
  Api,
  Backend,
  NamedValue,
  Operation,
  PolicyFormat,
  PolicySource,
  Product,
  ServiceModel,
} from '../../model.ts';
import { DeploymentValues, flag, member } from '../deployment-values.ts';
import { displayPath } from '../display-path.ts';
import type { ForeignService } from '../foreign-service.ts';
import { LoadError, type LoadProblem } from '../load-error.ts';
import { isWantedResource, loadResources } from '../load-resources.ts';
import { operationsFromJson, operationsFromYaml } from '../openapi-operations.ts';
import { PolicySources } from '../policy-sources.ts';
import { readerOf, repositoryOf } from '../repository.ts';
import { azapiResource } from './azapi-resources.ts';
import { blockOf, type DeclaredResource, followConfiguration } from './module.ts';

const prefix = 'azurerm_api_management_';

/** The folder of a Terraform configuration: the folder itself, or where repositories keep it; undefined without one. */
export function terraformFolder(folder: string): string | undefined {
  return ['.', 'infra', 'terraform', 'infra/terraform']
    .map((inner) => join(folder, inner))
    .find((path) => {
      try {
        return readdirSync(path).some((name) => name.endsWith('.tf'));
      } catch {
        return false;
      }
    });
}

/**
 * Loads the API Management service that a Terraform configuration declares with the azurerm provider, local modules
 * included. Calls of modules that are not here count as what their inputs say, when the module is called like a resource.
 * @param given values of variables, which win over their defaults
 * @throws LoadError when it declares no API
 */
export function loadTerraform(folder: string, given: Readonly<Record<string, unknown>> = {}): ForeignService {
  const path = resolve(folder);
  const { resources, problems } = followConfiguration(path, {
    variables: toValues(given),
    read: readerOf(repositoryOf(path)),
    wanted: (type) => type.startsWith(prefix) || type.startsWith('api_management_') || type === 'azapi_resource',
  });
  const foreign = withAzapi(new TerraformLoader(resources).load(basename(path)), resources);
  const gaps = problems.map(({ file, line, message }) => ({
    file: displayPath(file),
    line,
    column: 1,
    message: `${message}.`,
  }));
  if (foreign.service.apis.length === 0 && !foreign.service.policy) {
    throw new LoadError([{ file: displayPath(path), message: 'declares no API of API Management.' }, ...gaps]);
  }
  return { ...foreign, gaps: [...gaps, ...foreign.gaps] };
}

/** The service with what the azapi provider declares of it. */
function withAzapi(foreign: ForeignService, resources: readonly DeclaredResource[]): ForeignService {
  const gaps: LoadProblem[] = [];
  const found: DeployedResource[] = [];
  for (const resource of resources) {
    const type = knownText(resource.body.type) ?? '';
    if (resource.type !== 'azapi_resource' || !isWantedResource(type.replace(/@.*$/, ''))) continue;
    const known = azapiResource(resource);
    if (known) found.push(known);
    else {
      const message = `'${type}' by azapi is not loaded: its parent or body is known only when deployed.`;
      gaps.push({ file: displayPath(resource.file), line: resource.line, column: 1, message });
    }
  }
  if (found.length === 0) return { ...foreign, gaps: [...foreign.gaps, ...gaps] };
  const own = loadResources(found, foreign.service.name);
  const { service } = foreign;
  const policy = service.policy ?? own.service.policy;
  return {
    ...foreign,
    service: {
      ...service,
      ...(policy ? { policy } : {}),
      apis: [...service.apis, ...own.service.apis],
      products: [...service.products, ...own.service.products],
      fragments: new Map([...service.fragments, ...own.service.fragments]),
      namedValues: [...service.namedValues, ...own.service.namedValues],
      backends: [...service.backends, ...own.service.backends],
    },
    gaps: [...foreign.gaps, ...gaps, ...own.gaps],
    derived: new Map([...foreign.derived, ...own.derived]),
    hosts: [...(foreign.hosts ?? []), ...(own.hosts ?? [])],
    references: new Map([...(foreign.references ?? []), ...(own.references ?? [])]),
    standIns: new Map([...(foreign.standIns ?? []), ...(own.standIns ?? [])]),
    endpoints: own.endpoints ?? [],
  };
}

class TerraformLoader {
  private readonly resources: readonly DeclaredResource[];
  private readonly values = new DeploymentValues();
  private readonly gaps: LoadProblem[] = [];
  private readonly derived = new Map<string, string>();
  private readonly sources = new PolicySources();

  constructor(resources: readonly DeclaredResource[]) {
    this.resources = resources;
  }

  load(name: string): ForeignService {
    const [global] = this.of('policy');
    const policy = global && this.policy(global, global.body.xml_content, 'rawxml');
    const apis = [...this.of('api'), ...this.of('api', true)].map((resource) => this.api(resource));
    const products = [...this.of('product'), ...this.of('product', true)].map((resource) => this.product(resource));
    const fragments = new Map<string, PolicySource>();
    for (const resource of this.of('policy_fragment')) {
      const format = knownText(resource.body.format) === 'rawxml' ? 'rawxml' : 'xml';
      const source = this.policy(resource, resource.body.value, format);
      if (source) fragments.set(this.text(resource, 'name') ?? '', source);
    }
    const backends = this.of('backend').map((resource): Backend => {
      const url = this.values.url(resource.body.url, resource);
      return { id: this.text(resource, 'name') ?? '', ...(url === undefined ? {} : { url }) };
    });
    const namedValues = this.of('named_value').map((resource) => this.namedValue(resource));
    this.gaps.push(...this.values.gaps);
    const service: ServiceModel = {
      name,
      ...(policy ? { policy } : {}),
      apis,
      products,
      fragments,
      backends,
      namedValues: [...namedValues, ...this.values.namedValues],
    };
    const { hosts, references, standIns } = this.values;
    return { service, gaps: this.gaps, derived: this.derived, hosts, references, standIns };
  }

  /** Resources of a type of azurerm, or calls of modules called like it. */
  private of(type: string, module = false): DeclaredResource[] {
    const full = module ? `api_management_${type}` : `${prefix}${type}`;
    return this.resources.filter((resource) => resource.module === module && resource.type === full);
  }

  private text(resource: DeclaredResource, name: string): string | undefined {
    return this.values.text(resource.body[name], resource);
  }

  private gap({ file, line }: DeclaredResource, message: string): void {
    this.gaps.push({ file: displayPath(file), line, column: 1, message: `${message}.` });
  }

  private policy(resource: DeclaredResource, value: Value | undefined, format: PolicyFormat): PolicySource | undefined {
    const text = this.values.text(value);
    if (text === undefined || value instanceof Unknown) {
      this.gap(resource, 'the text of the policy is known only when deployed');
      return undefined;
    }
    const origin = value instanceof Text ? value.origin : undefined;
    // Policies inside the configuration are moved down to their line, so that problems name the file's own lines.
    const offset = '\n'.repeat((origin?.line ?? resource.line) - 1);
    return this.sources.same({ file: displayPath(origin?.file ?? resource.file), text: `${offset}${text}`, format });
  }

  private policyOf(type: string, of: Readonly<Record<string, string>>): { policy?: PolicySource } {
    const found = this.of(type).find((resource) =>
      Object.entries(of).every(([name, value]) => this.text(resource, name) === value),
    );
    const policy = found && this.policy(found, found.body.xml_content, 'rawxml');
    return policy ? { policy } : {};
  }

  private api(resource: DeclaredResource): Api {
    const { body } = resource;
    const id = this.text(resource, 'name') ?? '';
    const serviceUrl = this.values.url(body.service_url, resource);
    const version = this.text(resource, 'version') ?? this.text(resource, 'api_version');
    const path = [this.text(resource, 'path'), version].filter((part) => part !== undefined && part !== '').join('/');
    const own = resource.module ? body.xml_content : undefined;
    const policy = own === undefined || own === null ? undefined : this.policy(resource, own, 'rawxml');
    return {
      id,
      name: this.text(resource, 'display_name') ?? id,
      path: path.replace(/^\/+|\/+$/g, ''),
      revision: this.text(resource, 'revision') ?? '1',
      subscriptionRequired: flag(body.subscription_required, true),
      operations: this.operations(resource, id),
      ...(version === undefined || version === '' ? {} : { version }),
      ...(serviceUrl === undefined || serviceUrl === '' ? {} : { serviceUrl }),
      ...(policy ? { policy } : this.policyOf('api_policy', { api_name: id })),
    };
  }

  private operations(resource: DeclaredResource, api: string): Operation[] {
    const declared = this.of('api_operation')
      .filter((operation) => this.text(operation, 'api_name') === api)
      .map((operation): Operation => {
        const id = this.text(operation, 'operation_id') ?? '';
        return {
          id,
          name: this.text(operation, 'display_name') ?? id,
          method: this.text(operation, 'method') ?? '*',
          urlTemplate: this.text(operation, 'url_template') ?? '/',
        };
      });
    const all = [...declared, ...this.imported(resource).filter(({ id }) => declared.every((each) => each.id !== id))];
    if (all.length === 0) {
      this.gap(resource, 'no operations are declared; every path is accepted');
      return [{ id: 'any', name: 'Any', method: '*', urlTemplate: '/*' }];
    }
    return all.map((operation) => ({ ...operation, ...this.operationPolicy(resource, api, operation.id) }));
  }

  private operationPolicy(resource: DeclaredResource, api: string, operation: string): { policy?: PolicySource } {
    const list = resource.module ? resource.body.api_operation_policies : undefined;
    const own = Array.isArray(list)
      ? list.find((each) => knownText(member(each, 'operation_id')) === operation)
      : undefined;
    const policy = own === undefined ? undefined : this.policy(resource, member(own, 'xml_content'), 'rawxml');
    return policy ? { policy } : this.policyOf('api_operation_policy', { api_name: api, operation_id: operation });
  }

  /** Operations of the OpenAPI document that the API is imported from. */
  private imported(resource: DeclaredResource): Operation[] {
    const from = resource.module ? resource.body : blockOf(resource.body.import);
    const format = knownText(from?.content_format);
    const value = from?.content_value;
    if (format === undefined || value === undefined) return [];
    const text = this.values.text(value);
    if (text === undefined || value instanceof Unknown || format.endsWith('-link')) {
      this.gap(resource, 'the operations are imported from a document that is known only when deployed');
      return [];
    }
    try {
      return /^\s*\{/.test(text) ? operationsFromJson(text) : operationsFromYaml(text);
    } catch {
      this.gap(resource, 'the OpenAPI document that operations are imported from is not valid');
      return [];
    }
  }

  private product(resource: DeclaredResource): Product {
    const id = this.text(resource, 'product_id') ?? '';
    const own = resource.module ? resource.body.policy_xml : undefined;
    const policy = own === undefined || own === null ? undefined : this.policy(resource, own, 'rawxml');
    const linked = this.of('product_api').filter((link) => this.text(link, 'product_id') === id);
    const byModule = this.of('api', true).filter((api) => {
      const products = api.body.product_ids;
      return Array.isArray(products) && products.some((product) => this.values.text(product) === id);
    });
    return {
      id,
      name: this.text(resource, 'display_name') ?? id,
      subscriptionRequired: flag(resource.body.subscription_required, true),
      apiIds: [
        ...linked.map((link) => this.text(link, 'api_name')),
        ...byModule.map((api) => this.text(api, 'name')),
      ].filter((api) => api !== undefined),
      ...(policy ? { policy } : this.policyOf('product_policy', { product_id: id })),
    };
  }

  private namedValue(resource: DeclaredResource): NamedValue {
    const name = this.text(resource, 'display_name') ?? this.text(resource, 'name') ?? '';
    const secret = flag(resource.body.secret, false);
    const { value } = resource.body;
    const role = this.values.role(value);
    if (value === undefined || value === null) {
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
