/**
 * `npm run build`: writes dist/, the package that is published. It mirrors the source tree (JavaScript and types instead
 * of TypeScript, data files as they are), so that code finds its files the same way in both.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const folders = ['bicep', 'cli', 'fixtures', 'gateway', 'infra', 'mock-entra', 'net', 'reference-server', 'suites'];
/** What only tests or development need. */
const leftOut = [/\.(test|spec)\.ts$/, /\/testing\//, /^gateway\/oracle\//, /^fixtures\/browser\//];

process.chdir(root);
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...folders], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && !leftOut.some((pattern) => pattern.test(file)));

const config = join(dist, 'tsconfig.build.json');
writeFileSync(
  config,
  JSON.stringify({
    extends: '../tsconfig.json',
    compilerOptions: {
      noEmit: false,
      declaration: true,
      rewriteRelativeImportExtensions: true,
      allowImportingTsExtensions: false,
      rootDir: root,
      outDir: dist,
    },
    include: [],
    exclude: [],
    files: files.filter((file) => file.endsWith('.ts')).map((file) => join(root, file)),
  }),
);
const compiled = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', config], {
  stdio: 'inherit',
});
rmSync(config);
if (compiled.status !== 0) process.exit(1);

for (const file of [...files.filter((name) => !name.endsWith('.ts')), 'LICENSE', 'README.md', 'CHANGELOG.md']) {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  copyFileSync(join(root, file), join(dist, file));
}

mkdirSync(join(dist, 'bin'), { recursive: true });
writeFileSync(
  join(dist, 'bin/sallyport.mjs'),
  `#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
enableCompileCache?.();
await import('../cli/main.js');
`,
);

const source = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
  description: string;
  license: string;
  exports: Record<string, string>;
  dependencies: Record<string, string>;
};
const published = {
  name: 'sallyport',
  version: source.version,
  description: source.description,
  license: source.license,
  type: 'module',
  engines: { node: '>=22.19' },
  bin: { sallyport: './bin/sallyport.mjs' },
  exports: Object.fromEntries(
    Object.entries(source.exports).map(([name, file]) => [
      name,
      { types: file.replace(/\.ts$/, '.d.ts'), default: file.replace(/\.ts$/, '.js') },
    ]),
  ),
  dependencies: source.dependencies,
};
writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
console.error(`dist: ${files.length} files of ${folders.length} folders`);
