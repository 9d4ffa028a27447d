/** Finds imports that cross a fence. */
import { posix } from 'node:path';
import { mayImport, mayUse } from './fences.ts';
import { importsOf } from './imports.ts';

/** An import that the table does not allow. */
export interface Crossing {
  readonly file: string;
  readonly line: number;
  /** The file, relative to the root, or the package. */
  readonly target: string;
}

/** Crossings in `text`, the content of `file` (relative to the root, with `/`). */
export function crossings(file: string, text: string): Crossing[] {
  const found: Crossing[] = [];
  for (const { specifier, line } of importsOf(text)) {
    const beside = specifier.startsWith('.');
    const target = beside ? posix.normalize(posix.join(posix.dirname(file), specifier)) : specifier;
    if (beside ? !mayImport(file, target) : !mayUse(file, target)) found.push({ file, line, target });
  }
  return found;
}
