import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * A path as messages name it: relative to where the user stands when it lies below, absolute otherwise; with forward
 * slashes on every system, as Git, SARIF and editors' links have it.
 */
export function displayPath(path: string, from: string = process.cwd()): string {
  const absolute = resolve(from, path);
  const inner = relative(from, absolute);
  const shown = inner === '' ? '.' : inner.startsWith('..') || isAbsolute(inner) ? absolute : inner;
  return sep === '/' ? shown : shown.split(sep).join('/');
}
