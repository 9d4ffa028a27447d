import { OffsetMap } from '../document/offset-map.ts';

/** Characters that have to agree before two texts count as saying the same again. */
const agreeing = 8;
/** Fewer are enough behind indentation. */
const agreeingBehindSpace = 2;
const pad = '\0'.repeat(agreeing);

/** Texts that others were made of, each indexed once. */
const indexes = new WeakMap<MadeOf, Map<string, number[]>>();

/** A text that others are made of. */
export interface MadeOf {
  readonly text: string;
}

/** Offsets at which each stretch of `agreeing` characters of a text stands, in ascending order. */
function stretches(of: MadeOf): Map<string, number[]> {
  const index = indexes.get(of);
  if (index) return index;
  const text = of.text + pad;
  const found = new Map<string, number[]>();
  for (let offset = 0; offset + agreeing <= text.length; offset += 1) {
    const stretch = text.slice(offset, offset + agreeing);
    const known = found.get(stretch);
    if (known) known.push(offset);
    else found.set(stretch, [offset]);
  }
  indexes.set(of, found);
  return found;
}

/** The first of ascending numbers that is not below `least`. */
function firstFrom(numbers: readonly number[], least: number): number | undefined {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return numbers[low];
}

const spaces = /[ \t\r]*/y;

/** Length of the spaces at an offset. */
function spacesAt(text: string, offset: number): number {
  spaces.lastIndex = offset;
  return spaces.exec(text)?.[0].length ?? 0;
}

/** How many characters of two texts, up to a number, are the same from two offsets on. */
function common(a: string, from: number, b: string, other: number, most: number): number {
  let length = 0;
  while (length < most && from + length < a.length && a[from + length] === b[other + length]) length += 1;
  return length;
}

/** How a text lies in the one that it was made of. */
export interface Alignment {
  readonly map: OffsetMap;
  /** Longer stretches, by start and end, that have no counterpart. */
  readonly loose: readonly (readonly [start: number, end: number])[];
}

/**
 * Offsets of a text that was made of another by replacing words, leaving out indentation, or taking a part of it ->
 * offsets of that other one. What has no counterpart is placed where its surroundings would have it. Time is nearly
 * linear, whatever the texts.
 */
export function align(made: string, of: MadeOf): Alignment {
  const from = of.text;
  const map = new OffsetMap();
  const loose: [number, number][] = [];
  const a = made + pad;
  const b = from + pad;
  /** How much to pass by in each, so that they agree again. */
  const next = (i: number, j: number): { readonly i: number; readonly j: number } | undefined => {
    const indentation = { i: spacesAt(a, i), j: spacesAt(b, j) };
    if (
      (indentation.i > 0 || indentation.j > 0) &&
      common(a, i + indentation.i, b, j + indentation.j, agreeingBehindSpace) === agreeingBehindSpace
    )
      return indentation;
    const index = stretches(of);
    let best: { readonly i: number; readonly j: number } | undefined;
    for (let passed = 0; i + passed + agreeing <= a.length; passed += 1) {
      if (best && passed >= best.i + best.j) break;
      const at = firstFrom(index.get(a.slice(i + passed, i + passed + agreeing)) ?? [], j);
      if (at !== undefined && (!best || passed + at - j < best.i + best.j)) best = { i: passed, j: at - j };
    }
    return best;
  };
  let i = 0;
  let j = 0;
  while (i < made.length) {
    const same = common(a, i, b, j, made.length - i);
    i += same;
    j += same;
    if (i >= made.length) break;
    const passed = next(i, j) ?? { i: made.length - i, j: from.length - j };
    const source = Math.min(j, from.length);
    const length = Math.min(passed.i, made.length - i);
    if (length >= agreeing) loose.push([i, i + length]);
    map.replace(i, length, source, Math.max(0, Math.min(passed.j, from.length - source)));
    i += length;
    j += passed.j;
  }
  return { map, loose };
}
