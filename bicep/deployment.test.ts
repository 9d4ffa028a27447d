// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Bicep writes its interpolations like this
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { followDeployment } from './deployment.ts';
import { isObject, knownText, type ObjectValue, Text, Unknown, type Value } from './value.ts';

/** What a set of files deploys, `main.bicep` first. */
function deploy(files: Readonly<Record<string, string>>, parameters: ObjectValue = {}) {
  const base = resolve('deployment-test');
  const read = (path: string) => files[path.slice(base.length + 1).replaceAll('\\', '/')];
  const wanted = (type: string) => type.startsWith('X/');
  const { resources, problems } = followDeployment(resolve(base, 'main.bicep'), { parameters, read, wanted });
  return {
    resources: resources.map((each) => ({ ...each, body: print(each.body) as Record<string, unknown> })),
    problems,
  };
}

function print(value: Value): unknown {
  if (value instanceof Text) return value.isKnown ? knownText(value) : value.toString();
  if (Array.isArray(value)) return value.map(print);
  if (value !== null && isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, print(inner)]));
  return typeof value === 'object' && value !== null ? String(value.constructor.name) : value;
}

/** What `value` comes to in a file with these declarations. */
function evaluate(value: string, declarations = '', files: Readonly<Record<string, string>> = {}): unknown {
  const main = `${declarations}\nresource r 'X/a@1' = {\n  name: 'n'\n  value: ${value}\n}\n`;
  return deploy({ ...files, 'main.bicep': main }).resources[0]?.body.value;
}

describe('what other files offer', () => {
  const helpers = `
@export()
func host(name string, kind { suffix: string, port: int }?) string => '\${name}.\${suffix(kind)}'
func suffix(kind { suffix: string, port: int }?) string => kind.?suffix ?? 'example'
@export()
var greeting = 'hello'
`;

  it.each([
    ["host('a', null)", "import { host } from 'helpers.bicep'", 'a.example'],
    ["at('a', { suffix: 'b', port: 1 })", "import { host as at, greeting } from 'helpers.bicep'", 'a.b'],
    ['all.host(all.greeting, null)', "import * as all from 'helpers.bicep'", 'hello.example'],
  ])('%s is taken from them', (value, declaration, expected) => {
    expect(evaluate(value, declaration, { 'helpers.bicep': helpers })).toBe(expected);
  });

  it('is nothing that stops the rest where the file is not here', () => {
    expect(evaluate("'x'", "import { host } from 'missing.bicep'\nimport 'microsoftGraph@1.0.0'")).toBe('x');
  });

  it.each([
    ["loadYamlContent('d.yaml').list[1].name", 'b'],
    ["loadYamlContent('d.yaml', '$.list[0]').name", 'a'],
    ["loadJsonContent('d.json', 'x.y')", 1],
    ["loadFileAsBase64('t.txt')", 'aGk='],
  ])('%s is read', (value, expected) => {
    const files = { 'd.yaml': 'list:\n  - name: a\n  - name: b\n', 'd.json': '{"x":{"y":1}}', 't.txt': 'hi' };
    expect(evaluate(value, '', files)).toBe(expected);
  });
});

describe('modules of registries', () => {
  const avm = 'br/public:avm/res';

  it('deploy an API Management service with all that their parameters list', () => {
    const main = `module apim '${avm}/api-management/service:0.9.1' = {
  params: {
    name: 'apim'
    apis: [{ name: 'mcp', path: 'mcp', policies: [{ format: 'rawxml', value: '<policies />' }], operations: [{ name: 'call', method: 'POST', urlTemplate: '/' }] }]
    products: [{ name: 'gold', apis: [{ name: 'mcp' }] }]
    namedValues: [{ name: 'n', value: site.outputs.defaultHostname }]
  }
}
module site '${avm}/web/site:0.15.1' = { params: { name: 'app' } }
`;
    const { resources, problems } = followDeployment('main.bicep', {
      parameters: {},
      read: () => main,
      wanted: (type) => type.startsWith('Microsoft.ApiManagement/'),
    });
    expect(problems).toEqual([]);
    expect(resources.map(({ type, names }) => [type.split('/').slice(2).join('/'), names.join('/')])).toEqual([
      ['', 'apim'],
      ['apis', 'apim/mcp'],
      ['apis/policies', 'apim/mcp/policy'],
      ['apis/operations', 'apim/mcp/call'],
      ['namedValues', 'apim/n'],
      ['products', 'apim/gold'],
      ['products/apis', 'apim/gold/mcp'],
    ]);
    const value = resources.find(({ names }) => names[1] === 'n')?.body.properties;
    expect(value).toMatchObject({
      value: { reference: { type: 'Microsoft.Web/sites', path: ['defaultHostName'], of: 'app' } },
    });
  });
});

it('tells modules of registries that deploy APIs nobody knows here, and no others', () => {
  const main =
    "module a 'br/public:avm/ptn/azd/apim-api:0.1.0' = { params: {} }\nmodule m 'br/public:avm/res/web/site:0.1.0' = { params: {} }\n";
  expect(deploy({ 'main.bicep': main }).problems).toMatchObject([
    { line: 1, message: expect.stringContaining("'br/public:avm/ptn/azd/apim-api:0.1.0' is in a registry") },
  ]);
});

it('takes parameters from a file of the language’s own', () => {
  const files: Record<string, string> = {
    'main.bicep': "param a string\nparam b string = 'b'\nresource r 'X/a@1' = { name: a, v: b }\n",
    'main.bicepparam':
      "using './main.bicep'\nvar v = 'x'\nparam a = '${v}-${readEnvironmentVariable('NAME', 'dev')}'\nparam b = readEnvironmentVariable('OTHER')\n",
  };
  const { resources } = followDeployment('/main.bicep', {
    parameters: {},
    parameterFile: '/main.bicepparam',
    read: (path) => files[path.replace(/^.*[/\\]/, '')],
    wanted: () => true,
  });
  expect(resources[0]).toMatchObject({ names: ['x-dev'], body: { v: { source: 'OTHER' } } });
});

describe('expressions', () => {
  it.each([
    ['1 + 2 * 3 - 4 / 3 % 2', 6],
    ["'a' == 'a' && !(1 > 2) || false", true],
    ["'A' =~ 'a'", true],
    ["null ?? 'b'", 'b'],
    ["true ? 'a' : 'b'", 'a'],
    ['[ 1, ...[ 2, 3 ] ]', [1, 2, 3]],
    ["{\n    a: toLower('A')\n\n    // more\n    ...{ b: 1 }\n  }", { a: 'a', b: 1 }],
    ["base64ToString(base64('ä'))", 'ä'],
    ['union({ a: { b: 1 } }, { a: { c: 2 } })', { a: { b: 1, c: 2 } }],
    ["split('a,b;c', [',', ';'])", ['a', 'b', 'c']],
    ["toObject([{ k: 'a', v: 1 }], x => x.k, x => x.v)", { a: 1 }],
    ['mapValues({ a: 1 }, x => x + 1)', { a: 2 }],
    ["groupBy(['ab', 'ac', 'b'], x => substring(x, 0, 1))", { a: ['ab', 'ac'], b: ['b'] }],
    ["intersection(['a', 'b'], ['b'])", ['b']],
    ['objectKeys({ b: 1, a: 2 })', ['a', 'b']],
    ['shallowMerge([{ a: 1 }, { b: 2 }])', { a: 1, b: 2 }],
    ["parseUri('https://a.example:8443/x').host", 'a.example'],
    ["uri('https://a.example', 'x/y')", 'https://a.example/x/y'],
    ["uriComponentToString('a%20b')", 'a b'],
    ["lastIndexOf('abab', 'A')", 2],
    ["tryGet({ a: 1 }, 'b') ?? 'none'", 'none'],
    ["resourceId('Microsoft.X/a/b', 'n', 'm')", '/providers/Microsoft.X/a/n/b/m'],
    ["dataUri('a')", 'data:text/plain;charset=utf8;base64,YQ=='],
    ['{ a: 1, ...{ b: 2 } }', { a: 1, b: 2 }],
    ["{ a: { b: 'c' } }.a.b", 'c'],
    ["[ 'a' ][0]", 'a'],
    ["[for (x, i) in [ 'a', 'b' ]: '${x}${i}']", ['a0', 'b1']],
    ["toUpper(concat('a', 'b', string(1)))", 'AB1'],
    ["replace('a-b-c', '-', '+')", 'a+b+c'],
    ["join(split('a,b', ','), ';')", 'a;b'],
    ["empty('') && empty([]) && empty(null) && !empty('x')", true],
    ['union({ a: 1 }, { b: 2 })', { a: 1, b: 2 }],
    ['map(filter([ 1, 2, 3 ], x => x > 1), x => x * 10)', [20, 30]],
    ['reduce([ 1, 2, 3 ], 0, (a, b) => a + b)', 6],
    [
      'items({ b: 2, a: 1 })',
      [
        { key: 'a', value: 1 },
        { key: 'b', value: 2 },
      ],
    ],
    ["format('{0}-{1}', 'a', 2)", 'a-2'],
    ['json(\'{"a": [1, true]}\').a', [1, true]],
    ["contains('abc', 'b') && contains([ 1 ], 1) && contains({ a: 1 }, 'a')", true],
    ['environment().authentication.loginEndpoint', 'https://login.microsoftonline.com/'],
    ["sys.toLower('A')", 'a'],
    ["loadTextContent('t.xml')", '<a/>'],
    ["loadJsonContent('j.json').k", 'v'],
    ['twice(4)', 8],
  ])('%s', (text, expected) => {
    expect(evaluate(text, 'func twice(n int) int => n * 2', { 't.xml': '<a/>', 'j.json': '{"k": "v"}' })).toEqual(
      expected,
    );
  });

  it('name what only a deployment decides', () => {
    const declarations = "param p string\nresource s 'Y/b@1' existing = { name: 's' }";
    expect(evaluate("'https://${s.properties.host}/${p}'", declarations)).toBe('https://${s.properties.host}/${p}');
    expect(evaluate("p == 'a' ? 1 : 2", declarations)).toBe('Unknown');
    expect(evaluate("replace('a-b', '-', p)", declarations)).toBe('a${p}b');
    expect(evaluate("take('a-${p}', 24)", declarations)).toBe('a-${p}');
    expect(evaluate("take('a-${p}', 3)", declarations)).toBe('Unknown');
  });

  it.each([
    ['bool(true)', true],
    ["bool('TRUE')", true],
    ['bool(0)', false],
    ['bool(1)', true],
    ['int(7)', 7],
  ] as const)('%s comes to what it is of already, or says', (source, expected) => {
    expect(evaluate(source)).toBe(expected);
  });

  it('take the part of a policy that hangs on what nobody knows, and tell so', () => {
    const main = `param strict bool
param text string
var block = strict ? '<limit calls="1"\${strict ? ' by="ip"' : ''} />' : ''
resource r 'X/a@1' = {
  name: 'n'
  value: replace('<in><!-- LIMIT --></in>', '<!-- LIMIT -->', block)
  other: strict ? text : 'x'
}
`;
    const { resources, problems } = deploy({ 'main.bicep': main });
    expect(resources[0]?.body).toMatchObject({ value: '<in><limit calls="1" by="ip" /></in>', other: 'Unknown' });
    expect(problems).toEqual([
      expect.objectContaining({ line: 3, message: expect.stringContaining("'strict' is known only when deployed") }),
    ]);
  });

  it('hash to equal names for equal arguments', () => {
    const names = evaluate("[ uniqueString(p), uniqueString(p), uniqueString(p, 'x') ]", 'param p string') as string[];
    expect(names[0]).toMatch(/^[a-z][a-z0-9]{12}$/);
    expect(names[1]).toBe(names[0]);
    expect(names[2]).not.toBe(names[0]);
    expect(evaluate("guid('a', 'b') == guid('a', 'b') && guid('a') != guid('b')")).toBe(true);
    expect(evaluate("guid('a')")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('that define themselves are unknown', () => {
    expect(evaluate('a', 'var a = b\nvar b = a')).toBe('Unknown');
  });
});

describe('resources', () => {
  it('are named by parents, nesting, and slashes', () => {
    const { resources } = deploy({
      'main.bicep': `
param n string
resource s 'X/s@1' existing = { name: n }
resource a 'X/s/a@1' = {
  parent: s
  name: 'a'
  resource b 'b' = { name: 'b' }
}
resource c 'X/s/a/b@1' = { name: '\${n}/a/c' }
resource d 'X/s/a/b@1' = {
  parent: a
  name: 'd'
  properties: { id: a.id, of: a.name }
}
`,
    });
    expect(resources.map(({ type, names }) => [type, ...names])).toEqual([
      ['X/s/a', '${n}', 'a'],
      ['X/s/a/b', '${n}', 'a', 'b'],
      ['X/s/a/b', '${n}', 'a', 'c'],
      ['X/s/a/b', '${n}', 'a', 'd'],
    ]);
    expect(resources[3]?.body.properties).toEqual({ id: '/providers/X/s/${n}/a/a', of: 'a' });
    expect(resources.map(({ line }) => line)).toEqual([4, 7, 9, 10]);
  });

  it('are reached where they are nested: from outside by ::, from inside by name', () => {
    const main = `
param wide bool = true
resource p 'X/a@1' existing = {
  name: 'outer'
  resource q 'b' = {
    name: 'inner'
    value: p.name
    resource s 'c' = { name: 'innermost' }
  }
  resource t 'd' = if (wide) {
    name: 'beside-\${q.name}'
    dependsOn: [q]
  }
}
resource r 'X/e@1' = {
  name: 'n'
  value: [p::q.name, p::q.id, p::q.value, p::q::s.name, p::t.name, p.name]
}
`;
    const { resources, problems } = deploy({ 'main.bicep': main });
    expect(problems).toEqual([]);
    expect(resources.map(({ names }) => names.join('/'))).toEqual([
      'outer/inner',
      'outer/inner/innermost',
      'outer/beside-inner',
      'n',
    ]);
    expect(resources.at(-1)?.body.value).toEqual([
      'inner',
      '/providers/X/a/outer/b/inner',
      'outer',
      'innermost',
      'beside-inner',
      'outer',
    ]);
  });

  it('follow loops and conditions; unknown conditions are told', () => {
    const { resources } = deploy(
      {
        'main.bicep': `
param on bool
param maybe bool
resource a 'X/a@1' = [for (x, i) in [ 'p', 'q' ]: { name: '\${x}\${i}' }]
resource b 'X/b@1' = if (on) { name: a[1].name }
resource c 'X/c@1' = if (!on) { name: 'c' }
resource d 'X/d@1' = if (maybe) { name: 'd' }
`,
      },
      { on: true },
    );
    expect(resources.map(({ names, conditional }) => [names[0], conditional])).toEqual([
      ['p0', false],
      ['q1', false],
      ['q1', false],
      ['d', true],
    ]);
  });
});

describe('parameters', () => {
  it('without text keep their default where the environment variable of their value is not set', () => {
    const main = `
param wide bool = false
param hosts string[] = ['a']
param name string = 'b'
param asked bool
resource r 'X/a@1' = { name: 'n', value: [wide, hosts, name, asked] }
`;
    const unset = (name: string) => new Unknown(name, { type: 'environment', path: [name] });
    const given = { wide: unset('WIDE'), hosts: unset('HOSTS'), name: unset('NAME'), asked: unset('ASKED') };
    const { resources } = deploy({ 'main.bicep': main }, given);
    expect(resources[0]?.body.value).toEqual([false, ['a'], 'Unknown', 'Unknown']);
  });
});

describe('modules', () => {
  it('are followed with their parameters, in loops too, and give outputs', () => {
    const { resources, problems } = deploy({
      'main.bicep': `
module m 'parts/m.bicep' = [for n in [ 'x', 'y' ]: {
  name: n
  params: { n: n }
}]
resource last 'X/last@1' = { name: m[0].outputs.made }
`,
      'parts/m.bicep':
        "param n string\nparam t string = 'T${n}'\nresource a 'X/a@1' = { name: '${n}${t}${loadTextContent('../f.txt')}' }\noutput made string = a.name\n",
      'f.txt': '!',
    });
    expect(problems).toEqual([]);
    expect(resources.map(({ names }) => names[0])).toEqual(['xTx!', 'yTy!', 'xTx!']);
  });

  it('that are missing, broken or endless are told', () => {
    const { resources, problems } = deploy({
      'main.bicep':
        "module a 'missing.bicep' = { name: 'a' }\nmodule b 'br/public:x:1' = { name: 'b' }\nmodule c 'broken.bicep' = { name: 'c' }\n",
      'broken.bicep': "var x = \nresource r 'X/r@1' = { name: 'r' }\n",
    });
    expect(resources.map(({ names }) => names[0])).toEqual(['r']);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining("'missing.bicep'"),
      expect.any(String),
    ]);
    const endless = deploy({ 'main.bicep': "module m 'main.bicep' = [for i in range(0, 100): { name: 'm' }]\n" });
    expect(endless.problems.length).toBeGreaterThan(0);
  });
});
