import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommandError } from '../command-error.ts';
import { init } from '../init.ts';
import { openPolicies } from './open-policies.ts';
import { findConfiguration, readConfiguration } from './read-configuration.ts';
import { configurationJsonSchema } from './schema.ts';

const sample = join(import.meta.dirname, '../../fixtures/samples/functions-broker');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'configuration-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

const failure = async (action: Promise<unknown>): Promise<string> => {
  const error = await action.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('nothing was thrown');
  return error.message.replaceAll(folder, '');
};

describe('a configuration file', () => {
  it.each([
    ['sallyport.config.json', '{"topology": "broker", "mcp": {"path": "/mcp"}}'],
    ['sallyport.config.yaml', 'topology: broker\nmcp:\n  path: /mcp\n'],
    ['sallyport.config.ts', "export default { topology: 'broker', mcp: { path: '/mcp' } };\n"],
  ])('is read from %s', async (name, content) => {
    await put(name, content);
    const found = findConfiguration(folder);
    expect(found).toBe(join(folder, name));
    const { configuration } = await readConfiguration(found ?? '');
    expect(configuration).toEqual({ topology: 'broker', mcp: { path: '/mcp', transport: 'streamable' } });
  });

  it.each([
    ['topolgy: broker\n', ":1:1: unknown key 'topolgy'; did you mean 'topology'? (valid keys: "],
    [
      'mcp:\n  path: /mcp\n  transprt: sse\n',
      ":3:3: unknown key 'transprt'; did you mean 'transport'? (valid keys of 'mcp': path, transport)",
    ],
    ['\ntopology: brokr\n', ':2:11: topology: '],
    ['mcp: { path: mcp }\n', ":1:14: mcp.path: must begin with '/'"],
    [
      'namedValues:\n  a: { env: not a name }\n',
      ':2:13: namedValues.a.env: must be the name of an environment variable',
    ],
    ['hosts:\n  a.example: https://elsewhere.example\n', ':2:14: hosts.a.example: '],
    ['hosts:\n  "http://a.example": mcp\n', ':2:23: hosts.http://a.example: the key must be a host name'],
    ['topology: brokr\n', ":1:11: topology: must be one of 'broker', "],
    ['topology: brokr\n', "; did you mean 'broker'?"],
    ['mcp: /mcp\n', ':1:6: mcp: must be keys with values, not a text'],
    ['mcp: {}\n', ':1:6: mcp.path: is missing; it is a text'],
    ['- a\n', ':1:1: must be keys with values, not a list'],
    ['namedValues:\n  a: 5\n', ':2:6: namedValues.a: must be a text or keys with values, not a number'],
    ['namedValues:\n  a: { role: clientid }\n', ":2:14: namedValues.a.role: must be one of 'tenantId', "],
    ['parameterFiles: a.tfvars\n', ':1:17: parameterFiles: must be a list, not a text'],
    ['a: [1\n', ':2:1: not valid YAML: '],
    ['topology: broker\ntopology: direct\n', ':2:1: not valid YAML: '],
  ])('says where and what is wrong in %j', async (content, expected) => {
    const path = await put('sallyport.config.yaml', content);
    const message = await failure(readConfiguration(path));
    expect(message).toContain(expected);
    expect(message).toContain('sallyport.config.yaml:');
  });

  it('tells every fault of one in TypeScript, which has no lines here', async () => {
    const path = await put('sallyport.config.ts', "export default { mcpp: {}, topology: 'x' };\n");
    const message = await failure(readConfiguration(path));
    expect(message).toMatch(/sallyport\.config\.ts: unknown key 'mcpp'; did you mean 'mcp'\?/);
    expect(message).toMatch(/sallyport\.config\.ts: topology: /);
    await expect(readConfiguration(await put('other/sallyport.config.ts', 'export const a = 1;\n'))).rejects.toThrow(
      /default export/,
    );
  });

  it('is one, not two', async () => {
    await put('sallyport.config.json', '{}');
    await put('sallyport.config.yaml', '');
    expect(() => findConfiguration(folder)).toThrow(CommandError);
  });

  it('ends a file of aliases that would grow without limit', async () => {
    const lines = ['a: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 8; level += 1)
      lines.push(`b${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}*a${level - 1}]`);
    const path = await put('sallyport.config.yaml', `${lines.join('\n')}\n`);
    await expect(readConfiguration(path)).rejects.toThrow();
  });
});

it('keeps the committed JSON Schema current', async () => {
  const committed = await readFile(join(import.meta.dirname, 'sallyport.config.schema.json'), 'utf8');
  expect(JSON.parse(committed)).toEqual(configurationJsonSchema());
});

describe('policies', () => {
  it('are loaded with the files of parameters and the overrides that a configuration names', async () => {
    await put(
      'infra/main.tf',
      'variable "path" {}\nresource "azurerm_api_management_api" "a" {\n  name = "a"\n  path = var.path\n}\n',
    );
    await put('infra/prod.tfvars', 'path = "prod"\n');
    const file = await put('infra/sallyport.config.yaml', 'parameterFiles: [prod.tfvars]\nnamedValues:\n  nobody: x\n');
    const opened = await openPolicies(join(folder, 'infra'), file);
    if (opened.kind !== 'foreign') throw new Error('not foreign');
    expect(opened.options.loaded.service.apis).toMatchObject([{ path: 'prod' }]);
    expect(opened.notes).toContainEqual('unused: namedValues.nobody: nothing is called so here');
    await put('infra/sallyport.config.yaml', 'overrides: configuration.prod.yaml\n');
    expect(await failure(openPolicies(join(folder, 'infra'), file))).toContain(
      'sallyport.config.yaml: overrides: is for an artifact tree of APIOps',
    );
  });

  it('of a deployment need no configuration, and tell what was guessed', async () => {
    const opened = await openPolicies(sample);
    if (opened.kind !== 'foreign') throw new Error('not foreign');
    expect(opened.notes).toEqual(
      expect.arrayContaining([
        'guessed: topology broker',
        expect.stringContaining('MCP clients connect at /mcp/sse (sse)'),
        expect.stringMatching(/azurewebsites\.net stands for site\.properties\.defaultHostName/),
        expect.stringMatching(/callback\.policy\.xml:\d+:\d+: 'session-iv' is taken for the initializationVector/),
      ]),
    );
  });

  it('with a manifest beside them stay what it says, with topology and waivers from the configuration', async () => {
    const waiver = { check: 'code.single-use', reason: 'ticket 7', owner: 'team-x', expires: '2026-12-31' };
    const reference = join(import.meta.dirname, '../../infra/policies/direct');
    const file = await put('waivers/sallyport.config.json', JSON.stringify({ topology: 'direct', waivers: [waiver] }));
    const expected = { kind: 'manifest', folder: reference, topology: 'direct', waivers: [waiver] };
    expect(await openPolicies(reference, file)).toEqual(expected);
    // the manifest itself stands for its folder
    expect(await openPolicies(join(reference, 'service.json'), file)).toEqual(expected);
  });

  it('are waived with a reason, an owner and a day only', async () => {
    const waivers = [{ check: 'code.single-use', reason: 'ticket 7', owner: 'team-x', expires: 'soon' }];
    const file = await put('soon/sallyport.config.json', JSON.stringify({ waivers }));
    expect(await failure(openPolicies(sample, file))).toMatch(/waivers\.0\.expires: must be a date such as 2026-12-31/);
  });

  it('take named values, hosts and roles from the configuration, secrets from the environment alone', async () => {
    const file = await put(
      'sallyport.config.yaml',
      `policies: ${JSON.stringify(sample)}
topology: broker
mcp: { path: /mcp/sse, transport: sse }
hosts: { some.example: "http://127.0.0.1:7071" }
namedValues:
  scopes: openid
  host-key: { env: HOST_KEY }
  session-iv: { role: signingKey }
`,
    );
    const opened = await openPolicies(folder, file, { HOST_KEY: 'from the environment' });
    if (opened.kind !== 'foreign') throw new Error('not foreign');
    expect(opened.options).toMatchObject({
      topology: 'broker',
      endpoint: { path: '/mcp/sse', transport: 'sse' },
      hosts: { 'some.example': 'http://127.0.0.1:7071' },
      namedValues: { scopes: 'openid', 'host-key': 'from the environment' },
    });
    const { namedValues } = opened.options.loaded.service;
    expect(namedValues).toContainEqual({ name: 'session-iv', secret: true, role: 'signingKey' });
    expect(await failure(openPolicies(folder, file, {}))).toMatch(/host-key: environment variable HOST_KEY is not set/);
    const literal = await put(
      'literal/sallyport.config.yaml',
      `policies: ${JSON.stringify(sample)}\nnamedValues: { host-key: abcdef }\n`,
    );
    const message = await failure(openPolicies(join(folder, 'literal'), literal, {}));
    expect(message).toMatch(/namedValues\.host-key: is a secret/);
    expect(message).not.toContain('abcdef');
  });

  it('in plain files are mapped by the configuration', async () => {
    await put('p.xml', '<policies><inbound><base /></inbound></policies>');
    expect(await failure(openPolicies(folder))).toMatch(/1 policy document, and nothing says which API/);
    await put(
      'sallyport.config.json',
      JSON.stringify({
        service: {
          apis: [
            { id: 'mcp', path: 'mcp', policy: 'p.xml', operations: [{ id: 'a', method: 'POST', urlTemplate: '/' }] },
          ],
        },
      }),
    );
    const opened = await openPolicies(folder);
    if (opened.kind !== 'foreign') throw new Error('not foreign');
    expect(opened.options.loaded.service.apis).toMatchObject([
      { id: 'mcp', policy: { text: expect.stringContaining('<base />') } },
    ]);
    await put(
      'sallyport.config.json',
      JSON.stringify({ service: { apis: [{ id: 'mcp', path: 'mcp', policy: 'q.xml', operations: [] }] } }),
    );
    expect(await failure(openPolicies(folder))).toMatch(/sallyport\.config\.json: service\.apis\[0\]\.policy/);
  });
});

describe('init', () => {
  const output = () => {
    const data: string[] = [];
    return { data: (text: string) => void data.push(text), note: () => undefined, lines: data };
  };

  it('writes a configuration that is valid and changes nothing, and never overwrites one', async () => {
    await put(
      'infra/main.bicep',
      "resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = { name: 's/mcp', properties: { path: 'mcp', displayName: 'MCP' } }\nresource p 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = { name: 's/mcp/policy', properties: { format: 'rawxml', value: '<policies><inbound><set-header name=\"a\"><value>{{portal}}</value></set-header></inbound></policies>' } }\n",
    );
    const first = output();
    expect(await init({ path: folder, json: false }, first)).toBe(0);
    expect(first.lines.join('\n')).toMatch(
      /missing: .*main\.bicep:2:\d+: no file here deploys the named value 'portal'/,
    );
    const { configuration } = await readConfiguration(join(folder, 'sallyport.config.yaml'));
    // what is missing is listed, and nothing of it is set: the file as written changes nothing
    expect(configuration).toEqual({});
    expect(await readFile(join(folder, 'sallyport.config.yaml'), 'utf8')).toMatch(/^# {3}portal: ""$/m);
    expect(await failure(init({ path: folder, json: false }, output()))).toMatch(/is there already; --force/);
    expect(await init({ path: folder, json: true, force: true }, first)).toBe(0);
    expect(JSON.parse(first.lines.at(-1) ?? '')).toMatchObject({
      layout: 'bicep',
      missing: [{ line: 1 }, { line: 2, message: expect.stringContaining('portal') }],
    });
    expect((await readdir(folder)).sort()).toEqual(['infra', 'sallyport.config.yaml']);
  });

  it('lists plain documents and a service to fill in', async () => {
    await put('a/p.xml', '<policies />');
    expect(await init({ path: folder, json: false }, output())).toBe(0);
    const text = await readFile(join(folder, 'sallyport.config.yaml'), 'utf8');
    expect(text).toContain('# a/p.xml');
    expect((await readConfiguration(join(folder, 'sallyport.config.yaml'))).configuration.service?.apis).toMatchObject([
      { id: 'mcp' },
    ]);
  });

  it('says when there is nothing', async () => {
    expect(await failure(init({ path: folder, json: false }, output()))).toMatch(/there are no policies/);
  });
});
