/** `npm run lint`: format, lint, types, fences, unused exports and generated pages. Ends with 1 and one line per finding. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crossings } from './lint/crossings.ts';
import { unusedExports } from './lint/unused-exports.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const files = execFileSync('git', ['ls-files', '*.ts', '*.mjs'], { encoding: 'utf8' }).split('\n').filter(Boolean);
const sources = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));

const crossed = [...sources].flatMap(([file, text]) => crossings(file, text));
for (const { file, line, target } of crossed)
  console.error(`${file}:${line}: may not import ${target} (see ARCHITECTURE.md, fences)`);

const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Readonly<Record<string, string>> };
const published = new Set(Object.values(exports).map((file) => file.slice('./'.length)));
const isEntry = (file: string): boolean =>
  published.has(file) || file.startsWith('docs/') || /\.(test|spec|bench)\.ts$/.test(file);
const unused = unusedExports(sources, isEntry);
for (const { file, line, name } of unused)
  console.error(`${file}:${line}: nothing imports ${name}: remove it, or its \`export\` where the file itself uses it`);

/** Runs a Node program with inherited output. @returns whether it passed */
function program(script: string, ...args: string[]): boolean {
  return spawnSync(process.execPath, [join(root, script), ...args], { stdio: 'inherit' }).status === 0;
}

const results = [
  crossed.length === 0,
  unused.length === 0,
  program('node_modules/@biomejs/biome/bin/biome', 'check', '--colors=off', '--diagnostic-level=warn', '.'),
  program('node_modules/typescript/bin/tsc', '-p', '.'),
  program('scripts/docs.ts', '--check'),
];
process.exit(results.every(Boolean) ? 0 : 1);
