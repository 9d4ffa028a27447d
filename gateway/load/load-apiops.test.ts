import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { load } from './load.ts';
import { loadApiOps } from './load-apiops.ts';
import { LoadError } from './load-error.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apiops-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(file: string, content: string | object): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
}

const api = (properties: object) => ({ properties: { path: 'orders', displayName: 'Orders', ...properties } });

it('boots a service from the artifact tree alone', async () => {
  await put('policy.xml', '<policies><!-- global --></policies>');
  await put(
    'apis/orders/apiInformation.json',
    api({ serviceUrl: 'https://orders.example', subscriptionRequired: false }),
  );
  await put('apis/orders/policy.xml', '<policies><!-- api --></policies>');
  await put('apis/orders/specification.yaml', 'openapi: 3.0.1\npaths:\n  /{id}:\n    get:\n      operationId: read\n');
  await put('apis/orders/operations/read/policy.xml', '<policies><!-- operation --></policies>');
  await put('products/gold/productInformation.json', { properties: { displayName: 'Gold' } });
  await put('products/gold/policy.xml', '<policies><!-- product --></policies>');
  await put('products/gold/apis/orders/productApiInformation.json', {});
  await put('policy fragments/part/policy.xml', '<fragment />');
  await put('named values/nv1/namedValueInformation.json', { properties: { displayName: 'tenant', value: 't' } });
  await put('backends/b/backendInformation.json', { properties: { url: 'https://b.example' } });

  expect(await load(folder)).toMatchObject({
    layout: 'apiops',
    gaps: [],
    service: {
      policy: { text: expect.stringContaining('global'), format: 'rawxml' },
      apis: [
        {
          id: 'orders',
          name: 'Orders',
          path: 'orders',
          revision: '1',
          serviceUrl: 'https://orders.example',
          subscriptionRequired: false,
          policy: { text: expect.stringContaining('api') },
          operations: [
            { id: 'read', method: 'GET', urlTemplate: '/{id}', policy: { text: expect.stringContaining('operation') } },
          ],
        },
      ],
      products: [
        { id: 'gold', name: 'Gold', apiIds: ['orders'], policy: { text: expect.stringContaining('product') } },
      ],
      fragments: new Map([['part', expect.objectContaining({ text: '<fragment />' })]]),
      namedValues: [{ name: 'tenant', value: 't', secret: false }],
      backends: [{ id: 'b', url: 'https://b.example' }],
    },
  });
});

describe('what the tree does not say', () => {
  it('is listed as a gap: values in Key Vault, specifications, unused policies; workspaces are scopes', async () => {
    await put('apis/orders/apiInformation.json', api({}));
    await put('apis/orders;rev=2/apiInformation.json', api({ apiRevision: '2', isCurrent: false }));
    await put('apis/orders/operations/lost/policy.xml', '<policies />');
    await put('named values/key/namedValueInformation.json', {
      properties: { secret: true, keyVault: { secretIdentifier: 'x' } },
    });
    await put('workspaces/w/policy.xml', '<policies><!-- of the workspace --></policies>');
    await put('workspaces/w/apis/own/apiInformation.json', api({ path: 'own', displayName: 'Own' }));
    await put('workspaces/w/apis/own/specification.json', { paths: { '/': { get: {} } } });
    await put('workspaces/w/named values/n/namedValueInformation.json', {
      properties: { displayName: 'n', value: '1' },
    });
    const { service, gaps } = await loadApiOps(folder);
    expect(service.apis).toMatchObject([
      { id: 'orders', revision: '1', isCurrentRevision: true },
      { id: 'orders', revision: '2', isCurrentRevision: false },
      { id: 'own', path: 'own', workspaceId: 'w', operations: [{ method: 'GET' }] },
    ]);
    expect(service.apis[0]).not.toHaveProperty('workspaceId');
    expect(service.workspaces).toMatchObject([
      { id: 'w', policy: { text: expect.stringContaining('of the workspace') } },
    ]);
    expect(service.apis[0]?.operations).toMatchObject([{ method: '*', urlTemplate: '/*' }]);
    expect(service.namedValues).toEqual([
      { name: 'key', secret: true },
      { name: 'n', secret: false, value: '1' },
    ]);
    expect(gaps.map(({ message }) => message)).toEqual([
      'no operations are declared; every path is accepted.',
      'no operations are declared; every path is accepted.',
      "the value of 'key' is not here but in Key Vault; give it in the configuration.",
      "the API 'orders' has no operation 'lost'; its policy is not used.",
    ]);
  });

  it('knows how versions are told apart, and says when their set is not here', async () => {
    await put('apis/v2/apiInformation.json', api({ apiVersion: 'v2', apiVersionSetId: '/apiVersionSets/set' }));
    await put('version sets/set/versionSetInformation.json', { properties: { versioningScheme: 'Segment' } });
    expect((await loadApiOps(folder)).service.apis).toMatchObject([
      { path: 'orders', version: 'v2', versioning: { scheme: 'segment' } },
    ]);
    await put('version sets/set/versionSetInformation.json', {
      properties: { versioningScheme: 'Header', versionHeaderName: 'x-version' },
    });
    expect((await loadApiOps(folder)).service.apis).toMatchObject([
      { path: 'orders', versioning: { scheme: 'header', name: 'x-version' } },
    ]);
    await rm(join(folder, 'version sets/set/versionSetInformation.json'));
    const { service, gaps } = await loadApiOps(folder);
    expect(service.apis).toMatchObject([{ versioning: { scheme: 'segment' } }]);
    expect(gaps).toContainEqual(
      expect.objectContaining({
        line: 2,
        message: expect.stringContaining("the version set 'set' is not declared here"),
      }),
    );
  });
});

describe('everything that a gateway runs by', () => {
  beforeEach(async () => {
    await put('apis/orders/apiInformation.json', api({}));
    await put('apis/orders/specification.yaml', 'openapi: 3.0.1\npaths:\n  /a:\n    get:\n      operationId: read\n');
  });

  it('is read from the tree of the command line too, whose folders are called otherwise', async () => {
    await put('namedValues/nv/namedValueInformation.json', { properties: { displayName: 'n', value: 'v' } });
    await put('policyFragments/f/policyFragmentInformation.json', { properties: { format: 'rawxml' } });
    await put('policyFragments/f/policy.xml', '<fragment />');
    await put('products/gold/productInformation.json', { properties: { displayName: 'Gold' } });
    await put('products/gold/apis.json', [{ name: 'orders' }]);
    await put('apis/orders/operations/own/operationInformation.json', {
      properties: { displayName: 'Own', method: 'POST', urlTemplate: '/own' },
    });
    await put('apis/orders/operations/own/policy.xml', '<policies><!-- own --></policies>');
    const { service, gaps } = await loadApiOps(folder);
    expect(gaps).toEqual([]);
    expect(service.namedValues).toEqual([{ name: 'n', secret: false, value: 'v' }]);
    expect([...service.fragments.keys()]).toEqual(['f']);
    expect(service.products).toMatchObject([{ id: 'gold', apiIds: ['orders'] }]);
    expect(service.apis[0]?.operations).toMatchObject([
      { id: 'own', method: 'POST', policy: { text: expect.stringContaining('own') } },
      { id: 'read', method: 'GET' },
    ]);
  });

  it('includes pools, diagnostics, subscriptions and MCP servers', async () => {
    await put('backends/one/backendInformation.json', { properties: { url: 'https://one.example', protocol: 'http' } });
    await put('backends/pool/backendInformation.json', {
      properties: { type: 'Pool', pool: { services: [{ id: '/backends/one', weight: 3 }] } },
    });
    await put('diagnostics/azuremonitor/diagnosticInformation.json', {
      properties: { sampling: { percentage: 10 } },
    });
    await put('apis/orders/diagnostics/applicationinsights/diagnosticInformation.json', {
      properties: { verbosity: 'error' },
    });
    await put('subscriptions/s/subscriptionInformation.json', {
      properties: { displayName: 'S', scope: '/apis/orders', state: 'active' },
    });
    await put('apis/tools/apiInformation.json', {
      properties: {
        type: 'mcp',
        path: 'tools',
        displayName: 'Tools',
        mcpTools: [{ name: 'read', operationId: '/apis/orders/operations/read' }],
      },
    });
    const { service, gaps, endpoints } = await loadApiOps(folder);
    expect(gaps).toEqual([]);
    expect(service.backends).toMatchObject([{ id: 'one' }, { id: 'pool', pool: [{ backendId: 'one', weight: 3 }] }]);
    expect(service.diagnostics).toEqual([
      { id: 'azuremonitor', sampling: 10 },
      { id: 'applicationinsights', apiId: 'orders', verbosity: 'error' },
    ]);
    expect(service.subscriptions).toMatchObject([{ id: 's', scope: { kind: 'api', id: 'orders' } }]);
    expect(service.apis[1]?.mcp).toEqual({
      kind: 'tools',
      tools: [{ name: 'read', apiId: 'orders', operationId: 'read' }],
    });
    expect(endpoints).toMatchObject([{ path: '/tools/mcp' }]);
  });

  it('puts a host in the place of a member of a pool that is not there, and says so', async () => {
    await put('backends/pool/backendInformation.json', {
      properties: { type: 'Pool', pool: { services: [{ id: '/backends/Far_1' }] } },
    });
    const { service, gaps } = await loadApiOps(folder);
    expect(service.backends).toMatchObject([{ id: 'pool' }, { id: 'Far_1', url: 'https://far-1.example' }]);
    expect(gaps).toMatchObject([{ line: 2, message: expect.stringContaining("the member 'Far_1'") }]);
  });

  it('keeps what a workspace calls like the service does apart, and says whose is used', async () => {
    await put('named values/n/namedValueInformation.json', { properties: { displayName: 'n', value: '1' } });
    await put('workspaces/w/named values/n/namedValueInformation.json', {
      properties: { displayName: 'n', value: '2' },
    });
    await put('workspaces/w/apis/orders/apiInformation.json', api({ path: 'w' }));
    await put('workspaces/w/apis/orders/policy.xml', '<policies><!-- w --></policies>');
    const { service, gaps } = await loadApiOps(folder);
    expect(service.namedValues).toEqual([{ name: 'n', secret: false, value: '1' }]);
    expect(service.apis).toHaveLength(1);
    expect(service.apis[0]?.policy).toBeUndefined();
    expect(gaps.map(({ message }) => message)).toEqual([
      "'n' of the workspace 'w' is a name that the service has too; that one is used.",
      "'orders' of the workspace 'w' is a name that the service has too; that one is used.",
    ]);
  });
});

describe('the configuration of an environment', () => {
  beforeEach(async () => {
    await put('tree/apis/orders/apiInformation.json', api({ serviceUrl: 'https://dev.example' }));
    await put('tree/apis/orders/specification.yaml', 'openapi: 3.0.1\npaths:\n  /a:\n    get: {}\n');
    await put('tree/named values/n/namedValueInformation.json', { properties: { displayName: 'n', value: 'dev' } });
    await put(
      'configuration.prod.yaml',
      `apimServiceName: x
namedValues:
  - name: n
    properties:
      value: "{#[FROM_PIPELINE]#}"
  - name: lost
    properties:
      value: x
apis:
  - name: orders
    properties:
      serviceUrl: https://prod.example
    diagnostics:
      - name: applicationinsights
        properties:
          verbosity: Error
`,
    );
    await put('.git/HEAD', '');
  });

  it('is applied when it is chosen, and says what it is about that is not here', async () => {
    const { service, derived, gaps } = await loadApiOps(join(folder, 'tree'), join(folder, 'configuration.prod.yaml'));
    expect(service.apis).toMatchObject([{ serviceUrl: 'https://prod.example' }]);
    expect([...derived]).toEqual([['n', '{{FROM_PIPELINE}}']]);
    expect(gaps).toMatchObject([
      { line: 6, message: "'lost' is overridden, and there is no artifact of that name." },
      { line: 14, message: expect.stringContaining("'orders/applicationinsights' is overridden") },
      expect.anything(),
    ]);
  });

  it('is named when nobody chose it', async () => {
    const { service, gaps } = await loadApiOps(join(folder, 'tree'));
    expect(service.apis).toMatchObject([{ serviceUrl: 'https://dev.example' }]);
    expect(gaps).toMatchObject([
      { message: expect.stringMatching(/not applied: configuration\.prod\.yaml, .*'overrides'/) },
    ]);
  });

  it('says where it is no YAML', async () => {
    await put('configuration.prod.yaml', 'apis:\n  - name: [\n');
    await expect(loadApiOps(join(folder, 'tree'), join(folder, 'configuration.prod.yaml'))).rejects.toThrow(
      /configuration\.prod\.yaml:\d+:\d+: not valid YAML/,
    );
  });
});

it('names file, line and member of what is wrong', async () => {
  await put('apis/a/apiInformation.json', '{\n  "properties": {\n    "path": 1\n  }\n}');
  await put('apis/b/apiInformation.json', '{\n  oops\n}');
  const error = await loadApiOps(folder).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LoadError);
  expect((error as LoadError).problems).toMatchObject([
    {
      file: expect.stringMatching(/apis\/a\/apiInformation\.json$/),
      line: 3,
      message: expect.stringContaining('properties.path'),
    },
    {
      file: expect.stringMatching(/apis\/b\/apiInformation\.json$/),
      line: 2,
      message: expect.stringContaining('not valid JSON'),
    },
  ]);
});
