/** Where things stand in a JSON text, for messages about what they hold. */
import { jsonTree } from '../../bicep/json-tree.ts';

/** `apis[0].policy` for a path of keys and indexes. */
export function jsonPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      const name = String(key);
      if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}

const token = /\s*(?:("(?:[^"\\]|\\.)*")|([{}[\],:])|([^\s{}[\],:"]+))/gy;

/**
 * Offset of the value at `path` in a valid JSON text; of its key when `of` is `key`. For a path that leads nowhere, the
 * offset of the last value that exists on the way.
 */
export function jsonOffset(text: string, path: readonly PropertyKey[], of: 'key' | 'value' = 'value'): number {
  const pattern = new RegExp(token.source, 'gy');
  pattern.lastIndex = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const read = (): { text: string; offset: number } | undefined => {
    const match = pattern.exec(text);
    if (!match) return undefined;
    const found = match[1] ?? match[2] ?? match[3] ?? '';
    return { text: found, offset: match.index + match[0].length - found.length };
  };
  /** Reads to the end of the value whose first token has been read. */
  const skip = (first: string): void => {
    let depth = first === '{' || first === '[' ? 1 : 0;
    while (depth > 0) {
      const next = read();
      if (!next) return;
      if (next.text === '{' || next.text === '[') depth++;
      else if (next.text === '}' || next.text === ']') depth--;
    }
  };

  let place = read();
  let found = place?.offset ?? 0;
  for (const [level, key] of path.entries()) {
    const inArray = place?.text === '[';
    if (!place || (place.text !== '{' && !inArray)) return found;
    let index = 0;
    let next = read();
    for (;;) {
      if (!next || next.text === '}' || next.text === ']') return found;
      const keyOffset = next.offset;
      let current: PropertyKey = index++;
      if (!inArray) {
        current = JSON.parse(next.text) as string;
        read();
        next = read();
        if (!next) return found;
      }
      if (current === key) {
        place = next;
        found = of === 'key' && level === path.length - 1 ? keyOffset : next.offset;
        break;
      }
      skip(next.text);
      if (read()?.text !== ',') return found;
      next = read();
    }
  }
  return found;
}

/**
 * Offsets of values in a valid JSON text, for many questions about one text: it is read once.
 * @returns as `jsonOffset` does, of the value
 */
export function jsonPlaces(text: string): (path: readonly PropertyKey[]) => number {
  const root = jsonTree(text);
  return (path) => {
    let place = root;
    for (const part of path) {
      const next = place.members?.get(part);
      if (!next) break;
      place = next;
    }
    return place.offset;
  };
}
