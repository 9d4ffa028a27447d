// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform and Bicep write their interpolations like this
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPolicy } from '../document/read-policy.ts';
import { load } from './load.ts';
import { LoadError, loadProblemLine } from './load-error.ts';
import { usagesOf } from './usage.ts';

const policy =
  '<policies><inbound><base /><set-header name="a"><value>{{key}}</value></set-header></inbound></policies>';
const service = 'Microsoft.ApiManagement/service';

/** Files of each layout that make use of much of it. */
const layouts: Record<string, Record<string, string>> = {
  manifest: {
    'service.json': JSON.stringify({
      name: 's',
      policy: 'p.xml',
      apis: [{ id: 'a', path: 'a', operations: [{ id: 'o', method: 'GET', urlTemplate: '/{x}', policy: 'p.xml' }] }],
      namedValues: { key: { value: 'v' } },
      backends: { b: { url: 'https://b.example' } },
    }),
    'p.xml': policy,
  },
  bicep: {
    'main.bicep': `param names array = ['x', 'y']
param on bool = true
var text = loadTextContent('p.xml')
var more = [for (name, i) in names: { name: '\${name}-\${i}', value: on ? 'a' : 'b' }]
module inner 'inner.bicep' = { name: 'inner', params: { values: more } }
resource s '${service}@2024-05-01' existing = { name: 's' }
resource a '${service}/apis@2024-05-01' = [for name in names: if (on) {
  parent: s
  name: name
  properties: { path: name, serviceUrl: 'https://\${inner.outputs.host}', format: 'openapi', value: loadTextContent('o.yaml') }
}]
resource p '${service}/apis/policies@2024-05-01' = { parent: a[0], name: 'policy', properties: { format: 'xml', value: replace(text, '{{key}}', '''
  x''') } }
`,
    'inner.bicep': `@description('values')
param values array
resource v '${service}/namedValues@2024-05-01' = [for v in values: { name: 's/\${v.name}', properties: { displayName: v.name, value: v.value } }]
output host string = '\${toLower(values[0].name)}.example'
`,
    'main.parameters.json': '{ "parameters": { "on": { "value": true } } }',
    'o.yaml':
      'openapi: 3.0.0\npaths:\n  /a/{b}:\n    get:\n      operationId: x\n      responses: { 200: { description: d } }\n',
    'p.xml': policy,
  },
  arm: {
    'azuredeploy.json': JSON.stringify({
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      parameters: { name: { type: 'string', defaultValue: 'a' } },
      variables: { copy: [{ name: 'all', count: 2, input: "[concat('v', copyIndex('all'))]" }], text: policy },
      resources: [
        {
          type: `${service}/apis`,
          name: "[concat('s/', parameters('name'))]",
          properties: { path: "[variables('all')[1]]" },
        },
        {
          type: `${service}/apis/policies`,
          name: "[format('s/{0}/policy', parameters('name'))]",
          properties: { format: 'rawxml', value: "[replace(variables('text'), '{{key}}', 'x')]" },
        },
        {
          type: 'Microsoft.Resources/deployments',
          name: 'inner',
          properties: {
            templateLink: { uri: "[concat('https://x.example/', 'inner.json')]" },
            parameters: { a: { value: 1 } },
          },
        },
      ],
    }),
    'inner.json': `{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": [
  { "type": "${service}/backends", "name": "s/b", "copy": { "name": "c", "count": 3 }, "properties": { "url": "https://b.example" } } ] }`,
    'azuredeploy.parameters.json': '{ "parameters": { "name": { "value": "b" } } }',
  },
  terraform: {
    'main.tf': `variable "names" { default = { a = "x", b = "y" } }
locals { text = templatefile("p.tftpl", { on = true, list = [1, 2] }) }
module "inner" {
  source = "./inner"
  host   = "h"
}
resource "azurerm_api_management_api" "a" {
  for_each = var.names
  name     = each.key
  path     = "\${each.value}-\${upper(each.key)}"
  import {
    content_format = "openapi"
    content_value  = file("\${path.module}/o.yaml")
  }
}
resource "azurerm_api_management_api_policy" "a" {
  api_name    = azurerm_api_management_api.a["a"].name
  xml_content = <<-END
    \${local.text}
  END
}
resource "azurerm_api_management_named_value" "n" {
  count        = length(keys(var.names))
  name         = "n\${count.index}"
  display_name = "n\${count.index}"
  value        = module.inner.out
}
`,
    'inner/main.tf': 'variable "host" {}\noutput "out" {\n  value = try(var.host == "h" ? "yes" : "no", "none")\n}\n',
    'p.tftpl': `%{ if on }${policy}%{ else }x%{ endif }%{ for n in list }<!-- \${n} -->%{ endfor }`,
    'o.yaml': 'swagger: "2.0"\npaths: { /a: { get: { operationId: x, responses: {} } } }\n',
    'terraform.tfvars': 'names = { a = "z" }\n',
  },
  apiops: {
    'apis/a/apiInformation.json':
      '{ "properties": { "path": "a", "displayName": "A", "serviceUrl": "https://a.example" } }',
    'apis/a/specification.yaml': 'openapi: 3.0.0\npaths:\n  /a:\n    get: { operationId: x, responses: {} }\n',
    'apis/a/policy.xml': policy,
    'apis/a/operations/x/policy.xml': policy,
    'named values/key/namedValueInformation.json': '{ "properties": { "displayName": "key", "value": "v" } }',
    'backends/b/backendInformation.json': '{ "properties": { "url": "https://b.example" } }',
    'products/p/productInformation.json': '{ "properties": { "displayName": "P" } }',
    'products/p/apis/a/productApiInformation.json': '{}',
    'workspaces/w/apis/c/apiInformation.json': '{ "properties": { "path": "c" } }',
    'workspaces/w/policy.xml': policy,
  },
};

const pieces = [
  '',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  "'''",
  '${',
  '%{',
  '<',
  '\0',
  '\ufeff',
  '\\',
  '\n',
  ',',
  ':',
  '=',
  '(',
  '@',
  '__proto__',
  '[[',
  '//',
  '/*',
  '*/',
  '𝒳',
  '\ud800',
  'null',
  '1e999',
  '-',
];

interface Damage {
  readonly file: number;
  readonly kind: 'cut' | 'put' | 'drop' | 'repeat';
  readonly at: number;
  readonly length: number;
  readonly piece: string;
}
const damage: fc.Arbitrary<Damage> = fc.record({
  file: fc.nat(),
  kind: fc.constantFrom('cut', 'put', 'drop', 'repeat'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 40 }),
  piece: fc.constantFrom(...pieces),
});

function damaged(text: string, { kind, at, length, piece }: Damage): string {
  const offset = Math.floor(at * text.length);
  const stretch = text.slice(offset, offset + length);
  if (kind === 'cut') return text.slice(0, offset);
  if (kind === 'drop') return text.slice(0, offset) + text.slice(offset + length);
  return text.slice(0, offset) + (kind === 'put' ? piece : stretch.repeat(2)) + text.slice(offset);
}

let folder = '';
async function put(name: string, content: string | Uint8Array): Promise<void> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

/** Loads what is there: a service whose policies can be read, or problems that each say something of a file. */
async function attempt(path: string): Promise<void> {
  try {
    const found = await load(path);
    const sources = found.layout === 'plain' ? found.sources : [...usagesOf(found.service).keys()];
    for (const source of sources)
      for (const { line, column } of readPolicy(source).problems)
        if (!(line >= 1 && column >= 1)) throw new Error('no place');
    if (found.layout !== 'plain') for (const gap of found.gaps) wellSaid(gap);
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    for (const problem of error.problems) wellSaid(problem);
  }
}

function wellSaid(problem: LoadError['problems'][number]): void {
  const line = loadProblemLine(problem);
  if (
    problem.file === '' ||
    / (?:Invalid input|expected \w+, received)|: : |undefined|\[object|at .*:\d+:\d+\)/.test(line)
  )
    throw new Error(`badly said: ${line}`);
}

const runs = process.env.SALLYPORT_FULL ? 500 : 15;

describe.each(Object.keys(layouts))('damaged files of the layout %s', (layout) => {
  const files = Object.entries(layouts[layout] ?? {});
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'damaged-'));
    await put('.git/HEAD', '');
    for (const [name, content] of files) await put(name, content);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('are a service as they are', async () => {
    expect(await load(folder)).toMatchObject({ layout });
  });

  it('never end in anything but a service or what is wrong', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        const changed = new Map<string, string>();
        for (const each of damages) {
          const [name = '', content = ''] = files[each.file % files.length] ?? [];
          changed.set(name, damaged(changed.get(name) ?? content, each));
        }
        for (const [name, content] of changed) await put(name, content);
        try {
          await attempt(folder);
        } finally {
          for (const [name, content] of files) if (changed.has(name)) await put(name, content);
        }
      }),
      { numRuns: runs },
    );
  });
});

describe('texts and lists that double with every line', () => {
  const lines = (line: (index: number) => string): string =>
    Array.from({ length: 60 }, (_, index) => line(index)).join('\n');
  const bicep = (doubling: string): string =>
    `${doubling}\nresource a '${service}/apis@2024-05-01' = { name: 's/a', properties: { path: 'a', displayName: string(v0) } }`;

  it.each<[what: string, name: string, text: string]>([
    [
      'text of Bicep',
      'main.bicep',
      bicep(`${lines((i) => `var v${i} = '\${v${i + 1}}\${v${i + 1}}'`)}\nvar v60 = '<a/>'`),
    ],
    [
      'replaced text',
      'main.bicep',
      bicep(`${lines((i) => `var v${i} = replace(v${i + 1}, 'a', 'aa')`)}\nvar v60 = '<a/>'`),
    ],
    ['list', 'main.bicep', bicep(`${lines((i) => `var v${i} = [...v${i + 1}, ...v${i + 1}]`)}\nvar v60 = [1]`)],
    [
      'list by concat',
      'main.bicep',
      bicep(`${lines((i) => `var v${i} = concat(v${i + 1}, v${i + 1})`)}\nvar v60 = [1]`),
    ],
    ['object', 'main.bicep', bicep(`${lines((i) => `var v${i} = { a: v${i + 1}, b: v${i + 1} }`)}\nvar v60 = 1`)],
    [
      'variable of a template',
      'azuredeploy.json',
      JSON.stringify({
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        variables: Object.fromEntries([
          ...Array.from({ length: 60 }, (_, i) => [
            `v${i}`,
            `[concat(variables('v${i + 1}'), variables('v${i + 1}'))]`,
          ]),
          ['v60', '<a/>'],
        ]),
        resources: [{ type: `${service}/apis`, name: 's/a', properties: { path: "[variables('v0')]" } }],
      }),
    ],
    [
      'local of Terraform',
      'main.tf',
      `locals {\n${lines((i) => `v${i} = jsonencode([local.v${i + 1}, "\${local.v${i + 1}}"])`)}\nv60 = "<a/>"\n}\nresource "azurerm_api_management_api" "a" {\n  name = "a"\n  path = local.v0\n}\n`,
    ],
  ])('end: %s', async (_what, name, text) => {
    folder = await mkdtemp(join(tmpdir(), 'doubling-'));
    try {
      await put('.git/HEAD', '');
      await put(name, text);
      expect(await load(folder)).toMatchObject({ service: { apis: [{ id: 'a' }] } });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
