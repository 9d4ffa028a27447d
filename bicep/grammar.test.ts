// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Bicep writes its interpolations like this
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Language, Parser } from 'web-tree-sitter';
import { parseBicep } from './parse.ts';

/** What the product does not read with: an independent grammar, which ours is held against. */
let grammar: Parser;

beforeAll(async () => {
  await Parser.init();
  grammar = new Parser();
  const require = createRequire(import.meta.url);
  grammar.setLanguage(await Language.load(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')));
});

function grammarAccepts(text: string): boolean {
  const tree = grammar.parse(text);
  if (!tree) throw new Error('the grammar gave no tree');
  const accepted = !tree.rootNode.hasError;
  tree.delete();
  return accepted;
}

const weAccept = (text: string) => parseBicep(text).problems.length === 0;

/** Bicep that the compiler builds (0.49.2) and version 1.1.0 of the grammar has no rule for. */
const beyondTheGrammar: [string, string][] = [
  ['an extension named in bicepconfig.json, as that of Microsoft Graph is', 'extension microsoftGraphV1\n'],
  ['the type of a variable', "var name string = 'x'\n"],
  ['what is spread into an object', 'var all = {\n  a: 1\n  ...others\n}\n'],
  ['what is spread into a list', 'var all = [\n  ...others\n]\n'],
  ['a string of several lines with holes', "var place = 'here'\nvar text = $'''\nat ${place}\n'''\n"],
  ['a parameter in a file of parameters', "using './main.bicep'\nparam name = 'x'\n"],
];

/** Bicep that the compiler, the grammar and we accept. */
const common: [string, string][] = [
  ['a union whose members have lines of their own', "type size =\n  | 'small'\n  | 'large'\n"],
  ['a union that goes on in the next line', "type size = 'small'\n  | 'large'\n"],
  ['a union in the type of a parameter', "param size 'small'\n  | 'large' = 'small'\nparam next string\n"],
];

/** What neither the compiler nor the grammar accepts. */
const refused: [string, string][] = [
  ['a text that does not end', "var text = 'x\n"],
  ['an object that does not end', 'var thing = {\n  a: 1\n'],
  ['two values', 'var number = 1 2\n'],
  ['a word that begins no statement', 'variable x = 1\n'],
  ['a resource without a type', 'resource api = {\n}\n'],
];

describe('our reader of Bicep and the grammar of tree-sitter', () => {
  const root = join(import.meta.dirname, '..');
  const files = globSync('{infra,fixtures,gateway}/**/*.{bicep,bicepparam}', { cwd: root });

  it('both accept every Bicep file of this repository', () => {
    expect(files.length).toBeGreaterThan(5);
    const texts = files.map((file) => [file, readFileSync(join(root, file), 'utf8')] as const);
    expect(texts.filter(([, text]) => !weAccept(text)).map(([file]) => file)).toEqual([]);
    const beyond = texts.filter(([, text]) => !grammarAccepts(text) && !/^extension |\.\.\./m.test(text));
    expect(beyond.map(([file]) => file)).toEqual([]);
  });

  it.each(common)('both accept %s', (_what, text) => {
    expect(grammarAccepts(text)).toBe(true);
    expect(parseBicep(text).problems).toEqual([]);
  });

  it.each(beyondTheGrammar)('ours alone accepts %s', (_what, text) => {
    expect(parseBicep(text).problems).toEqual([]);
    expect(grammarAccepts(text)).toBe(false);
  });

  it.each(refused)('both refuse %s', (_what, text) => {
    expect(grammarAccepts(text)).toBe(false);
    expect(weAccept(text)).toBe(false);
  });
});
