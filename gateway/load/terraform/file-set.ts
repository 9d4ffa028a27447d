import { readdirSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';

const mostFiles = 2_000;
const deepest = 10;
const longestPattern = 200;

/** A pattern of `fileset` as a regular expression: `*`, `**`, `?`, `{a,b}`. */
function expressionOf(pattern: string): RegExp {
  const source = pattern.replace(/\*\*\/?|[*?{},]|[.+^$()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part === '{') return '(?:';
    if (part === '}') return ')';
    return part === ',' ? '|' : `\\${part}`;
  });
  return new RegExp(`^(?:${source})$`);
}

/**
 * Paths below a folder that a pattern matches, with forward slashes, in order. Links are not followed.
 * @param folder absolute
 * @param root outside of which nothing is looked at
 * @returns undefined for a folder elsewhere, or a pattern that is none
 */
export function filesMatching(folder: string, pattern: string, root: string): string[] | undefined {
  const inner = relative(root, folder);
  if (inner.startsWith('..') || isAbsolute(inner) || pattern.length > longestPattern) return undefined;
  // each `**` multiplies the ways to match
  if ((pattern.match(/\*/g)?.length ?? 0) > 6) return undefined;
  let expression: RegExp;
  try {
    expression = expressionOf(pattern);
  } catch {
    return undefined;
  }
  const found: string[] = [];
  let seen = 0;
  const visit = (at: string, prefix: string, depth: number): void => {
    let entries: ReturnType<typeof entriesOf>;
    try {
      entries = entriesOf(at);
    } catch {
      return;
    }
    for (const entry of entries) {
      if (++seen > mostFiles) return;
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory() && depth < deepest) visit(join(at, entry.name), `${path}/`, depth + 1);
      else if (entry.isFile() && expression.test(path)) found.push(path);
    }
  };
  visit(folder, '', 0);
  return found.sort();
}

const entriesOf = (folder: string) => readdirSync(folder, { withFileTypes: true });
