/** Where in a document a JSON reader or token stands, as Newtonsoft.Json writes it: `a.b[0]['c d']`. */

/** Containers that a position can be in. */
export type ContainerType = 'None' | 'Object' | 'Array' | 'Constructor';

/** One level of a path. */
export interface JsonPosition {
  readonly type: ContainerType;
  /** Index of the current item in an array or constructor; -1 before the first. */
  index: number;
  property: string | null;
}

/** A fresh level. */
export function position(type: ContainerType): JsonPosition {
  return { type, index: -1, property: null };
}

const SPECIAL = /[. '/"[\]()\t\n\r\f\b\\\u0085\u2028\u2029]/;

/** One level appended to a path. */
function appendPosition(path: string, level: JsonPosition): string {
  if (level.type === 'Array' || level.type === 'Constructor') return `${path}[${level.index}]`;
  if (level.type !== 'Object') return path;
  const name = level.property ?? '';
  if (SPECIAL.test(name)) return `${path}['${escapeName(name)}']`;
  return path === '' ? name : `${path}.${name}`;
}

/** Quotes and backslashes are escaped in bracketed names; other characters stay. */
function escapeName(name: string): string {
  return name
    .replace(/[\\']/g, (ch) => `\\${ch}`)
    .replace(/[\u0085\u2028\u2029]/g, (ch) => `\\u${ch.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The path of a stack of levels. */
export function buildPath(levels: readonly JsonPosition[], current: JsonPosition | null): string {
  let path = '';
  for (const level of levels) path = appendPosition(path, level);
  return current ? appendPosition(path, current) : path;
}

/** `message Path 'a.b', line 1, position 5.` */
export function formatMessage(message: string, path: string, line: { line: number; position: number } | null): string {
  let text = message;
  if (!text.endsWith('\n')) {
    text = text.trim();
    if (!text.endsWith('.')) text += '.';
    text += ' ';
  }
  text += `Path '${path}'`;
  if (line) text += `, line ${line.line}, position ${line.position}`;
  return `${text}.`;
}
