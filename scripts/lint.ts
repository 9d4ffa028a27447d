/** `npm run lint`: format, lint, types, fences and generated pages. Ends with 1 and one line per finding. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allCrossings } from './lint/imports.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const files = execFileSync('git', ['ls-files', '*.ts'], { encoding: 'utf8' }).split('\n').filter(Boolean);

const crossed = allCrossings(files);
for (const { file, line, target } of crossed)
  console.error(`${file}:${line}: may not import ${target} (see ARCHITECTURE.md, fences)`);

/** Runs a Node program with inherited output. @returns whether it passed */
function program(script: string, ...args: string[]): boolean {
  return spawnSync(process.execPath, [join(root, script), ...args], { stdio: 'inherit' }).status === 0;
}

const results = [
  crossed.length === 0,
  program('node_modules/@biomejs/biome/bin/biome', 'check', '--colors=off', '--diagnostic-level=warn', '.'),
  program('node_modules/typescript/bin/tsc', '-p', '.'),
  program('scripts/docs.ts', '--check'),
];
process.exit(results.every(Boolean) ? 0 : 1);
