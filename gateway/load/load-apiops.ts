import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { LineIndex } from '../document/text-position.ts';
import type { Api, Backend, NamedValue, Operation, PolicySource, Product } from '../model.ts';
import { displayPath } from './display-path.ts';
import type { ForeignService } from './foreign-service.ts';
import { jsonOffset, jsonPath } from './json-place.ts';
import { jsonFault } from './json-syntax.ts';
import { LoadError, type LoadProblem } from './load-error.ts';
import { operationsFromJson, operationsFromYaml } from './openapi-operations.ts';
import { readTextFile } from './policy-files.ts';

// Members that are not needed here are the extractor's business; only what is used is checked.
const apiInformation = z.object({
  properties: z.object({
    path: z.string().default(''),
    displayName: z.string().optional(),
    serviceUrl: z.string().nullish(),
    subscriptionRequired: z.boolean().default(true),
    isCurrent: z.boolean().default(true),
    apiRevision: z.string().optional(),
    apiVersion: z.string().nullish(),
    apiVersionSetId: z.string().nullish(),
    type: z.string().nullish(),
    subscriptionKeyParameterNames: z.object({ header: z.string(), query: z.string() }).nullish(),
  }),
});
const namedValueInformation = z.object({
  properties: z.object({
    displayName: z.string().optional(),
    value: z.string().nullish(),
    secret: z.boolean().default(false),
    keyVault: z.object({}).loose().nullish(),
  }),
});
const backendInformation = z.object({ properties: z.object({ url: z.string().nullish() }) });
const productInformation = z.object({
  properties: z.object({ displayName: z.string().optional(), subscriptionRequired: z.boolean().default(true) }),
});
const versionSetInformation = z.object({ properties: z.object({ versioningScheme: z.string().default('Segment') }) });

/** A service while it is put together. */
interface Parts {
  readonly apis: Api[];
  readonly products: Product[];
  readonly namedValues: NamedValue[];
  readonly backends: Backend[];
  readonly fragments: Map<string, PolicySource>;
}

/** Whether a folder is an artifact tree of APIOps. */
export async function isApiOpsFolder(folder: string): Promise<boolean> {
  for (const workspace of await folders(join(folder, 'workspaces'))) {
    if (await isApiOpsFolder(join(folder, 'workspaces', workspace))) return true;
  }
  for (const api of await folders(join(folder, 'apis'))) {
    if ((await files(join(folder, 'apis', api))).includes('apiInformation.json')) return true;
  }
  return false;
}

/**
 * Loads the artifact tree of APIOps in `folder`: global policy, APIs with revisions and operations, products, fragments,
 * named values and backends. Policies are published as rawxml.
 * @throws LoadError naming what can't be read
 */
export async function loadApiOps(folder: string): Promise<ForeignService> {
  return new ApiOpsLoader(folder).load();
}

class ApiOpsLoader {
  private readonly folder: string;
  private readonly problems: LoadProblem[] = [];
  private readonly gaps: LoadProblem[] = [];

  constructor(folder: string) {
    this.folder = folder;
  }

  async load(): Promise<ForeignService> {
    const { folder } = this;
    const apis: Api[] = [];
    for (const name of await folders(join(folder, 'apis'))) {
      const api = await this.api(name);
      if (api) apis.push(api);
    }
    const products: Product[] = [];
    for (const id of await folders(join(folder, 'products'))) products.push(await this.product(id));
    const fragments = new Map<string, PolicySource>();
    for (const id of await folders(join(folder, 'policy fragments'))) {
      const { policy } = await this.policy('policy fragments', id);
      if (policy) fragments.set(id, policy);
    }
    const namedValues: NamedValue[] = [];
    for (const id of await folders(join(folder, 'named values'))) namedValues.push(await this.namedValue(id));
    const backends: Backend[] = [];
    for (const id of await folders(join(folder, 'backends'))) backends.push(await this.backend(id));
    const policy = await this.policy();
    const service = { name: basename(folder), ...policy, products, apis, fragments, namedValues, backends };
    for (const workspace of await folders(join(folder, 'workspaces'))) await this.workspace(workspace, service);
    if (this.problems.length > 0) throw new LoadError(this.problems);
    return { service, gaps: this.gaps, derived: new Map() };
  }

  /**
   * Adds what a workspace has to the service, whose gateway serves it. Its named values, backends and fragments are its
   * own on Azure; here they join the service's, which must not have others of the same name.
   */
  private async workspace(workspace: string, service: Parts): Promise<void> {
    const at = ['workspaces', workspace];
    const inner = new ApiOpsLoader(join(this.folder, ...at));
    const loaded = await inner.load().catch((error: unknown) => {
      if (!(error instanceof LoadError)) throw error;
      this.problems.push(...error.problems);
      return undefined;
    });
    if (!loaded) return;
    this.gaps.push(...loaded.gaps);
    const own = loaded.service;
    if (own.policy)
      this.gap([...at, 'policy.xml'], 'the policy of a workspace is a scope of its own, which is not run');
    const add = <Item>(to: Item[], items: readonly Item[], key: (item: Item) => string, folder: string): void => {
      for (const item of items) {
        const taken = to.some((other) => key(other).toLowerCase() === key(item).toLowerCase());
        if (taken)
          this.gap(
            [...at, folder, key(item)],
            `'${key(item)}' is a name that the service has too; the service's is used`,
          );
        else to.push(item);
      }
    };
    add(service.apis, own.apis, ({ id, revision }) => (revision === '1' ? id : `${id};rev=${revision}`), 'apis');
    add(service.products, own.products, ({ id }) => id, 'products');
    add(service.namedValues, own.namedValues, ({ name }) => name, 'named values');
    add(service.backends, own.backends, ({ id }) => id, 'backends');
    for (const [id, source] of own.fragments) {
      if (service.fragments.has(id))
        this.gap([...at, 'policy fragments', id], `'${id}' is a fragment of the service too; the service's is used`);
      else service.fragments.set(id, source);
    }
  }

  private async api(folder: string): Promise<Api | undefined> {
    const read = await this.information(['apis', folder, 'apiInformation.json'], apiInformation);
    if (!read) return undefined;
    const { properties } = read;
    const [id = folder, revision = properties.apiRevision ?? '1'] = folder.split(';rev=');
    if (properties.type === 'mcp') {
      this.gap(['apis', folder, 'apiInformation.json'], 'an MCP server: its tools are not part of the artifacts');
    }
    return {
      id,
      name: properties.displayName ?? id,
      path: await this.path(properties),
      revision,
      isCurrentRevision: properties.isCurrent,
      subscriptionRequired: properties.subscriptionRequired,
      ...(properties.apiVersion ? { version: properties.apiVersion } : {}),
      ...(properties.subscriptionKeyParameterNames
        ? { subscriptionKeyNames: properties.subscriptionKeyParameterNames }
        : {}),
      operations: await this.operations(folder),
      ...(properties.serviceUrl ? { serviceUrl: properties.serviceUrl } : {}),
      ...(await this.policy('apis', folder)),
    };
  }

  /** An API of a version set that counts by path segment is called below its version. */
  private async path(properties: z.infer<typeof apiInformation>['properties']): Promise<string> {
    const path = properties.path.replace(/^\/+|\/+$/g, '');
    const set = properties.apiVersionSetId?.split('/').at(-1);
    if (!properties.apiVersion || !set) return path;
    const file = ['version sets', set, 'versionSetInformation.json'];
    const known = (await files(join(this.folder, 'version sets', set))).length > 0;
    const scheme = known
      ? (await this.information(file, versionSetInformation))?.properties.versioningScheme
      : 'Segment';
    if (scheme === 'Segment') return [path, properties.apiVersion].filter((part) => part !== '').join('/');
    this.gap(file, `versions by ${scheme} are not told apart: the API answers for every version`);
    return path;
  }

  private async operations(folder: string): Promise<Operation[]> {
    const names = await files(join(this.folder, 'apis', folder));
    const specification = names.find((name) => /^specification\.(?:json|ya?ml)$/.test(name));
    const withPolicy = await folders(join(this.folder, 'apis', folder, 'operations'));
    let described: Operation[] = [];
    if (specification) {
      const path = ['apis', folder, specification];
      const text = await this.text(path);
      const fault = specification.endsWith('.json') ? jsonFault(text ?? '') : undefined;
      if (fault) this.problem(path, `not valid JSON: ${fault.message}`, text, fault.offset);
      else
        described = specification.endsWith('.json') ? operationsFromJson(text ?? '') : operationsFromYaml(text ?? '');
    }
    if (described.length === 0) {
      this.gap(
        ['apis', folder],
        specification
          ? `no operations were found in ${specification}; every path is accepted`
          : 'there is no OpenAPI specification; every path is accepted',
      );
      described = [{ id: 'any', name: 'Any', method: '*', urlTemplate: '/*' }];
    }
    const operations: Operation[] = [];
    for (const operation of described) {
      operations.push({ ...operation, ...(await this.policy('apis', folder, 'operations', operation.id)) });
    }
    for (const id of withPolicy) {
      if (described.some((operation) => operation.id === id)) continue;
      this.gap(['apis', folder, 'operations', id], 'the specification has no such operation; its policy is not used');
    }
    return operations;
  }

  private async product(id: string): Promise<Product> {
    const read = await this.information(['products', id, 'productInformation.json'], productInformation);
    const apis = await folders(join(this.folder, 'products', id, 'apis'));
    return {
      id,
      name: read?.properties.displayName ?? id,
      subscriptionRequired: read?.properties.subscriptionRequired ?? true,
      apiIds: apis.map((api) => api.split(';rev=')[0] ?? api),
      ...(await this.policy('products', id)),
    };
  }

  private async namedValue(id: string): Promise<NamedValue> {
    const file = ['named values', id, 'namedValueInformation.json'];
    const read = await this.information(file, namedValueInformation);
    const value = read?.properties.value;
    if (read && (value === undefined || value === null)) {
      this.gap(
        file,
        `the value is not here${read.properties.keyVault ? ' but in Key Vault' : ''}; give it in the configuration`,
      );
    }
    return {
      name: read?.properties.displayName ?? id,
      secret: read?.properties.secret ?? false,
      ...(typeof value === 'string' ? { value } : {}),
    };
  }

  private async backend(id: string): Promise<Backend> {
    const read = await this.information(['backends', id, 'backendInformation.json'], backendInformation);
    const url = read?.properties.url;
    return { id, ...(url ? { url } : {}) };
  }

  private async policy(...path: readonly string[]): Promise<{ policy?: PolicySource }> {
    const folder = join(this.folder, ...path);
    if (!(await files(folder)).includes('policy.xml')) return {};
    const text = await this.text([...path, 'policy.xml']);
    if (text === undefined) return {};
    return { policy: { file: displayPath(join(folder, 'policy.xml')), text, format: 'rawxml' } };
  }

  private async text(path: readonly string[]): Promise<string | undefined> {
    try {
      return await readTextFile(join(this.folder, ...path));
    } catch (error) {
      this.problem(path, (error as Error).message);
      return undefined;
    }
  }

  /** Reads one `…Information.json`; undefined, after reporting why, when it is not what it should be. */
  private async information<T>(path: readonly string[], schema: z.ZodType<T>): Promise<T | undefined> {
    const text = await this.text(path);
    if (text === undefined) return undefined;
    const fault = jsonFault(text);
    if (fault) {
      this.problem(path, `not valid JSON: ${fault.message}`, text, fault.offset);
      return undefined;
    }
    const parsed = schema.safeParse(JSON.parse(text.replace(/^\ufeff/, '')));
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      this.problem(path, `${jsonPath(issue.path)}: ${issue.message}`, text, jsonOffset(text, issue.path));
    }
    return undefined;
  }

  private problem(path: readonly string[], message: string, text?: string, offset = 0): void {
    const file = displayPath(join(this.folder, ...path));
    const place = text === undefined ? {} : new LineIndex(text).position(offset);
    this.problems.push({ file, ...place, message: `${message}.` });
  }

  private gap(path: readonly string[], message: string): void {
    this.gaps.push({ file: displayPath(join(this.folder, ...path)), message: `${message}.` });
  }
}

async function names(folder: string, kind: 'folders' | 'files'): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => (kind === 'folders' ? entry.isDirectory() : entry.isFile()))
    .map((entry) => entry.name)
    .sort();
}
const folders = (folder: string): Promise<string[]> => names(folder, 'folders');
const files = (folder: string): Promise<string[]> => names(folder, 'files');
