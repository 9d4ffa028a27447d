/** `npm run lint`: format, lint, types and fences. Ends with 1 and one line per finding. */
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

/** Runs a tool of node_modules with inherited output. @returns whether it passed */
function tool(entry: string, ...args: string[]): boolean {
  return spawnSync(process.execPath, [join(root, 'node_modules', entry), ...args], { stdio: 'inherit' }).status === 0;
}

const results = [
  crossed.length === 0,
  tool('@biomejs/biome/bin/biome', 'check', '--colors=off', '--diagnostic-level=warn', '.'),
  tool('typescript/bin/tsc', '-p', '.'),
];
process.exit(results.every(Boolean) ? 0 : 1);
