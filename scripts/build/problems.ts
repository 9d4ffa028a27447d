/** What would be wrong with publishing a folder. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { importsOf, placesOf } from './to-javascript.ts';

/** Files that a package may hold. A list of what is allowed: caches, keys and notes are not. */
const allowed = [
  /^(package\.json|LICENSE|README\.md|CHANGELOG\.md|bin\/sallyport\.mjs)$/,
  /^(cli|fixtures|gateway|mock-entra|net|reference-server|suites|bicep)\/[\w./-]+\.(js|d\.ts|json)$/,
  /^infra\/policies\/[\w./-]+\.(xml|json)$/,
];
const refused = [/\.(test|spec|oracle)\./, /(^|\/)testing\//, /(^|\/)\./, /^gateway\/oracle\//];
/** What a secret looks like that got into a file. */
const secrets = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}/,
  /\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/,
];

const builtin = new Set(builtinModules);

/** `@a/b` of `@a/b/c`. */
const packageOf = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

function inModule(folder: string, file: string, text: string, packages: ReadonlySet<string>): string[] {
  const beside = (path: string): boolean => existsSync(join(folder, dirname(file), path));
  const missing = importsOf(text).filter((specifier) => {
    if (specifier.startsWith('.')) return !beside(specifier);
    return !specifier.startsWith('node:') && !builtin.has(specifier) && !packages.has(packageOf(specifier));
  });
  return [
    ...missing.map((specifier) => `${file}: imports ${specifier}, which the package does not bring`),
    // a module by its source name is for moduleUrl, which knows the other
    ...placesOf(text)
      .filter((place) => !place.endsWith('.ts') && !beside(place))
      .map((place) => `${file}: names ${place}, which is not there`),
    ...placesOf(text)
      .filter((place) => place.endsWith('.ts'))
      .map((place) => `${file}: names ${place}, which is JavaScript in a package; use moduleUrl`),
  ];
}

/** Every file below a folder, with `/`, in order. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.replaceAll('\\', '/'))
    .sort();
}

/**
 * What is wrong with a built package, a line each.
 * @param folder that holds its package.json
 */
export function problemsOf(folder: string): string[] {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    peerDependencies: Record<string, string>;
  };
  const packages = new Set([...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)]);
  return filesBelow(folder).flatMap((file) => {
    if (!allowed.some((pattern) => pattern.test(file)) || refused.some((pattern) => pattern.test(file)))
      return [`${file}: does not belong in a package`];
    const text = readFileSync(join(folder, file), 'utf8');
    return [
      ...(secrets.some((pattern) => pattern.test(text)) ? [`${file}: holds what looks like a secret`] : []),
      ...(/\.m?js$/.test(file) ? inModule(folder, file, text, packages) : []),
    ];
  });
}
