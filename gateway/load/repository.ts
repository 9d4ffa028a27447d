import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { documentLimits } from '../document/limits.ts';

const maximumBytes = 4 * documentLimits.characters;

/** The repository or azd project that a folder belongs to: what its deployment may read. The folder itself without one. */
export function repositoryOf(start: string): string {
  let folder = start;
  for (;;) {
    if (existsSync(join(folder, '.git')) || existsSync(join(folder, 'azure.yaml'))) return folder;
    const outer = dirname(folder);
    if (outer === folder) return start;
    folder = outer;
  }
}

/** A reader of text files below `root`; undefined for what is elsewhere, missing, or too large. */
export function readerOf(root: string): (path: string) => string | undefined {
  return (path) => {
    const inner = relative(root, path);
    if (inner.startsWith('..') || isAbsolute(inner)) return undefined;
    try {
      return statSync(path).size > maximumBytes ? undefined : readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  };
}
