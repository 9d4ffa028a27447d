/**
 * `npm run build`: writes the package that is published to dist/, or to the folder given with `--out`. It mirrors the
 * source tree, so that code finds its files the same way in both: JavaScript and declarations instead of TypeScript, data
 * files as they are. It holds what its entries reach, and is refused when anything else got in. The expression engine and
 * mock Entra are one file each.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundled, engineBundle, entraBundle } from './build/bundle.ts';
import { writeDeclarations } from './build/declarations.ts';
import { publishedManifest, type SourceManifest } from './build/manifest.ts';
import { filesBelow, problemsOf } from './build/problems.ts';
import { reach } from './build/reach.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'dist') } } });
const dist = resolve(values.out);
const source = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as SourceManifest;
const exported = Object.values(source.exports).map((file) => file.replace(/^\.\//, ''));
/** Modules that nothing imports: started by path. */
const started = [
  'cli/main.ts',
  'reference-server/main.ts',
  'reference-server/stdio.ts',
  'fixtures/mutants/edit-source.ts',
];
const dataFolders = ['bicep', 'cli', 'fixtures', 'gateway', 'infra', 'mock-entra', 'net', 'reference-server', 'suites'];

/** Data that nothing in the package reads: what only tests do, and what Azure is deployed from. */
const leftOut =
  /^(gateway\/oracle|fixtures\/conformance|fixtures\/clients|fixtures\/samples)\/|\/testing\/|^infra\/(?!policies\/)/;

function write(file: string, text: string): void {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  writeFileSync(join(dist, file), text);
}

// the compiler would warn that stripping types may change: the lock pins the Node that does it
process.removeAllListeners('warning');
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const reached = reach(root, [...exported, ...started]);
const modules = await bundled(root, await bundled(root, reached, engineBundle), entraBundle);
for (const [file, javascript] of modules) write(file.replace(/\.ts$/, '.js'), javascript);
if (!writeDeclarations(root, exported, dist)) process.exit(1);

// what is committed, so that nothing else can get in
const data = execFileSync('git', ['ls-files', ...dataFolders], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.(json|xml)$/.test(file) && !leftOut.test(file));
for (const file of data) {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  copyFileSync(join(root, file), join(dist, file));
}
for (const file of ['LICENSE', 'CHANGELOG.md']) copyFileSync(join(root, file), join(dist, file));
copyFileSync(join(root, 'scripts/build/package.md'), join(dist, 'README.md'));
mkdirSync(join(dist, 'bin'));
copyFileSync(join(root, 'scripts/build/sallyport.mjs'), join(dist, 'bin/sallyport.mjs'));
write('package.json', `${JSON.stringify(publishedManifest(source), null, 2)}\n`);

const problems = problemsOf(dist);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.error(`${dist}: ${filesBelow(dist).length} files, ${modules.size} of them modules`);
