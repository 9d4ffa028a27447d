import { closeSync, existsSync, lstatSync, openSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { documentLimits } from '../document/limits.ts';
import { decodeText } from './decode-text.ts';

const maximumBytes = 4 * documentLimits.characters;

/** What shows where a repository begins, the surest first: archives of one have no `.git`. */
const beginnings = [['.git'], ['azure.yaml'], ['.github', 'LICENSE', 'LICENSE.md', 'LICENSE.txt']];

/**
 * The repository or azd project that a folder belongs to: what its deployment may read.
 * @param named the folder that the user named, which is taken where nothing shows one; the folder itself unless told
 */
export function repositoryOf(start: string, named: string = start): string {
  for (const names of beginnings) {
    for (let folder = start; ; folder = dirname(folder)) {
      if (names.some((name) => existsSync(join(folder, name)))) return folder;
      if (dirname(folder) === folder) break;
    }
  }
  return isBelow(resolve(named), start) ? resolve(named) : start;
}

/** Whether a path is below a folder. Both as they are, without links. */
function isBelow(root: string, path: string): boolean {
  const inner = relative(root, path);
  return !inner.startsWith('..') && !isAbsolute(inner);
}

/** A reader of text files below `root`; undefined for what is or leads elsewhere, is missing, no text, or too large. */
export function readerOf(root: string): (path: string) => string | undefined {
  let real: string | undefined;
  return (path) => {
    if (!isBelow(root, path)) return undefined;
    try {
      const target = realpathSync(path);
      real ??= realpathSync(root);
      // a link of a repository must not read what its reader has elsewhere
      if (!isBelow(real, target)) return undefined;
      const found = statSync(target);
      return found.isFile() && found.size <= maximumBytes ? decodeText(readFileSync(target)) : undefined;
    } catch {
      return undefined;
    }
  };
}

/** The beginning of a file, for telling what it is; undefined when it can't be read. */
export function headOf(path: string, bytes: number): string | undefined {
  let file: number | undefined;
  try {
    if (!lstatSync(path).isFile()) return undefined;
    file = openSync(path, 'r');
    const buffer = Buffer.alloc(bytes);
    return decodeText(buffer.subarray(0, readSync(file, buffer, 0, bytes, 0)));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
