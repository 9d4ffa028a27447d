/** Data with a way back from a path in it to a line: JSON and YAML. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

export interface PlacedData {
  readonly data: unknown;
  /** Line and column, from 1, of what is at a path; of the nearest thing around it when there is nothing. */
  place(
    path: readonly PropertyKey[],
    of: 'key' | 'value',
  ): { readonly line: number; readonly column: number } | undefined;
}

/** A text that is no data. */
export class DataError extends Error {
  readonly line: number;
  readonly column: number;
  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/** Aliases are few in a configuration; more are an attempt to make a small file large. */
const mostAliases = 50;

/**
 * Reads YAML, of which JSON is a part.
 * @throws DataError at the first fault
 */
export function placedData(text: string): PlacedData {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\ufeff/, ''), {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [fault] = document.errors;
  if (fault) {
    const { line, column } = at(fault.pos[0]);
    throw new DataError(fault.message, line, column);
  }
  return {
    data: document.toJS({ maxAliasCount: mostAliases }) ?? {},
    place(path, of) {
      let node: unknown = document.contents;
      let found = offsetOf(node) ?? 0;
      for (const [index, part] of path.entries()) {
        if (isMap(node)) {
          const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
          if (!pair) break;
          const wantsKey = index === path.length - 1 && of === 'key';
          found = offsetOf(wantsKey ? pair.key : pair.value) ?? offsetOf(pair.key) ?? found;
          node = pair.value;
        } else if (isSeq(node)) {
          node = node.items[Number(part)];
          found = offsetOf(node) ?? found;
        } else break;
      }
      return at(found);
    },
  };
}

const offsetOf = (node: unknown): number | undefined =>
  typeof node === 'object' && node !== null && 'range' in node ? (node as Node).range?.[0] : undefined;
