/** Finds exports that no other module imports: code that nobody runs, or that need not be exported. */
import { posix } from 'node:path';
import { importsOf } from './imports.ts';

/** An export without importer. */
export interface UnusedExport {
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

const declaration = /^export (?:abstract |async )*(const|let|function\*?|class|interface|type) (\w+)/gm;
const list = /^export (?:type )?\{([^}]*)\}/gm;

/**
 * @param sources text of every module by its path, relative to the root, with `/`
 * @param isEntry whether others than these modules import a module: packages, people, runners
 */
export function unusedExports(
  sources: ReadonlyMap<string, string>,
  isEntry: (file: string) => boolean,
): UnusedExport[] {
  const taken = takenNames(sources);
  const found: UnusedExport[] = [];
  for (const [file, text] of sources) {
    const names = taken.get(file);
    if (isEntry(file) || names === 'all') continue;
    for (const { name, offset } of exportsOf(text)) {
      if (names?.has(name)) continue;
      found.push({ file, line: text.slice(0, offset).split('\n').length, name });
    }
  }
  return found;
}

/** The names that are imported from each module; `all` where a module is imported as a whole. */
function takenNames(sources: ReadonlyMap<string, string>): Map<string, Set<string> | 'all'> {
  const taken = new Map<string, Set<string> | 'all'>();
  for (const [file, text] of sources) {
    for (const { specifier, names } of importsOf(text)) {
      if (!specifier.startsWith('.')) continue;
      const target = posix.normalize(posix.join(posix.dirname(file), specifier));
      const known = taken.get(target) ?? new Set<string>();
      if (known === 'all' || names === undefined) taken.set(target, 'all');
      else taken.set(target, new Set([...known, ...names]));
    }
  }
  return taken;
}

/** A type that its own module uses is left out: it is part of what the module's functions take or give. */
function exportsOf(text: string): { name: string; offset: number }[] {
  const found: { name: string; offset: number }[] = [];
  for (const { 1: kind, 2: name = '', index } of text.matchAll(declaration)) {
    const isType = kind === 'interface' || kind === 'type';
    const uses = isType ? [...text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length : 1;
    if (uses === 1) found.push({ name, offset: index });
  }
  for (const { 1: members = '', index } of text.matchAll(list))
    for (const member of members
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean))
      found.push({
        name:
          member
            .replace(/^type /, '')
            .split(' as ')
            .at(-1) ?? '',
        offset: index,
      });
  return found;
}
