/** Cuts the text of a date into numbers, words of the culture and marks. */
import type { Culture } from '../text/culture.ts';
import { type DateTimeFailure, FORMAT } from './date-time-failure.ts';

type Word =
  | { readonly kind: 'month' | 'day'; readonly value: number }
  | { readonly kind: 'am' | 'pm' | 'T' | 'Z' | 'era' };

/** A piece of the text; `index` is where it begins. */
export type DateToken = (Word | { readonly kind: 'number' | 'mark'; readonly text: string }) & {
  readonly spaceBefore: boolean;
  readonly index: number;
};

function names(list: readonly string[], kind: 'month' | 'day'): [string, Word][] {
  return list.flatMap((name, value): [string, Word][] => (name === '' ? [] : [[name.toLowerCase(), { kind, value }]]));
}

const vocabularies = new WeakMap<Culture, [string, Word][]>();

/** The words of a culture, longest first. */
function vocabulary(culture: Culture): [string, Word][] {
  const known = vocabularies.get(culture);
  if (known) return known;
  const info = culture.dateTime;
  const words: [string, Word][] = [
    ...names(info.months, 'month'),
    ...names(info.genitiveMonths, 'month'),
    ...names(info.shortMonths, 'month'),
    ...names(info.days, 'day'),
    ...names(info.shortDays, 'day'),
    [info.am.toLowerCase(), { kind: 'am' }],
    [info.pm.toLowerCase(), { kind: 'pm' }],
    ['am', { kind: 'am' }],
    ['pm', { kind: 'pm' }],
    ['gmt', { kind: 'Z' }],
    ['z', { kind: 'Z' }],
    ['t', { kind: 'T' }],
    [info.era.toLowerCase(), { kind: 'era' }],
    ['ad', { kind: 'era' }],
  ];
  const sorted = words.filter(([word]) => word !== '').toSorted((a, b) => b[0].length - a[0].length);
  vocabularies.set(culture, sorted);
  return sorted;
}

const LONGEST_NUMBER = 20;
const LONGEST_WORD = 64;

/** The tokens of a text, or why it cannot be a date. */
export function dateTokens(text: string, culture: Culture): DateToken[] | DateTimeFailure {
  const tokens: DateToken[] = [];
  const lower = text.toLowerCase();
  let spaceBefore = false;
  for (let i = 0; i < text.length; ) {
    const at = { spaceBefore, index: i };
    const ch = text[i] ?? '';
    spaceBefore = /\s/.test(ch);
    const number = /^\d+/.exec(text.slice(i, i + LONGEST_NUMBER))?.[0];
    if (spaceBefore) i++;
    else if (number !== undefined) {
      tokens.push({ kind: 'number', text: number, ...at });
      i += number.length;
    } else if (/\p{L}/u.test(ch)) {
      const found = wordAt(lower, i, culture);
      if (!found) return { kind: 'word', index: i };
      tokens.push({ ...found.word, ...at });
      i += found.length;
    } else if ('/-.:,+'.includes(ch)) {
      tokens.push({ kind: 'mark', text: ch, ...at });
      i++;
    } else return FORMAT;
  }
  return tokens;
}

/** The longest known word at an index; letters may follow only the marks `T` and `Z`, and then no more than digits do. */
function wordAt(lower: string, index: number, culture: Culture): { word: Word; length: number } | undefined {
  const letters = /^[\p{L}\p{M}.]+/u.exec(lower.slice(index, index + LONGEST_WORD))?.[0] ?? '';
  const found = vocabulary(culture).find(([known]) => letters.startsWith(known));
  if (!found) return undefined;
  const [name, word] = found;
  const more = /^\p{L}/u.test(letters.slice(name.length));
  return more && word.kind !== 'Z' ? undefined : { word, length: name.length };
}
