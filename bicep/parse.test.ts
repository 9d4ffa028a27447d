// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Bicep writes its interpolations like this
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBicep } from './parse.ts';
import type { Expression, Statement } from './syntax.ts';

function statement(text: string): Statement {
  const { statements, problems } = parseBicep(text);
  expect(problems).toEqual([]);
  expect(statements).toHaveLength(1);
  return statements[0] as Statement;
}

/** The value of `var x = …`, as an expression of operators and operands. */
function shape(text: string): string {
  const parsed = statement(`var x = ${text}`);
  return parsed.kind === 'variable' ? print(parsed.value) : '';
}

function print(node: Expression): string {
  switch (node.kind) {
    case 'string':
      return `'${node.parts.map((part) => ('text' in part ? part.text : `\${${print(part.expression)}}`)).join('')}'`;
    case 'number':
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'null';
    case 'name':
      return node.name;
    case 'array':
      return `[${node.items.map(print).join(', ')}]`;
    case 'object':
      return `{${node.properties.map(({ key, value }) => `${print(key)}: ${print(value)}`).join(', ')}}`;
    case 'spread':
      return `...${print(node.value)}`;
    case 'member':
      return `${print(node.object)}.${node.name}`;
    case 'index':
      return `${print(node.object)}[${print(node.index)}]`;
    case 'call':
      return `${node.object ? `${print(node.object)}.` : ''}${node.name}(${node.arguments.map(print).join(', ')})`;
    case 'unary':
      return `(${node.operator}${print(node.operand)})`;
    case 'binary':
      return `(${print(node.left)} ${node.operator} ${print(node.right)})`;
    case 'conditional':
      return `(${print(node.condition)} ? ${print(node.whenTrue)} : ${print(node.whenFalse)})`;
    case 'lambda':
      return `(${node.parameters.join(', ')}) => ${print(node.body)}`;
    case 'for':
      return `[for ${node.item}${node.index ? `, ${node.index}` : ''} in ${print(node.source)}: ${print(node.body)}]`;
  }
}

describe('expressions', () => {
  it.each([
    ['1 + 2 * 3 == 7 && !a || b', '((((1 + (2 * 3)) == 7) && (!a)) || b)'],
    ['a ?? b ?? c', '((a ?? b) ?? c)'],
    ['a\n  ? b\n  : c ? d : e', '(a ? b : (c ? d : e))'],
    ['a.b.?c[0]!.d[?e]', 'a.b.c[0].d[e]'],
    ["f(1, g('x'), [\n  1\n  2, 3\n])", "f(1, g('x'), [1, 2, 3])"],
    ['az.resourceGroup().location', 'az.resourceGroup().location'],
    ['res::child.name', 'res.child.name'],
    ["'it\\'s ${a}b${'c${d}'} \\${e} \\u{41}'", "'it's ${a}b${'c${d}'} ${e} A'"],
    ["'''\nraw ${a} \\n ''quotes'''''", "'raw ${a} \\n ''quotes'''"],
    ["$'''a${b}'''", "'a${b}'"],
    ["$$'''a${b}$${c}'''", "'a${b}${c}'"],
    ["{\n  a: 1 // comment\n  'b-c': 2\n  ${d}: 3 /* } */\n  ...e\n}", null],
    ['[for x in xs: x]', '[for x in xs: x]'],
    ['[for (x, i) in range(0, 3): {\n  a: i\n}]', "[for x, i in range(0, 3): {'a': i}]"],
    ['map(xs, x => x.a)', 'map(xs, (x) => x.a)'],
    ['reduce(xs, 0, (a, b) => a + b)', 'reduce(xs, 0, (a, b) => (a + b))'],
    ['a != b', '(a != b)'],
    ['-a - -1', '((-a) - (-1))'],
  ])('%j', (text, expected) => {
    if (expected !== null) expect(shape(text)).toBe(expected);
  });

  it('are given their place', () => {
    const text = "var x = {\n  a: 'b'\n}";
    const parsed = statement(text);
    if (parsed.kind !== 'variable' || parsed.value.kind !== 'object') throw new Error('no object');
    const [property] = parsed.value.properties;
    expect(text.slice(property?.value.start, property?.value.end)).toBe("'b'");
  });
});

describe('statements', () => {
  it('are read with decorators, types, conditions and nested resources', () => {
    const { statements, problems } = parseBicep(`
targetScope = 'resourceGroup'
metadata about = { a: 'x = y' }
#disable-next-line no-unused-params
@description('a ) "b"')
@secure()
param key string
@allowed([ 'a', 'b' ])
param kind 'a' | 'b' = 'a'
param shape { name: string, size: int? }[] = []
type pair = {
  a: string
}
func twice(n int) int => n * 2
resource service 'Microsoft.X/a@2024-01-01' existing = {
  name: 'n'
  resource inner 'b' = if (kind == 'a') {
    name: 'm'
  }
}
module part './part.bicep' = [for i in range(0, 2): if (i > 0) {
  name: 'p\${i}'
  params: { a: i }
}]
output all array = [ service.name ]
`);
    expect(problems).toEqual([]);
    expect(statements.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'parameter key',
      'parameter kind',
      'parameter shape',
      'function twice',
      'resource service',
      'module part',
      'output all',
    ]);
    expect(statements[0]).toMatchObject({ secure: true, type: 'string' });
    expect(statements[4]).toMatchObject({
      existing: true,
      body: { resources: [{ name: 'inner', type: 'b', condition: {} }] },
    });
    expect(statements[5]).toMatchObject({ path: './part.bicep', body: { kind: 'for', condition: {} } });
  });

  it('that are not understood are reported and left out', () => {
    const { statements, problems } = parseBicep(
      "var a = 1\nvar b = (\nvar c = 'x\nresource d = {}\nnonsense here\nvar e = 2\n",
    );
    expect(statements.map(({ name }) => name)).toEqual(['a', 'e']);
    expect(problems.length).toBeGreaterThan(1);
    expect(problems.map(({ message }) => message)).toContain('the string is not closed');
  });
});

describe('any text', () => {
  const pieces = fc.array(
    fc.constantFrom(
      'var ',
      'x',
      ' = ',
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      "'",
      "'''",
      '${',
      '\n',
      ',',
      ':',
      '?',
      '.',
      '=>',
      'for ',
      'in ',
      'resource ',
      'if ',
      '@',
      '//',
      '/*',
      '$',
      '!',
      '...',
      '-',
    ),
    { maxLength: 40 },
  );
  it('is read without failing', () => {
    fc.assert(
      fc.property(
        pieces.map((parts) => `var a = ${parts.join('')}`),
        (text) => {
          for (const { offset } of parseBicep(text).problems) expect(offset).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it.each(['(', '[', '{a:', '-', '!', "'${", 'a?b:', 'f('])('may nest %j without end', (piece) => {
    expect(parseBicep(`var x = ${piece.repeat(20_000)}`).problems).toHaveLength(1);
  });
});
