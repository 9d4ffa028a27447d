import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPolicy } from '../../document/read-policy.ts';
import { childElements } from '../../document/tree.ts';
import { expandDerived } from '../foreign-service.ts';
import { type LoadedService, load } from '../load.ts';
import { LoadError } from '../load-error.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'arm-'));
  await put('azure.yaml', 'name: test\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(file: string, content: string | object): Promise<string> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
  return path;
}

const template = (rest: object): object => ({
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  ...rest,
});

async function loaded(path = folder, parameters: Record<string, unknown> = {}): Promise<LoadedService> {
  const found = await load(path, { parameters });
  if (found.layout === 'plain') throw new Error('no service');
  return found;
}

describe('a template', () => {
  it('becomes a service: nested resources and deployments, loops, conditions, and policies in the text', async () => {
    const file = await put(
      'azuredeploy.json',
      template({
        parameters: { service: { type: 'string' }, extra: { type: 'bool', defaultValue: false } },
        resources: [
          {
            type: 'Microsoft.ApiManagement/service/apis',
            apiVersion: '2022-08-01',
            name: "[concat(parameters('service'), '/mcp')]",
            properties: {
              displayName: 'MCP',
              path: 'mcp',
              serviceUrl:
                "[concat('https://', reference(resourceId('Microsoft.Web/sites', 'app')).defaultHostName, '/mcp')]",
            },
            resources: [
              {
                type: 'policies',
                name: 'policy',
                properties: { format: 'rawxml', value: '<policies>\n<inbound />\n</policies>' },
              },
              {
                type: 'operations',
                name: 'post',
                properties: { displayName: 'Post', method: 'POST', urlTemplate: '/' },
              },
            ],
          },
          {
            type: 'Microsoft.ApiManagement/service/namedValues',
            copy: { name: 'values', count: 2 },
            name: "[concat(parameters('service'), '/value-', copyIndex())]",
            properties: { displayName: "[concat('value-', copyIndex('values'))]", value: '[string(copyIndex(10))]' },
          },
          {
            type: 'Microsoft.ApiManagement/service/apis',
            condition: "[parameters('extra')]",
            name: "[concat(parameters('service'), '/extra')]",
            properties: { path: 'extra' },
          },
          {
            type: 'Microsoft.Resources/deployments',
            name: 'inner',
            properties: {
              expressionEvaluationOptions: { scope: 'inner' },
              parameters: {
                where: {
                  value: "[reference(resourceId('Microsoft.ApiManagement/service', parameters('service'))).gatewayUrl]",
                },
              },
              template: template({
                parameters: { where: { type: 'string' } },
                resources: [
                  {
                    type: 'Microsoft.ApiManagement/service/namedValues',
                    name: 's/callback',
                    properties: { displayName: 'callback', value: "[concat(parameters('where'), '/callback')]" },
                  },
                ],
                outputs: { name: { type: 'string', value: 'from inside' } },
              }),
            },
          },
          {
            type: 'Microsoft.ApiManagement/service/namedValues',
            name: 's/out',
            properties: { displayName: 'out', value: "[reference('inner').outputs.name.value]" },
          },
          {
            type: 'Microsoft.ApiManagement/service/namedValues',
            name: 's/out2',
            properties: {
              displayName: 'out2',
              value: "[reference(resourceId('Microsoft.Resources/deployments', 'inner')).outputs.name.value]",
            },
          },
        ],
      }),
    );
    const { layout, service, derived, hosts } = await loaded();
    expect(layout).toBe('arm');
    expect(service.apis).toMatchObject([{ id: 'mcp', path: 'mcp', operations: [{ id: 'post', method: 'POST' }] }]);
    const [api] = service.apis;
    const policy = readPolicy(api?.policy ?? { file, text: '', format: 'xml' });
    const lines = (await import('node:fs')).readFileSync(file, 'utf8').split('\n');
    const { line, column } = policy.position(childElements(policy.root ?? ({} as never))[0]?.nameSpan.start ?? 0);
    expect(lines[line - 1]?.slice(column - 1)).toMatch(/^inbound \/>\\n<\/policies>/);
    expect(hosts).toMatchObject([{ host: 'app.azurewebsites.net', kind: 'web-app' }]);
    expect(service.namedValues).toEqual(
      expect.arrayContaining([
        { name: 'value-0', secret: false, value: '10' },
        { name: 'value-1', secret: false, value: '11' },
        { name: 'out2', secret: false, value: 'from inside' },
      ]),
    );
    expect(expandDerived(derived, service.namedValues, { gatewayUrl: 'https://g' })).toMatchObject({
      callback: 'https://g/callback',
    });
    expect((await loaded(folder, { extra: true })).service.apis).toHaveLength(2);
  });

  it('of a Bicep compiler names resources by symbols, applications too', async () => {
    await put(
      'main.json',
      template({
        languageVersion: '2.0',
        resources: {
          service: { existing: true, type: 'Microsoft.ApiManagement/service', apiVersion: '2024-05-01', name: 'g' },
          app: {
            import: 'microsoftGraphV1',
            type: 'Microsoft.Graph/applications@v1.0',
            properties: {
              uniqueName: 'broker',
              displayName: 'Broker',
              web: { redirectUris: ["[format('{0}/cb', reference('service').gatewayUrl)]"] },
            },
          },
          api: {
            type: 'Microsoft.ApiManagement/service/apis',
            name: "[format('{0}/{1}', 'g', 'a')]",
            properties: { path: 'a' },
          },
          id: {
            type: 'Microsoft.ApiManagement/service/namedValues',
            name: 'g/client',
            properties: { displayName: 'client', value: "[reference('app').appId]" },
          },
        },
      }),
    );
    const { service, directory, references } = await loaded();
    expect(service.apis).toMatchObject([{ id: 'a' }]);
    expect(directory?.applications).toMatchObject([
      {
        key: 'broker',
        displayName: 'Broker',
        redirectUris: { web: [expect.stringMatching(/^\{\{.*gatewayUrl\}\}\/cb$/)] },
      },
    ]);
    expect([...(references ?? [])].map(([, reference]) => reference)).toEqual([
      { kind: 'application', of: 'broker', property: 'clientId' },
    ]);
  });

  it('takes parameters from the file beside it, and linked policies from the repository', async () => {
    await put(
      'deploy/gateway.template.json',
      template({
        parameters: { path: { type: 'string' }, base: { type: 'string' } },
        resources: [
          { type: 'Microsoft.ApiManagement/service/apis', name: 's/a', properties: { path: "[parameters('path')]" } },
          {
            type: 'Microsoft.ApiManagement/service/apis/policies',
            name: 's/a/policy',
            properties: { format: 'rawxml-link', value: "[concat(parameters('base'), '/apis/a.xml')]" },
          },
          {
            type: 'Microsoft.ApiManagement/service/policies',
            name: 's/policy',
            properties: { format: 'xml-link', value: 'https://files.example/none.xml?sig=1' },
          },
        ],
      }),
    );
    await put('deploy/gateway.parameters.json', { parameters: { path: { value: 'from-file' } } });
    await put('policies/apis/a.xml', '<policies />');
    const { service, gaps } = await loaded(join(folder, 'deploy'));
    expect(service.apis).toMatchObject([
      { path: 'from-file', policy: { text: '<policies />', format: 'rawxml', file: expect.stringContaining('a.xml') } },
    ]);
    expect(gaps.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('no file here is called like it'),
    );
  });

  it('whose modules loop gives each turn its outputs, by name and by symbol; loops and conditions make parameters', async () => {
    const inner = template({
      parameters: { name: { type: 'string' } },
      resources: [],
      outputs: { path: { type: 'string', value: "[concat('p-', parameters('name'))]" } },
    });
    const api = template({
      parameters: { paths: { type: 'array' } },
      resources: [
        {
          type: 'Microsoft.ApiManagement/service/apis',
          name: "[format('apim/{0}', parameters('paths')[copyIndex()])]",
          copy: { name: 'apis', count: "[length(parameters('paths'))]" },
          properties: { path: "[parameters('paths')[copyIndex()]]" },
        },
      ],
    });
    const path = await put(
      'a.json',
      template({
        languageVersion: '2.0',
        variables: { names: ['a', 'b'] },
        resources: {
          each: {
            type: 'Microsoft.Resources/deployments',
            name: "[concat('each-', variables('names')[copyIndex()])]",
            copy: { name: 'each', count: "[length(variables('names'))]" },
            properties: {
              expressionEvaluationOptions: { scope: 'inner' },
              parameters: { name: { value: "[variables('names')[copyIndex()]]" } },
              template: inner,
            },
          },
          all: {
            type: 'Microsoft.Resources/deployments',
            name: 'all',
            properties: {
              expressionEvaluationOptions: { scope: 'inner' },
              parameters: {
                paths: {
                  copy: [
                    {
                      name: 'value',
                      count: "[length(variables('names'))]",
                      input: "[reference(format('each[{0}]', copyIndex('value'))).outputs.path.value]",
                    },
                  ],
                },
              },
              template: api,
            },
          },
          more: {
            type: 'Microsoft.Resources/deployments',
            name: 'more',
            properties: {
              expressionEvaluationOptions: { scope: 'inner' },
              // what the compiler makes of a parameter that a condition gives
              parameters: {
                paths:
                  "[if(contains(variables('names'), 'a'), createObject('value', createArray('c')), createObject())]",
              },
              template: api,
            },
          },
        },
      }),
    );
    expect((await loaded(path)).service.apis.map((each) => each.path)).toEqual(['p-a', 'p-b', 'c']);
  });

  it('may hold comments, and commas after the last item', async () => {
    const api = { type: 'Microsoft.ApiManagement/service/apis', name: 'apim/one', properties: { path: 'one' } };
    const plain = JSON.stringify(template({ resources: [api] }), undefined, 2);
    const path = await put('a.json', `// what is deployed\n${plain.replace('"one"\n', '"one", /* the path */\n')}`);
    expect(await readFile(path, 'utf8')).toContain('"one", /*');
    expect((await loaded(path)).service.apis).toMatchObject([{ id: 'one', path: 'one' }]);
  });

  it('that is broken, or deploys nothing of the kind, says so', async () => {
    const broken = await put(
      'a.json',
      '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", x}',
    );
    await expect(load(broken)).rejects.toThrow(/a\.json:1:\d+: not valid JSON/);
    const other = await put('b.json', template({ resources: [] }));
    await expect(load(other)).rejects.toThrow(LoadError);
  });

  it('whose resources would never end is refused', async () => {
    let inner = template({ resources: [] });
    for (let level = 0; level < 15; level += 1) {
      inner = template({
        resources: [{ type: 'Microsoft.Resources/deployments', name: `d${level}`, properties: { template: inner } }],
      });
    }
    await expect(load(await put('deep.json', inner))).rejects.toThrow(/nested deeper/);
  });
});

describe('linked templates', () => {
  const api = {
    type: 'Microsoft.ApiManagement/service/apis',
    name: "[concat(parameters('service'), '/a')]",
    properties: { path: "[parameters('path')]" },
  };
  const inner = template({ parameters: { service: {}, path: {} }, resources: [api] });
  const link = (properties: object): object => ({
    type: 'Microsoft.Resources/deployments',
    name: 'inner',
    properties: { parameters: { service: { value: 's' }, path: { value: 'given' } }, ...properties },
  });

  it('are followed by the name of their file, with the parameters that they are given, and not loaded twice', async () => {
    await put('api.template.json', inner);
    await put(
      'master.template.json',
      template({
        parameters: { base: {} },
        resources: [link({ templateLink: { uri: "[concat(parameters('base'), '/api.template.json')]" } })],
      }),
    );
    const { service, gaps } = await loaded();
    expect(service.apis).toMatchObject([{ id: 'a', path: 'given' }]);
    expect(gaps.some(({ file }) => file.endsWith('api.template.json'))).toBe(true);
  });

  it('are named with their line when they are not here', async () => {
    await put('api.template.json', template({ resources: [{ ...api, name: 's/b', properties: { path: 'b' } }] }));
    await put(
      'master.template.json',
      template({ resources: [link({ templateLink: { relativePath: 'lost/other.json' } })] }),
    );
    const { gaps } = await loaded();
    expect(gaps[0]).toMatchObject({
      file: expect.stringContaining('master.template.json'),
      line: 17,
      message: expect.stringContaining("'lost/other.json'"),
    });
  });

  it('end when they link to themselves', async () => {
    await put(
      'azuredeploy.json',
      template({ resources: [link({ templateLink: { relativePath: 'azuredeploy.json' } })] }),
    );
    expect(await load(folder)).toMatchObject({
      layout: 'plain',
      reasons: [{ message: 'deployments are nested deeper than 10.' }],
    });
  });
});

it('repeats properties and variables by copy, and takes the parameters of an export, whose nulls are none', async () => {
  await put(
    'template.json',
    template({
      parameters: { name: { defaultValue: 's' }, key: { defaultValue: 'k' } },
      variables: { copy: [{ name: 'paths', count: 2, input: "[concat('p', copyIndex('paths'))]" }] },
      resources: [
        {
          type: 'Microsoft.ApiManagement/service/apis',
          name: "[concat(parameters('name'), '/a')]",
          properties: { path: "[variables('paths')[1]]" },
        },
        {
          type: 'Microsoft.ApiManagement/service/backends',
          name: 's/pool',
          properties: {
            type: 'Pool',
            pool: {
              copy: [
                { name: 'services', count: 2, input: { id: "[format('/backends/b{0}', copyIndex('services'))]" } },
              ],
            },
          },
        },
        {
          type: 'Microsoft.ApiManagement/service/namedValues',
          name: 's/k',
          properties: {
            displayName: "[parameters('key')]",
            value: "[join(map(createArray('x', 'y'), lambda('each', toUpper(lambdaVariables('each')))), '-')]",
          },
        },
      ],
    }),
  );
  await put('parameters.json', { parameters: { key: { value: null }, name: { value: 'other' } } });
  const { service } = await loaded();
  expect(service.apis).toMatchObject([{ path: 'p1' }]);
  expect(service.backends[0]).toMatchObject({ pool: [{ backendId: 'b0' }, { backendId: 'b1' }] });
  expect(service.namedValues).toContainEqual({ name: 'k', secret: false, value: 'X-Y' });
});

it('knows the names that older API versions have for version sets, named values and the content of policies', async () => {
  await put('policy.xml', '<policies />');
  await put(
    'azuredeploy.json',
    template({
      resources: [
        {
          type: 'Microsoft.ApiManagement/service/api-version-sets',
          name: 's/set',
          properties: { versioningScheme: 'Query', versionQueryName: 'v' },
        },
        {
          type: 'Microsoft.ApiManagement/service/apis',
          name: 's/a',
          properties: { path: 'a', apiVersion: 'v1', apiVersionSetId: '/api-version-sets/set' },
        },
        {
          type: 'Microsoft.ApiManagement/service/apis/policies',
          name: 's/A/policy',
          properties: { policyContent: 'https://x.example/policy.xml', contentFormat: 'rawxml-link' },
        },
        {
          type: 'Microsoft.ApiManagement/service/properties',
          name: 's/n',
          properties: { displayName: 'n', value: '1' },
        },
      ],
    }),
  );
  const { service } = await loaded();
  expect(service.apis).toMatchObject([
    { versioning: { scheme: 'query', name: 'v' }, policy: { text: '<policies />', format: 'rawxml' } },
  ]);
  expect(service.namedValues).toEqual([{ name: 'n', secret: false, value: '1' }]);
});
