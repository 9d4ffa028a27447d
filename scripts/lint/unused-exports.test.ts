import { expect, it } from 'vitest';
import { unusedExports } from './unused-exports.ts';

/** The names found, with their files. */
const names = (files: Record<string, string>, entries: readonly string[] = []): string[] =>
  unusedExports(new Map(Object.entries(files)), (file) => entries.includes(file)).map(
    ({ file, line, name }) => `${file}:${line} ${name}`,
  );

it('finds values that no other module imports, though their own uses them', () => {
  const text =
    'export const used = 1;\nexport const own = 2;\nexport async function dead(): Promise<number> {\n  return own;\n}\n';
  expect(names({ 'x/a.ts': text, 'x/b.ts': "import { used } from './a.ts';" })).toEqual([
    'x/a.ts:2 own',
    'x/a.ts:3 dead',
  ]);
});

it('leaves types alone that their own module needs', () => {
  const text = 'export interface Options {}\nexport type Dead = 1;\nexport const run = (options: Options) => options;';
  expect(names({ 'a.ts': text, 'b.ts': "import { run as go } from './a.ts';" })).toEqual(['a.ts:2 Dead']);
});

it('follows what is exported again, and takes a whole module at its word', () => {
  const parts = { 'a.ts': 'export const a = 1;', 'b.ts': 'export const b = 1;', 'c.ts': 'export const c = 1;' };
  const index = "export { a } from './a.ts';\nexport * from './b.ts';\nawait import('./c.ts');";
  expect(names({ ...parts, 'index.ts': index })).toEqual(['index.ts:1 a']);
  expect(names({ ...parts, 'index.ts': index }, ['index.ts'])).toEqual([]);
});
