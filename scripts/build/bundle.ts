/**
 * A folder of many small modules as one file. A process that evaluates one expression, or answers one request, would
 * spend most of its time on finding and linking them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import { importsOf } from './to-javascript.ts';

export interface Bundle {
  /** Where it lies in the package, `.js`. */
  readonly file: string;
  /** Whether a source file is part of it. */
  readonly belongs: (file: string) => boolean;
  /** What is loaded first, so that its parts run in the same order as from the sources. */
  readonly first: readonly string[];
  /** Packages that become part of it; all others are imported as they were. */
  readonly packages?: readonly string[];
}

/** The expression engine: some 350 modules, one per .NET type and C# construct. */
export const engineBundle: Bundle = {
  file: 'gateway/engine.js',
  belongs: (file) => /^gateway\/(dotnet|expressions)\//.test(file),
  first: ['gateway/dotnet/index.ts', 'gateway/expressions/index.ts'],
};

/** Mock Entra: some 150 modules, and the packages that answer requests and read seeds. */
export const entraBundle: Bundle = {
  file: 'mock-entra/entra-bundle.js',
  // the handlers for msw are for those who have it
  belongs: (file) => file.startsWith('mock-entra/') && file !== 'mock-entra/msw.ts',
  first: ['mock-entra/index.ts'],
  packages: ['hono', 'zod'],
};

/** A module that loads a builtin when one of its names is used: few need them all, and loading one takes long. */
function atFirstUse(builtin: string): string {
  const names = JSON.stringify(Object.keys(process.getBuiltinModule(builtin) ?? {}));
  return `for (const name of ${names})
  Object.defineProperty(exports, name, { configurable: true, enumerable: true, get() {
    const value = process.getBuiltinModule('${builtin}')[name];
    Object.defineProperty(exports, name, { enumerable: true, value });
    return value;
  } });`;
}

/** `@a/b` of `@a/b/c`. */
const packageOf = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/** How a module beside it imports `file`. */
const fromBeside = (importer: string, file: string): string => {
  const path = posix.relative(posix.dirname(importer), file);
  return path.startsWith('.') ? path : `./${path}`;
};

/** Reads modules from `modules`, keeps out what does not belong, and loads builtins late. */
function plugin(root: string, modules: ReadonlyMap<string, string>, bundle: Bundle): Plugin {
  return {
    name: 'reached modules',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'builtin' }));
      onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({ contents: atFirstUse(path), loader: 'js' }));
      onResolve({ filter: /^\./ }, ({ path, importer, namespace }) => {
        if (namespace !== 'reached' && importer !== '<stdin>') return undefined;
        const file = posix.join(importer === '<stdin>' ? '.' : dirname(importer), path).replace(/\.js$/, '.ts');
        if (bundle.belongs(file)) return { path: file, namespace: 'reached' };
        return { path: fromBeside(bundle.file, file).replace(/\.ts$/, '.js'), external: true };
      });
      onResolve({ filter: /^[^.]/ }, ({ path, namespace }) => {
        if (namespace !== 'reached') return undefined;
        if (!bundle.packages?.includes(packageOf(path))) return { path, external: true };
        return undefined;
      });
      onLoad({ filter: /\.json$/, namespace: 'reached' }, ({ path }) => ({
        contents: readFileSync(join(root, path), 'utf8'),
        loader: 'json',
      }));
      // examples in comments look like imports, and esbuild keeps those of class members
      onLoad({ filter: /[\\/]node_modules[\\/].*\.m?js$/ }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replace(/^\s*\/\*\*[\s\S]*?\*\//gm, ''),
        loader: 'js',
      }));
      onLoad({ filter: /\.ts$/, namespace: 'reached' }, ({ path }) => ({
        contents: modules.get(path) ?? '',
        loader: 'js',
        resolveDir: root,
      }));
    },
  };
}

/** The licences of the packages that became part of it, as their terms ask: a comment at its head. */
function notices(root: string, { inputs }: Metafile): string {
  const names = Object.keys(inputs).map((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]);
  const packages = [...new Set(names.filter((name) => name !== undefined))].sort();
  return packages
    .map((name) => {
      const folder = join(root, 'node_modules', name);
      const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt'].map((each) => join(folder, each)).find(existsSync);
      const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
      if (!file) throw new Error(`${name} brings no licence to pass on`);
      return `/*! ${name} ${version}\n\n${readFileSync(file, 'utf8').trim().replaceAll('*/', '* /')}\n*/\n`;
    })
    .join('');
}

/**
 * The text of a module stays in memory, in two bytes a character as soon as a single one is beyond ASCII. In code esbuild
 * escapes those itself; what is left of them stands in comments of packages.
 */
const inAscii = (text: string): string => text.replace(/[^\0-\x7f]/g, '-');

/** Modules of the bundle that others import; when nobody does, those that start it. */
function importedFromOutside(modules: ReadonlyMap<string, string>, { belongs, first }: Bundle): Set<string> {
  const imported = new Set(first.filter((file) => modules.has(file)));
  for (const [file, javascript] of modules) {
    if (belongs(file)) continue;
    for (const specifier of importsOf(javascript)) {
      if (!specifier.startsWith('.')) continue;
      const target = posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts');
      if (belongs(target) && modules.has(target)) imported.add(target);
    }
  }
  return imported;
}

/**
 * Puts the modules of a bundle into one file. In the places of those that others import it leaves re-exports, so that
 * everybody gets the same instance; the rest is gone.
 * @param root folder of the sources, whose exports are looked up
 * @param modules source file -> its JavaScript, as `reach` gives them
 * @returns the same with those modules replaced, and the bundle under its `.ts` name
 */
export async function bundled(
  root: string,
  modules: ReadonlyMap<string, string>,
  bundle: Bundle,
): Promise<Map<string, string>> {
  const outside = importedFromOutside(modules, bundle);
  const result = new Map([...modules].filter(([file]) => !bundle.belongs(file)));
  const entry = bundle.first.filter((file) => modules.has(file)).map((file) => `import './${file}';`);
  for (const [index, file] of [...outside].sort().entries()) {
    const names = Object.keys((await import(pathToFileURL(join(root, file)).href)) as object).sort();
    entry.push(`export { ${names.map((name) => `${name} as ${name}$${index}`).join(', ')} } from './${file}';`);
    const there = names.map((name) => `${name}$${index} as ${name}`).join(', ');
    result.set(file, `export { ${there} } from '${fromBeside(file, bundle.file)}';\n`);
  }
  const { outputFiles, metafile } = await build({
    stdin: { contents: entry.join('\n'), resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [plugin(root, modules, bundle)],
  });
  const text = outputFiles[0]?.text;
  if (!text) throw new Error(`${bundle.file} could not be made`);
  return result.set(bundle.file.replace(/\.js$/, '.ts'), notices(root, metafile) + inAscii(text));
}
