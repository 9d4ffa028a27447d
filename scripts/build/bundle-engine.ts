/**
 * The expression engine as one file. It has some 350 modules, one per .NET type and C# construct, and a process that
 * evaluates a single expression would spend most of its time on finding and linking them.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Where the bundle lies in the package. */
export const engineBundle = 'gateway/engine.js';

/** What is loaded first, so that types are declared in the same order as from the sources. */
const first = ['gateway/dotnet/index.ts', 'gateway/expressions/index.ts'];
const belongs = (file: string): boolean => /^gateway\/(dotnet|expressions)\//.test(file);

/** A module that loads a builtin when one of its names is used: few expressions encrypt, and loading node:crypto takes long. */
function atFirstUse(builtin: string): string {
  const names = JSON.stringify(Object.keys(process.getBuiltinModule(builtin) ?? {}));
  return `for (const name of ${names})
  Object.defineProperty(exports, name, { enumerable: true, get: () => process.getBuiltinModule('${builtin}')[name] });`;
}

/**
 * Puts the modules of the engine into one file and leaves re-exports in their places, so that whoever imports one of
 * them gets the same instance.
 * @param root folder of the sources, whose exports are looked up
 * @param modules source file -> its JavaScript, as `reach` gives them
 * @returns the same with the engine's modules replaced, and the bundle under its `.ts` name
 */
export async function bundleEngine(root: string, modules: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const inside = [...modules.keys()].filter(belongs);
  const result = new Map(modules);
  const entry = first.filter((file) => modules.has(file)).map((file) => `import './${file}';`);
  for (const [index, file] of inside.entries()) {
    const names = Object.keys((await import(pathToFileURL(join(root, file)).href)) as object).sort();
    entry.push(`export { ${names.map((name) => `${name} as ${name}$${index}`).join(', ')} } from './${file}';`);
    const bundle = posix.relative(posix.dirname(file), engineBundle);
    const there = names.map((name) => `${name}$${index} as ${name}`).join(', ');
    result.set(file, `export { ${there} } from '${bundle.startsWith('.') ? bundle : `./${bundle}`}';\n`);
  }
  const { outputFiles } = await build({
    stdin: { contents: entry.join('\n'), resolveDir: root },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [
      {
        name: 'builtins at first use',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'builtin' }));
          onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({ contents: atFirstUse(path), loader: 'js' }));
        },
      },
      {
        name: 'reached modules',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^\./ }, ({ path, importer }) => ({
            path: posix.join(importer === '<stdin>' ? '.' : dirname(importer), path).replace(/\.js$/, '.ts'),
            namespace: 'reached',
          }));
          onLoad({ filter: /\.json$/, namespace: 'reached' }, ({ path }) => ({
            contents: readFileSync(join(root, path), 'utf8'),
            loader: 'json',
          }));
          onLoad({ filter: /\.ts$/, namespace: 'reached' }, ({ path }) => ({
            contents: modules.get(path) ?? '',
            loader: 'js',
          }));
        },
      },
    ],
  });
  const text = outputFiles[0]?.text;
  if (!text) throw new Error('the engine could not be bundled');
  return result.set(engineBundle.replace(/\.js$/, '.ts'), text);
}
