/** What a package has to hold: the modules that its entries reach, and nothing that only tests use. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { importsOf, toJavaScript } from './to-javascript.ts';

/**
 * The JavaScript of the entries and of all they import, lazily too.
 * @param root folder of the sources
 * @param entries TypeScript modules below it, with `/`
 * @returns source file -> its JavaScript, in order of the names
 */
export function reach(root: string, entries: readonly string[]): Map<string, string> {
  const reached = new Map<string, string>();
  const pending = [...entries];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (reached.has(file)) continue;
    const javascript = toJavaScript(readFileSync(join(root, file), 'utf8'));
    reached.set(file, javascript);
    for (const specifier of importsOf(javascript)) {
      if (!specifier.startsWith('.') || !specifier.endsWith('.js')) continue;
      pending.push(posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts'));
    }
  }
  return new Map([...reached].sort(([a], [b]) => (a < b ? -1 : 1)));
}
