/** The imports of a module, read from its text: static and dynamic ones, and what is exported again. */

/** One import. */
export interface Import {
  /** As it is written: `./x.ts`, `zod`, `node:fs`. */
  readonly specifier: string;
  /** From 1. */
  readonly line: number;
  /** The names that are taken, as they are called where they come from; undefined for the whole module. */
  readonly names: readonly string[] | undefined;
}

const statement = /^(?:import|export)\b([^'"`;]*?)\bfrom\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** The imports in `text`, static ones first. */
export function importsOf(text: string): Import[] {
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const found: Import[] = [];
  for (const { 1: clause, 2: from, 3: bare, index } of text.matchAll(statement))
    found.push({ specifier: from ?? bare ?? '', line: lineAt(index), names: taken(clause ?? '') });
  for (const { 1: specifier = '', index } of text.matchAll(dynamic))
    found.push({ specifier, line: lineAt(index), names: undefined });
  return found;
}

/** What the words between `import` and `from` take: `type { A }`, `a, { type B, c as d }`, `* as all`. */
function taken(clause: string): readonly string[] | undefined {
  if (clause.includes('*') || clause.trim() === '') return undefined;
  const [before = '', list = ''] = clause.replace(/^\s*type\s+(?=[{\w])/, '').split(/[{}]/);
  const names = list
    .split(',')
    .map(
      (member) =>
        member
          .trim()
          .replace(/^type\s+/, '')
          .split(/\s+as\s+/)[0] ?? '',
    )
    .filter(Boolean);
  return /\w/.test(before) ? ['default', ...names] : names;
}
