import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPolicy } from '../document/read-policy.ts';
import { childElements, type PolicyElement } from '../document/tree.ts';
import type { PolicySource } from '../model.ts';
import { displayPath } from './display-path.ts';
import { load } from './load.ts';
import { usagesOf } from './usage.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inline-'));
  await put('azure.yaml', 'name: test\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const contents = new Map<string, string>();
async function put(file: string, content: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  contents.set(displayPath(path), content);
}

async function policies(): Promise<PolicySource[]> {
  const found = await load(folder);
  if (found.layout === 'plain') throw new Error(JSON.stringify(found.reasons));
  return [...usagesOf(found.service).keys()];
}

const elements = (element: PolicyElement): PolicyElement[] => [element, ...childElements(element).flatMap(elements)];

/** What each element is called, and what the file says where the element is said to begin. */
function shown(source: PolicySource): { file: string; names: string[]; seen: string[] } {
  const document = readPolicy(source);
  const all = document.root ? elements(document.root) : [];
  const lines = (contents.get(source.file) ?? '').split('\n');
  return {
    file: relative(displayPath(folder), source.file).replaceAll('\\', '/'),
    names: all.map(({ name }) => name),
    seen: all.map(({ name, nameSpan }) => {
      const { line, column } = document.position(nameSpan.start);
      return (lines[line - 1] ?? '').slice(column - 1, column - 1 + name.length);
    }),
  };
}

const policy =
  '<policies>\n  <inbound>\n    <base />\n    <set-header name="a">\n      <value>{tenant}</value>\n    </set-header>\n    <cors>\n' +
  '    </cors>\n  </inbound>\n  <outbound><base /></outbound>\n</policies>\n';
const api = 'Microsoft.ApiManagement/service/apis';

const template = (rest: object, value: string): string =>
  JSON.stringify(
    {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      ...rest,
      resources: [
        { type: api, name: 's/a', properties: { path: 'a' } },
        { type: `${api}/policies`, name: 's/a/policy', properties: { format: 'rawxml', value } },
      ],
    },
    undefined,
    2,
  );

const bicep = (head: string, value: string): string =>
  `${head}
resource a '${api}@2024-05-01' = {
  name: 's/a'
  properties: { path: 'a' }
  resource policy 'policies' = {
    name: 'policy'
    properties: {
      format: 'rawxml'
      value: ${value}
    }
  }
}
`;

const terraform = (head: string, value: string): string =>
  `${head}
resource "azurerm_api_management_api" "a" {
  name = "a"
  path = "a"
}
resource "azurerm_api_management_api_policy" "a" {
  api_name    = azurerm_api_management_api.a.name
  xml_content = ${value}
}
`;
const hole = (name: string): string => `\${${name}}`;
const indented = policy.replace(/^(?=.)/gm, '      ');
const quoted = JSON.stringify(policy);

describe.each<[where: string, in_: string, files: Record<string, string>]>([
  ['a template', 'azuredeploy.json', { 'azuredeploy.json': template({}, policy) }],
  [
    'a variable of a template, with words replaced',
    'azuredeploy.json',
    {
      'azuredeploy.json': template(
        { variables: { text: policy } },
        "[replace(variables('text'), '{tenant}', parameters('tenant'))]",
      ),
    },
  ],
  [
    'several variables of a template, put together',
    'azuredeploy.json',
    {
      'azuredeploy.json': template(
        {
          variables: {
            head: '<policies>\n  <inbound>{0}</inbound>\n  <!-- {1} -->\n',
            body: '<base />\n<!-- it’s "quoted" -->\n<cors></cors>',
            tail: '  <outbound>\n    <base />\n  </outbound>\n',
          },
        },
        "[concat(format(variables('head'), variables('body'), parameters('tenant')), variables('tail'), '</policies>')]",
      ),
    },
  ],
  [
    'a file of parameters',
    'azuredeploy.parameters.json',
    {
      'azuredeploy.json': template({ parameters: { text: { type: 'string' } } }, "[parameters('text')]"),
      'azuredeploy.parameters.json': JSON.stringify({ parameters: { text: { value: policy } } }, undefined, 2),
    },
  ],
  [
    'Bicep',
    'main.bicep',
    { 'main.bicep': bicep(`var text = '''\n${policy}'''`, "replace(text, '{tenant}', tenant().tenantId)") },
  ],
  [
    'one line of Bicep, with escapes and holes',
    'main.bicep',
    {
      'main.bicep': bicep(
        `param b string\nvar inner = '<base />\\n<cors>\\'\\${hole('x')}\\'</cors>'`,
        `'<policies>\\n\\t<inbound><set-header name="${hole('b')}" />${hole('inner')}</inbound></policies>'`,
      ),
    },
  ],
  [
    'a file that Bicep loads and changes',
    'a.xml',
    {
      'main.bicep': bicep('', "replace(loadTextContent('a.xml'), '{tenant}', '<!--\\n\\n\\n-->')"),
      'a.xml': `\n${policy}`,
    },
  ],
  [
    'YAML that Bicep loads',
    'a.yaml',
    {
      'main.bicep': bicep("var all = loadYamlContent('a.yaml')", 'all.apis[0].text'),
      'a.yaml': `apis:\n  - name: a\n    text: |\n${indented}    more: 1\n`,
    },
  ],
  [
    'JSON that Bicep loads',
    'a.json',
    {
      'main.bicep': bicep('', "loadJsonContent('a.json').apis[0]"),
      'a.json': `// what is deployed\n{ "apis": [ "a<b", ${quoted} ] }`.replace('"a<b", ', ''),
    },
  ],
  ['a heredoc of Terraform', 'main.tf', { 'main.tf': terraform('', `<<-END\n${indented}      END`) }],
  [
    'a template of Terraform, with directives and holes',
    'a.tftpl',
    {
      'main.tf': terraform('', 'templatefile("a.tftpl", { on = false, names = ["x", "y"], tenant = var.t })'),
      'a.tftpl': policy
        .replace('{tenant}', hole('tenant'))
        .replace('    <cors>', '%{ if on }\n    <cors>\n%{ endif }\n%{ for n in names }\n    <!-- $' + '{n} --><cors>')
        .replace('</cors>', '</cors>\n%{ endfor }'),
    },
  ],
  [
    'YAML that Terraform decodes',
    'a.yaml',
    {
      'main.tf': terraform('', 'yamldecode(file("a.yaml")).text'),
      'a.yaml': `# x\ntext: ${quoted}\n`,
    },
  ],
])('a policy in %s', (_where, file, files) => {
  it('has its elements where the file has them', async () => {
    for (const [name, content] of Object.entries(files)) await put(name, content);
    const [source, ...others] = await policies();
    expect(others).toEqual([]);
    const found = shown(source ?? { file: '', text: '', format: 'xml' });
    expect(found.file).toBe(file);
    expect(found.seen).toEqual(found.names);
    expect(found.names).toContain('cors');
  });
});

describe('a policy in the wrong format', () => {
  const strict = '<policies><inbound><set-variable name="a" value="@("b")" /></inbound></policies>';
  const messageOf = async (): Promise<string | undefined> => {
    const [source] = await policies();
    return readPolicy(source ?? { file: '', text: '', format: 'xml' }).problems[0]?.message.replaceAll('\\', '/');
  };

  it('is told with the line that names the format', async () => {
    await put('main.bicep', bicep('', "loadTextContent('a.xml')").replace("'rawxml'", "'xml'"));
    await put('a.xml', strict);
    expect(await messageOf()).toMatch(/deploy it as 'rawxml'\. \S*main\.bicep:8 names the format\.$/);
  });

  it('is told with the line that deploys it, where nothing names a format', async () => {
    const { resources, ...rest } = JSON.parse(template({}, strict)) as {
      resources: { properties: { format?: string } }[];
    };
    for (const { properties } of resources) delete properties.format;
    await put('azuredeploy.json', JSON.stringify({ ...rest, resources }, undefined, 2));
    expect(await messageOf()).toMatch(/\S*azuredeploy\.json:11 deploys it and names no format, which is 'xml'\.$/);
  });

  it('is told with the line of a template of azapi', async () => {
    const body = `body = {\n    properties = {\n      format = "xml"\n      value  = ${JSON.stringify(strict)}\n    }\n  }`;
    const policyOf = `resource "azapi_resource" "p" {\n  type = "${api}/policies@2024-05-01"\n  parent_id = azurerm_api_management_api.a.id\n  name = "policy"\n  ${body}\n}\n`;
    await put('main.tf', terraform('', '""').split('resource "azurerm_api_management_api_policy"')[0] + policyOf);
    expect(await messageOf()).toMatch(/\S*main\.tf:12 names the format\.$/);
  });
});
