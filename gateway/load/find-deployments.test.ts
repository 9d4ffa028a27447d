import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { load } from './load.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'find-'));
  await put('.git/HEAD', '');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(file: string, content: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

const api = (name: string): string =>
  `resource ${name} 'Microsoft.ApiManagement/service/apis@2024-05-01' = { name: 's/${name}', properties: { path: '${name}' } }\n`;
const information = JSON.stringify({ properties: { path: 'a', displayName: 'A' } });

it('loads the one deployment below a folder, and says where it is', async () => {
  await put('artifacts/apis/a/apiInformation.json', information);
  await put('node_modules/x/apis/a/apiInformation.json', information);
  expect(await load(folder)).toMatchObject({
    layout: 'apiops',
    foundIn: expect.stringMatching(/artifacts$/),
    service: { apis: [{ id: 'a' }] },
  });
});

it('prefers the one with an MCP server, and else names what there is to choose from', async () => {
  await put('artifacts/apis/a/apiInformation.json', information);
  await put('mcp/main.bicep', api('mcp'));
  expect(await load(folder)).toMatchObject({ layout: 'bicep', service: { apis: [{ id: 'mcp' }] } });
  await put('other/main.bicep', api('mcp'));
  expect(await load(folder)).toMatchObject({
    layout: 'plain',
    choices: [expect.stringMatching(/artifacts$/), expect.stringMatching(/mcp$/), expect.stringMatching(/other$/)],
  });
});

it('adds Bicep files that nobody has as a module to a main file without APIs', async () => {
  await put('infra/main.bicep', "module m 'm.bicep' = { params: { x: '1' } }\n");
  await put(
    'infra/m.bicep',
    "param x string\nresource n 'Microsoft.ApiManagement/service/namedValues@2024-05-01' = { name: 's/x', properties: { displayName: 'x', value: x } }\n",
  );
  await put('infra/after.bicep', api('late'));
  expect(await load(folder)).toMatchObject({
    foundIn: expect.stringMatching(/main\.bicep, with .*after\.bicep$/),
    service: { apis: [{ id: 'late' }], namedValues: [{ name: 'x', value: '1' }] },
  });
});

it('adds those that deploy APIs by modules of their own', async () => {
  await put('infra/main.bicep', "module m 'm.bicep' = { params: {} }\n");
  await put('infra/m.bicep', "resource s 'Microsoft.ApiManagement/service@2024-05-01' = { name: 's' }\n");
  await put('src/apis.bicep', "module m 'orders/orders.bicep' = { params: {} }\n");
  await put('src/orders/orders.bicep', api('orders'));
  expect(await load(folder)).toMatchObject({
    foundIn: expect.stringMatching(/main\.bicep, with .*apis\.bicep$/),
    service: { apis: [{ id: 'orders' }] },
  });
});

it.each(['.', 'deploy'])('adds one with an MCP server to a main file in %s that shows none', async (place) => {
  await put(`${place}/main.bicep`, api('oauth'));
  await put(
    `${place}/src/unrelated.bicep`,
    "resource s 'Microsoft.Storage/storageAccounts@2023-01-01' = { name: 's' }\n",
  );
  await put(`${place}/src/modules/left-over.bicep`, api('left'));
  await put(`${place}/src/tools.bicep`, api('tools').replace('path:', "type: 'mcp', path:"));
  expect(await load(folder)).toMatchObject({
    foundIn: expect.stringMatching(/main\.bicep, with .*tools\.bicep$/),
    service: { apis: [{ id: 'oauth' }, { id: 'tools' }] },
  });
});

it('finds artifacts of APIOps below the folder of a main file that deploys no API', async () => {
  await put('infra/main.bicep', "resource s 'Microsoft.ApiManagement/service@2024-05-01' = { name: 's' }\n");
  await put('infra/apim/apis/a/apiInformation.json', '{ "properties": { "path": "a", "displayName": "A" } }');
  expect(await load(folder)).toMatchObject({ layout: 'apiops', service: { apis: [{ id: 'a' }] } });
});

it('takes Bicep files below a main file that deploys no API', async () => {
  await put('deploy/main.bicep', "resource s 'Microsoft.ApiManagement/service@2024-05-01' = { name: 's' }\n");
  await put('deploy/modules/api.bicep', api('late'));
  expect(await load(folder)).toMatchObject({ layout: 'bicep', service: { apis: [{ id: 'late' }] } });
});

it('leaves Bicep files alone that add no MCP server', async () => {
  await put('main.bicep', api('orders'));
  await put('src/more.bicep', api('more'));
  expect(await load(folder)).toMatchObject({ service: { apis: [{ id: 'orders' }] } });
});

it('takes Bicep files rather than what was compiled of the main one, which may be old', async () => {
  const template = (path: string) =>
    JSON.stringify({
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      metadata: { _generator: { name: 'bicep' } },
      resources: [
        { type: 'Microsoft.ApiManagement/service/apis', name: `s/${path}`, properties: { path, displayName: path } },
      ],
    });
  await put('infra/main.bicep', "resource s 'Microsoft.ApiManagement/service@2024-05-01' = { name: 's' }\n");
  await put('infra/main.json', template('old'));
  await put('infra/later/api.bicep', api('late'));
  const loaded = await load(folder);
  expect(loaded).toMatchObject({
    layout: 'bicep',
    foundIn: expect.stringMatching(/api\.bicep$/),
    service: { apis: [{ id: 'late' }] },
  });
  expect(loaded.layout !== 'plain' && loaded.gaps).toContainEqual(
    expect.objectContaining({
      file: expect.stringMatching(/main\.json$/),
      message: expect.stringContaining('is compiled of'),
    }),
  );
});

it('takes the Terraform configuration that calls the modules', async () => {
  await put('live/dev/main.tf', 'module "api" {\n  source = "../../modules/api"\n  path = "mcp"\n}\n');
  await put(
    'modules/api/main.tf',
    'variable "path" {}\nresource "azurerm_api_management_api" "a" {\n  name = "a"\n  path = var.path\n}\n',
  );
  expect(await load(folder)).toMatchObject({
    layout: 'terraform',
    foundIn: expect.stringMatching(/live[\\/]dev$/),
    service: { apis: [{ path: 'mcp' }] },
  });
});

it('says why what looks like a deployment is none', async () => {
  await put(
    'main.bicep',
    `param apis array = []\nparam more bool = false\nmodule each 'api.bicep' = [for api in apis: { params: { name: api } }]\nmodule one 'api.bicep' = if (more) { params: { name: 'x' } }\n`,
  );
  await put('api.bicep', api('a').replace("'s/a'", 'name').replace('resource', 'param name string\nresource'));
  await put('policy.xml', '<policies />');
  const loaded = await load(folder);
  expect(loaded).toMatchObject({ layout: 'plain', sources: [{ text: '<policies />' }], choices: [] });
  const reasons = loaded.layout === 'plain' ? loaded.reasons : [];
  expect(reasons.slice(0, 3)).toMatchObject([
    { message: 'deploys no API of API Management.' },
    { line: 3, message: expect.stringContaining("loops over 'apis', which is empty") },
    { line: 4, message: expect.stringContaining('its condition is false') },
  ]);
});

it('gives parameters in the text of policies the role of their place', async () => {
  await put(
    'main.bicep',
    `param tenant string
param other string
resource a 'Microsoft.ApiManagement/service/apis@2024-05-01' = { name: 's/a', properties: { path: 'a' } }
resource p 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = {
  parent: a
  name: 'policy'
  properties: { format: 'rawxml', value: replace(replace(loadTextContent('p.xml'), '__T__', tenant), '__O__', other) }
}
`,
  );
  await put(
    'p.xml',
    '<policies><inbound><validate-azure-ad-token tenant-id="__T__" /><x y="__O__" /></inbound></policies>',
  );
  const loaded = await load(folder);
  expect(loaded).toMatchObject({
    service: { namedValues: [{ name: 'tenant', role: 'tenantId' }, { name: 'other' }] },
    gaps: [{ line: 3 }, { message: expect.stringContaining("'other' is known only when deployed") }],
  });
  expect(loaded.layout !== 'plain' && [...(loaded.standIns?.keys() ?? [])]).toEqual(['other']);
});
