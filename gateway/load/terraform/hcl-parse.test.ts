// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes its interpolations like this
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHcl, parseTemplate } from './hcl-parse.ts';
import type { Expression, TemplatePart } from './hcl-syntax.ts';

function print(node: Expression): string {
  switch (node.kind) {
    case 'literal':
      return JSON.stringify(node.value);
    case 'template':
      return `"${node.parts.map(printPart).join('')}"`;
    case 'tuple':
      return `[${node.items.map(print).join(', ')}]`;
    case 'object':
      return `{${node.entries.map(({ key, value }) => `${print(key)}: ${print(value)}`).join(', ')}}`;
    case 'name':
      return node.name;
    case 'member':
      return `${print(node.object)}.${node.name}`;
    case 'index':
      return `${print(node.object)}[${print(node.index)}]`;
    case 'splat':
      return `${[`${print(node.object)}[*]`, ...node.rest].join('.')}`;
    case 'call':
      return `${node.name}(${node.arguments.map(print).join(', ')}${node.expand ? '...' : ''})`;
    case 'unary':
      return `(${node.operator}${print(node.operand)})`;
    case 'binary':
      return `(${print(node.left)} ${node.operator} ${print(node.right)})`;
    case 'conditional':
      return `(${print(node.condition)} ? ${print(node.whenTrue)} : ${print(node.whenFalse)})`;
    case 'for':
      return `for ${node.names.join(', ')} in ${print(node.source)}: ${node.key ? `${print(node.key)} => ` : ''}${print(node.value)}${node.condition ? ` if ${print(node.condition)}` : ''}`;
  }
}

function printPart(part: TemplatePart): string {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'hole') return `\${${print(part.expression)}}`;
  if (part.kind === 'if') {
    return `<if ${print(part.condition)}>${part.whenTrue.map(printPart).join('')}<else>${part.whenFalse.map(printPart).join('')}</if>`;
  }
  return `<for ${part.names.join(',')} ${print(part.source)}>${part.body.map(printPart).join('')}</for>`;
}

function shape(text: string): string {
  const { attributes, problems } = parseHcl(`x = ${text}\n`);
  expect(problems).toEqual([]);
  expect(attributes).toHaveLength(1);
  return attributes[0] ? print(attributes[0].value) : '';
}

describe('expressions', () => {
  it.each([
    ['1 + 2 * 3 == 7 && !a || b', '((((1 + (2 * 3)) == 7) && (!a)) || b)'],
    ['a ? b : c', '(a ? b : c)'],
    ['a.b[0].c["d"].*.e', 'a.b[0].c["d"][*].e'],
    ['a[*].b.c', 'a[*].b.c'],
    ['f(1, [\n2,\n3\n]...)', 'f(1, [2, 3]...)'],
    ['{\n a = 1 # c\n "b" = 2, (c) : 3\n}', '{"a": 1, "b": 2, c: 3}'],
    ['[for k, v in m : k if v > 1]', 'for k, v in m: k if (v > 1)'],
    ['{ for x in xs : x.id => x... }', 'for x in xs: x.id => x'],
    ['"a${b}c$${d}%%{e} \\"f\\" \\u0041"', '"a${b}c${d}%{e} "f" A"'],
    ['<<EOT\n  a ${b}\nEOT', '"  a ${b}\n"'],
    ['<<-EOT\n    a\n      ${b}\n    EOT', '"a\n  ${b}\n"'],
    ['"%{ if a }b%{ else }c%{ endif }%{ for x in xs ~}${x}%{ endfor }"', '"<if a>b<else>c</if><for x xs>${x}</for>"'],
  ])('%j', (text, expected) => {
    expect(shape(text)).toBe(expected);
  });
});

describe('files', () => {
  it('hold blocks with labels, nested', () => {
    const { blocks, problems } = parseHcl(
      'resource "a" "b" {\n  x = 1\n  inner {\n    y = 2\n  }\n}\nlocals { z = 3 }\n',
    );
    expect(problems).toEqual([]);
    expect(blocks).toMatchObject([
      { type: 'resource', labels: ['a', 'b'], body: { attributes: [{ name: 'x' }], blocks: [{ type: 'inner' }] } },
      { type: 'locals', body: { attributes: [{ name: 'z' }] } },
    ]);
  });

  it('are read on after what is not understood', () => {
    const { blocks, problems } = parseHcl('a "b" {\n  x = (\n}\nresource "c" "d" {\n  y = "open\n}\nlocals {\n}\n');
    expect(blocks.map(({ type }) => type)).toEqual(['locals']);
    expect(problems).toHaveLength(2);
  });

  const pieces = fc.array(
    fc.constantFrom(
      'x',
      ' = ',
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      '"',
      '${',
      '%{',
      'if ',
      'for ',
      'in ',
      '<<E\n',
      'E\n',
      '\n',
      ',',
      ':',
      '?',
      '.',
      '*',
      '=>',
      '...',
      '#',
      '/*',
      '\\',
      '!',
      '1',
    ),
    { maxLength: 40 },
  );
  it('never fail, whatever they hold', () => {
    fc.assert(
      fc.property(
        pieces.map((parts) => parts.join('')),
        (text) => {
          for (const { offset } of parseHcl(text).problems) expect(offset).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it.each(['(', '[', '{a=', '-', '"${', 'a?', 'f(', '%{if a}'])('may nest %j without end', (piece) => {
    expect(parseHcl(`x = "${piece.repeat(20_000)}`).problems.length).toBeGreaterThan(0);
    expect(parseHcl(`x = ${piece.repeat(20_000)}`).problems.length).toBeGreaterThan(0);
  });
});

it('templates may hold policies', () => {
  const parts = parseTemplate('<policies>\n<x v="@($"{a}")" w="${b}" />\n</policies>');
  expect(parts.map(printPart).join('')).toBe('<policies>\n<x v="@($"{a}")" w="${b}" />\n</policies>');
  expect(parts).toHaveLength(3);
});
