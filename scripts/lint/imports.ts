/** Finds imports that cross a fence. */
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { mayImport } from './fences.ts';

const specifiers = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g;

/** An import that the table does not allow. */
export interface Crossing {
  readonly file: string;
  readonly line: number;
  readonly target: string;
}

/** Crossings in `text`, the content of `file` (relative to the root, with `/`). */
export function crossings(file: string, text: string): Crossing[] {
  const found: Crossing[] = [];
  for (const match of text.matchAll(specifiers)) {
    const target = posix.normalize(posix.join(posix.dirname(file), match[1] ?? ''));
    if (mayImport(file, target)) continue;
    found.push({ file, line: text.slice(0, match.index).split('\n').length, target });
  }
  return found;
}

/** Crossings in all of `files`. */
export function allCrossings(files: readonly string[]): Crossing[] {
  return files.flatMap((file) => crossings(file, readFileSync(file, 'utf8')));
}
