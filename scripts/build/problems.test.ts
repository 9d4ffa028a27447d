import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { problemsOf } from './problems.ts';

let folder: string;

const put = (file: string, text = ''): void => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-package-'));
  put('package.json', JSON.stringify({ dependencies: { '@a/b': '1' }, peerDependencies: { c: '*' } }));
  put('cli/main.js', "import { x } from '@a/b/x.js';\nimport y from './y.js';\nimport fs from 'node:fs';\n");
  put('cli/y.js', "await import('c');\nnew URL('../package.json', import.meta.url);\n");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('finds nothing wrong with a whole package', () => {
  expect(problemsOf(folder)).toEqual([]);
});

it.each([
  '.env',
  'cli/.cache/x.json',
  'cli/x.ts',
  'cli/x.test.js',
  'gateway/oracle/cases/x.json',
  'mock-entra/testing/world.js',
  'node_modules/x/index.js',
  'infra/notes.md',
])('refuses %s', (file) => {
  put(file);
  expect(problemsOf(folder)).toEqual([`${file}: does not belong in a package`]);
});

it('refuses imports of what is not brought', () => {
  put('net/a.js', "import './b.js';\nimport { d } from 'd';\n");
  expect(problemsOf(folder)).toEqual([
    'net/a.js: imports ./b.js, which the package does not bring',
    'net/a.js: imports d, which the package does not bring',
  ]);
});

it('refuses paths to files that are not there, and to TypeScript', () => {
  put('net/a.js', "new URL('./a.json', import.meta.url);\nnew URL('./a.ts', import.meta.url);\n");
  expect(problemsOf(folder)).toEqual([
    'net/a.js: names ./a.json, which is not there',
    'net/a.js: names ./a.ts, which is JavaScript in a package; use moduleUrl',
  ]);
});

it('refuses what looks like a key or a token', () => {
  put('net/a.js', `const token = 'e${'yJ'}${'a'.repeat(30)}.e${'yJ'}${'b'.repeat(30)}.${'c'.repeat(30)}';\n`);
  expect(problemsOf(folder)).toEqual(['net/a.js: holds what looks like a secret']);
});
