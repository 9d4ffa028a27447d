// biome-ignore-all lint/suspicious/noTemplateCurlyInString: templates have interpolations like this
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoadError } from './load-error.ts';
import { loadPlain, looksLikePolicy } from './load-plain.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plain-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(file: string, content: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

it('finds policies by content, whatever the files are called, in order', async () => {
  await put('b/any name.xml', '<!-- c -->\n<policies>\n</policies>');
  await put('a/f.XML', '\ufeff<?xml version="1.0"?><fragment/>');
  await put('a/pom.xml', '<project>\n<policies>\n</policies></project>');
  await put('a/readme.md', '<policies></policies>');
  await put('node_modules/x.xml', '<policies></policies>');
  const sources = await loadPlain(folder);
  expect(sources.map(({ file }) => file.split('/').slice(-2).join('/'))).toEqual(['a/f.XML', 'b/any name.xml']);
  expect(sources[0]?.format).toBe('rawxml');
});

it('takes a file that is named and is XML, whatever it holds, and says of others that they are no policy', async () => {
  await put('x.xml', 'no policy');
  expect(await loadPlain(join(folder, 'x.xml'), 'xml')).toMatchObject([{ text: 'no policy', format: 'xml' }]);
  await put('named', '<policies />');
  expect(await loadPlain(join(folder, 'named'))).toHaveLength(1);
  await put('README.md', '# Policies\n');
  await expect(loadPlain(join(folder, 'README.md'))).rejects.toThrow(/README\.md: is no policy document/);
});

it('reads templates of policies, with named values where something is filled in', async () => {
  await put('a.xml.tftpl', '<policies><x v="${ var.host }" w="$${kept}" />%{ if a }<y />%{ endif }</policies>');
  await put('b.tpl', 'FROM scratch');
  await put('c.tftpl.xml', '<fragment>${x}</fragment>');
  expect((await loadPlain(folder)).map(({ text }) => text)).toEqual([
    '<policies><x v="{{var.host}}" w="${kept}" /><y /></policies>',
    '<fragment>{{x}}</fragment>',
  ]);
});

it('reads UTF-16, and leaves out what is no text', async () => {
  await writeFile(join(folder, 'a.xml'), Buffer.from('\ufeff<policies />', 'utf16le'));
  await writeFile(join(folder, 'b.xml'), Buffer.from('<policies>\0</policies>'));
  expect(await loadPlain(folder)).toHaveLength(1);
  await expect(loadPlain(join(folder, 'b.xml'))).rejects.toThrow(/b\.xml: is no text/);
});

it('says when there is nothing', async () => {
  await expect(loadPlain(join(folder, 'missing'))).rejects.toThrow(LoadError);
  expect(await loadPlain(folder)).toEqual([]);
});

it.skipIf(process.platform === 'win32')('follows no links', async () => {
  await put('a.xml', '<policies/>');
  await symlink(folder, join(folder, 'loop'));
  expect(await loadPlain(folder)).toHaveLength(1);
});

describe('a policy document', () => {
  it.each([
    ['<policies>', true],
    [' <!-- <project> --> <fragment >', true],
    ['stray text\n<policies>\n', true],
    ['<project><policies></policies></project>', false],
    ['<policiesx/>', false],
    ['', false],
  ])('%j: %s', (text, expected) => {
    expect(looksLikePolicy(text)).toBe(expected);
  });
});
