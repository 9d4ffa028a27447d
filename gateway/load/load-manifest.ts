import { join } from 'node:path';
import type { core } from 'zod';
import { LineIndex } from '../document/text-position.ts';
import type {
  Api,
  McpServer,
  NamedValue,
  Operation,
  OperationContent,
  OperationHeader,
  OperationParameter,
  OperationResponse,
  PolicySource,
  Product,
  ServiceModel,
} from '../model.ts';
import { displayPath } from './display-path.ts';
import { faultMessage } from './fault-message.ts';
import { jsonOffset, jsonPath } from './json-place.ts';
import { jsonFault } from './json-syntax.ts';
import { LoadError, type LoadProblem } from './load-error.ts';
import { manifestBackend } from './manifest-backend.ts';
import { type Manifest, manifestSchema } from './manifest-schema.ts';
import { PolicyFiles, readTextFile } from './policy-files.ts';

/** Name of our own manifest, which stands beside the policies it names. */
export const manifestFile = 'service.json';

/**
 * Loads the service that `service.json` in `folder` describes.
 * @throws LoadError naming file, line and JSON path of everything that is wrong
 */
export async function loadManifest(folder: string): Promise<ServiceModel> {
  const path = join(folder, manifestFile);
  const file = displayPath(path);
  let text: string;
  try {
    text = await readTextFile(path);
  } catch (error) {
    throw new LoadError([{ file, message: `${(error as Error).message}.` }]);
  }
  return new ManifestLoader(folder, file, text).load();
}

/**
 * Loads a service from the text of a manifest that stands elsewhere, such as in a configuration file.
 * @param folder what policy files are relative to
 * @param file what messages name
 * @throws LoadError naming file, line of the text and JSON path of everything that is wrong
 */
export function loadManifestText(folder: string, file: string, text: string): Promise<ServiceModel> {
  return new ManifestLoader(folder, file, text).load();
}

class ManifestLoader {
  private readonly folder: string;
  private readonly file: string;
  private readonly text: string;
  private readonly lines: LineIndex;
  private readonly problems: LoadProblem[] = [];
  private files: PolicyFiles | undefined;

  constructor(folder: string, file: string, text: string) {
    this.folder = folder;
    this.file = file;
    this.text = text;
    this.lines = new LineIndex(text);
  }

  private problem(path: readonly PropertyKey[], message: string, of: 'key' | 'value' = 'value'): void {
    const place = jsonPath(path);
    this.problems.push({
      file: this.file,
      ...this.lines.position(jsonOffset(this.text, path, of)),
      ...(place === '' ? { message } : { path: place, message: `${place}: ${message}` }),
    });
  }

  private stopOnProblems(): void {
    if (this.problems.length > 0) throw new LoadError(this.problems);
  }

  async load(): Promise<ServiceModel> {
    const manifest = this.parse();
    this.files = new PolicyFiles(this.folder, manifest.format);
    this.checkReferences(manifest);
    const policy = await this.policy(manifest.policy, ['policy']);
    const fragments = new Map<string, PolicySource>();
    for (const [id, fragment] of Object.entries(manifest.fragments)) {
      const source = await this.source(fragment, ['fragments', id]);
      if (source) fragments.set(id, source);
    }
    const products: Product[] = [];
    for (const [index, { id, name = id, subscriptionRequired, apis, policy }] of manifest.products.entries()) {
      const own = await this.policy(policy, ['products', index, 'policy']);
      products.push({ id, name, subscriptionRequired, apiIds: apis, ...own });
    }
    const apis: Api[] = [];
    for (const [index, api] of manifest.apis.entries()) apis.push(await this.api(api, index));
    this.stopOnProblems();
    return {
      name: manifest.name,
      ...policy,
      products,
      apis,
      fragments,
      namedValues: Object.entries(manifest.namedValues).map(
        ([name, { value, role, secret }]): NamedValue => ({
          name,
          secret,
          ...(value === undefined ? {} : { value }),
          ...(role === undefined ? {} : { role }),
        }),
      ),
      backends: Object.entries(manifest.backends).map(([id, entry]) => manifestBackend(id, entry)),
    };
  }

  private parse(): Manifest {
    const fault = jsonFault(this.text);
    if (fault) {
      const place = this.lines.position(fault.offset);
      throw new LoadError([{ file: this.file, ...place, message: `not valid JSON: ${fault.message}.` }]);
    }
    const data: unknown = JSON.parse(this.text.replace(/^\ufeff/, ''));
    const parsed = manifestSchema.safeParse(data);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) this.issue(issue, data);
    throw new LoadError(this.problems);
  }

  private issue(issue: core.$ZodIssue, data: unknown): void {
    if (issue.code === 'unrecognized_keys') {
      this.problem([...issue.path, issue.keys[0] ?? ''], issue.message, 'key');
    } else if (issue.code === 'invalid_key') {
      this.problem(issue.path, issue.issues[0]?.message ?? issue.message, 'key');
    } else this.problem(issue.path, faultMessage(issue, data));
  }

  private checkReferences(manifest: Manifest): void {
    const { apis, products, backends } = manifest;
    const unique = (ids: readonly string[], what: string, at: (index: number) => readonly PropertyKey[]): void => {
      for (const [index, id] of ids.entries()) {
        if (ids.indexOf(id) < index) this.problem(at(index), `'${id}' is ${what} that another one has`);
      }
    };
    unique(
      apis.map((api) => api.id),
      'an id',
      (index) => ['apis', index, 'id'],
    );
    unique(
      apis.map((api) => api.path),
      'a path',
      (index) => ['apis', index, 'path'],
    );
    unique(
      products.map((product) => product.id),
      'an id',
      (index) => ['products', index, 'id'],
    );
    for (const [index, api] of apis.entries()) {
      unique(
        api.operations.map(({ id }) => id),
        'an id',
        (inner) => ['apis', index, 'operations', inner, 'id'],
      );
      unique(
        api.operations.map(({ method, urlTemplate }) => `${method} ${urlTemplate}`),
        'a method and template',
        (inner) => ['apis', index, 'operations', inner, 'urlTemplate'],
      );
      if (api.backend !== undefined && !Object.hasOwn(backends, api.backend)) {
        this.problem(['apis', index, 'backend'], unknown('backend', api.backend, Object.keys(backends)));
      }
      if (api.mcp && 'tools' in api.mcp) this.checkTools(api.mcp.tools, apis, index);
    }
    for (const [index, product] of products.entries()) {
      for (const [inner, id] of product.apis.entries()) {
        const ids = apis.map((api) => api.id);
        if (!ids.includes(id)) this.problem(['products', index, 'apis', inner], unknown('API', id, ids));
      }
    }
  }

  private checkTools(
    tools: Extract<NonNullable<ManifestApi['mcp']>, { tools: unknown }>['tools'],
    apis: Manifest['apis'],
    index: number,
  ): void {
    for (const [inner, tool] of tools.entries()) {
      const at = ['apis', index, 'mcp', 'tools', inner];
      const api = apis.find(({ id }) => id === tool.api);
      const operations = api?.operations.map(({ id }) => id) ?? [];
      const ids = apis.map(({ id }) => id);
      if (!api) this.problem([...at, 'api'], unknown('API', tool.api, ids));
      else if (!operations.includes(tool.operation)) {
        this.problem([...at, 'operation'], unknown('operation', tool.operation, operations));
      }
      if (tools.findIndex(({ name }) => name === tool.name) < inner) {
        this.problem([...at, 'name'], `'${tool.name}' is a name that another tool has`);
      }
    }
  }

  private async api(api: Manifest['apis'][number], index: number): Promise<Api> {
    const { id, name = id, path, serviceUrl, backend, subscriptionRequired } = api;
    const operations: Operation[] = [];
    for (const [inner, operation] of api.operations.entries()) {
      const { id, name = id, method, urlTemplate, description, parameters, body, headers, responses } = operation;
      const own = await this.policy(operation.policy, ['apis', index, 'operations', inner, 'policy']);
      operations.push({
        id,
        name,
        method,
        urlTemplate,
        ...own,
        ...(description === undefined ? {} : { description }),
        ...(parameters === undefined ? {} : { parameters: parameters.map(parameterOf) }),
        ...(body === undefined ? {} : { body }),
        ...(headers === undefined ? {} : { headers: headers.map(headerOf) }),
        ...(responses === undefined ? {} : { responses: responses.map(responseOf) }),
      });
    }
    return {
      id,
      name,
      path,
      revision: '1',
      subscriptionRequired,
      operations,
      ...(serviceUrl === undefined ? {} : { serviceUrl }),
      ...(backend === undefined ? {} : { backendId: backend }),
      ...(api.mcp === undefined ? {} : { mcp: mcpOf(api.mcp) }),
      ...(await this.policy(api.policy, ['apis', index, 'policy'])),
    };
  }

  private async policy(file: string | undefined, path: readonly PropertyKey[]): Promise<{ policy?: PolicySource }> {
    const source = file === undefined ? undefined : await this.source(file, path);
    return source ? { policy: source } : {};
  }

  private async source(file: string, path: readonly PropertyKey[]): Promise<PolicySource | undefined> {
    try {
      return await this.files?.read(file);
    } catch (error) {
      this.problem(path, (error as Error).message);
      return undefined;
    }
  }
}

type ManifestApi = Manifest['apis'][number];

function parameterOf({
  name,
  in: place,
  required,
  description,
  schema,
}: NonNullable<ManifestApi['operations'][number]['parameters']>[number]): OperationParameter {
  return {
    name,
    in: place,
    required,
    ...(description === undefined ? {} : { description }),
    ...(schema === undefined ? {} : { schema }),
  };
}

type ManifestOperation = ManifestApi['operations'][number];
type ManifestResponse = NonNullable<ManifestOperation['responses']>[number];

const headerOf = ({ name, required, schema }: NonNullable<ManifestOperation['headers']>[number]): OperationHeader => ({
  name,
  required,
  ...(schema === undefined ? {} : { schema }),
});

const contentOf = ({ type, schema, examples }: NonNullable<ManifestResponse['content']>[number]): OperationContent => ({
  type: type.toLowerCase(),
  ...(schema === undefined ? {} : { schema }),
  ...(examples === undefined ? {} : { examples }),
});

const responseOf = ({ status, headers, content }: ManifestResponse): OperationResponse => ({
  status,
  ...(headers === undefined ? {} : { headers: headers.map(headerOf) }),
  ...(content === undefined ? {} : { content: content.map(contentOf) }),
});

function mcpOf(mcp: NonNullable<ManifestApi['mcp']>): McpServer {
  if (!('tools' in mcp)) {
    const { transport, uriTemplate } = mcp;
    return { kind: 'existing', transport, ...(uriTemplate === undefined ? {} : { uriTemplate }) };
  }
  return {
    kind: 'tools',
    tools: mcp.tools.map(({ name, description, api: apiId, operation: operationId }) => ({
      name,
      apiId,
      operationId,
      ...(description === undefined ? {} : { description }),
    })),
  };
}

function unknown(what: string, id: string, known: readonly string[]): string {
  return `there is no ${what} '${id}'; ${known.length === 0 ? `no ${what} is declared` : `there are ${known.join(', ')}`}`;
}
