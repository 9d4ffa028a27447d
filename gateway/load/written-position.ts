import type { Written } from '../../bicep/value.ts';
import { OffsetMap } from '../document/offset-map.ts';
import { LineIndex, type TextPosition } from '../document/text-position.ts';
import type { PolicySource } from '../model.ts';
import { align, type MadeOf } from './align.ts';

/** Escapes of JSON, Bicep and HCL; what stands for itself is not listed. */
const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const escaped = /\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([\s\S]))/g;

/** A stretch without its escapes, and the way back. */
function unescaped(text: string): { readonly text: string; readonly map: OffsetMap } {
  const map = new OffsetMap();
  let length = 0;
  let done = 0;
  const parts: string[] = [];
  for (const match of text.matchAll(escaped)) {
    const [whole, braced, four, eight, letter] = match;
    const code = Number.parseInt(braced ?? four ?? eight ?? '', 16);
    const character =
      letter === undefined ? String.fromCodePoint(Math.min(code, 0x10ffff)) : (letters[letter] ?? letter);
    const before = text.slice(done, match.index);
    parts.push(before, character);
    length += before.length;
    map.replace(length, character.length, match.index, whole.length);
    length += character.length;
    done = match.index + whole.length;
  }
  return { text: parts.join('') + text.slice(done), map };
}

/**
 * Where the characters of a text stand in the file that it was written in, in which it may be escaped, indented, or have
 * words that are replaced. Worked out when it is asked for the first time; left out for a text that is the file.
 */
export function writtenPosition(text: string, written: Written): Pick<PolicySource, 'position'> {
  if (text === written.text) return {};
  let known: ((offset: number) => TextPosition) | undefined;
  return {
    position: (offset) => {
      known ??= positions(text, written);
      return known(offset);
    },
  };
}

/** The same for a text of which no more is known than the line that it begins on. */
export function positionFrom(text: string, line: number): Pick<PolicySource, 'position'> {
  if (line === 1) return {};
  const lines = new LineIndex(text);
  return {
    position: (offset) => {
      const place = lines.position(offset);
      return { line: place.line + line - 1, column: place.column };
    },
  };
}

function positions(text: string, written: Written): (offset: number) => TextPosition {
  const lines = new LineIndex(written.text);
  const own = said(written);
  const place = placesIn(text, [own, ...(written.others ?? []).map(said)]);
  const { map } = align(text, own);
  // what was written nowhere here is placed where it was put in
  return (offset) => lines.position(place(offset) ?? own.place(map.source(offset)));
}

/** The text that a stretch says, and the way from its offsets to those in the file. */
interface Said extends MadeOf {
  readonly place: (offset: number) => number;
}

function said({ text: file, start, end, escapes, ranges = [[start, end]] }: Written): Said {
  const map = new OffsetMap();
  let length = 0;
  const raw: string[] = [];
  for (const [from, to] of ranges) {
    map.replace(length, 0, from, 0);
    raw.push(file.slice(from, to));
    length += to - from;
  }
  const joined = raw.join('');
  if (!escapes) return { text: joined, place: (offset) => map.source(offset) };
  const plain = unescaped(joined);
  return { text: plain.text, place: (offset) => map.source(plain.map.source(offset)) };
}

/** Offsets of a text in the file, where known: what the first stretch does not have may be of the others. */
function placesIn(text: string, [first, ...others]: readonly Said[]): (offset: number) => number | undefined {
  if (!first) return () => undefined;
  const { map, loose } = align(text, first);
  const inner = loose.map(([start, end]) => ({ start, end, place: placesIn(text.slice(start, end), others) }));
  return (offset) => {
    const found = inner.find(({ start, end }) => offset >= start && offset < end);
    return found ? found.place(offset - found.start) : first.place(map.source(offset));
  };
}
