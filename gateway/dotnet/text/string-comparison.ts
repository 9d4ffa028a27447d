/**
 * System.StringComparison: comparing and finding strings by ordinal and by culture rules. Culture rules are ICU's through
 * Intl, as .NET uses ICU on every platform since .NET 5.
 */
import { defineEnum, type Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { foldOrdinal } from './casing.ts';
import { collator, isPlain, withoutIgnorable } from './collation.ts';
import { type Culture, currentCulture, invariantCulture } from './culture.ts';

defineEnum({
  name: 'System.StringComparison',
  values: {
    CurrentCulture: 0,
    CurrentCultureIgnoreCase: 1,
    InvariantCulture: 2,
    InvariantCultureIgnoreCase: 3,
    Ordinal: 4,
    OrdinalIgnoreCase: 5,
  },
});

/** How strings are compared: by code unit, or by the rules of a culture. */
export interface Comparison {
  readonly culture: Culture | null;
  readonly ignoreCase: boolean;
}

/** By code unit. */
export const ordinal: Comparison = { culture: null, ignoreCase: false };

/** The comparison that a member of the enum means. Throws System.ArgumentException for a value that is none. */
export function comparisonOf(value: number, runtime: Runtime): Comparison {
  const ignoreCase = value % 2 === 1;
  switch (value) {
    case 0:
    case 1:
      return { culture: currentCulture(runtime), ignoreCase };
    case 2:
    case 3:
      return { culture: invariantCulture, ignoreCase };
    case 4:
    case 5:
      return { culture: null, ignoreCase };
    default:
      return throwNet(
        'System.ArgumentException',
        "The string comparison type passed in is currently not supported. (Parameter 'comparisonType')",
      );
  }
}

/** `String.Compare`: null first. */
export function compareStrings(a: string | null, b: string | null, comparison: Comparison): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (comparison.culture) return Math.sign(collator(comparison.culture, comparison.ignoreCase).compare(a, b));
  return comparison.ignoreCase ? compareOrdinal(foldOrdinal(a), foldOrdinal(b)) : compareOrdinal(a, b);
}

/** The difference of the first code units that differ, else of the lengths. */
export function compareOrdinal(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = a.charCodeAt(i) - b.charCodeAt(i);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** `String.Equals`. */
export function equalStrings(a: string | null, b: string | null, comparison: Comparison): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (!comparison.culture && !comparison.ignoreCase) return false;
  if (!comparison.culture) return a.length === b.length && foldOrdinal(a) === foldOrdinal(b);
  return compareStrings(a, b, comparison) === 0;
}

/** A match of a search: where it begins and how many code units it spans. */
export interface Found {
  readonly index: number;
  readonly length: number;
}

/** The first match of `value` in `text`, at or after `from`. */
export function find(
  text: string,
  value: string,
  from: number,
  comparison: Comparison,
  runtime: Runtime,
): Found | null {
  runtime.charge(text.length - from);
  const { culture, ignoreCase } = comparison;
  if (culture && !(isPlain(text) && isPlain(value)))
    return findByCulture(text, value, from, culture, ignoreCase, runtime);
  const index = ignoreCase ? foldOrdinal(text).indexOf(foldOrdinal(value), from) : text.indexOf(value, from);
  return index < 0 ? null : { index, length: value.length };
}

/** The last match of `value` in `text`. */
export function findLast(text: string, value: string, comparison: Comparison, runtime: Runtime): Found | null {
  runtime.charge(text.length);
  const { culture, ignoreCase } = comparison;
  if (culture && !(isPlain(text) && isPlain(value))) {
    if (withoutIgnorable(value) === '') return { index: text.length, length: 0 };
    for (let index = text.length; index >= 0; index--) {
      const length = matchAt(text, value, index, culture, ignoreCase, runtime);
      if (length !== null) return { index, length };
    }
    return null;
  }
  const index = ignoreCase ? foldOrdinal(text).lastIndexOf(foldOrdinal(value)) : text.lastIndexOf(value);
  return index < 0 ? null : { index, length: value.length };
}

/** `StartsWith`. */
export function startsWith(text: string, value: string, comparison: Comparison, runtime: Runtime): boolean {
  const { culture, ignoreCase } = comparison;
  runtime.charge(value.length);
  if (culture && !(isPlain(text) && isPlain(value))) {
    if (withoutIgnorable(value) === '') return true;
    const order = collator(culture, ignoreCase);
    for (let end = 0; end <= text.length; end++) {
      if (end > value.length * 3 + 16) return false;
      runtime.charge(value.length);
      if (order.compare(text.slice(0, end), value) === 0) return true;
    }
    return false;
  }
  if (!ignoreCase) return text.startsWith(value);
  return value.length <= text.length && foldOrdinal(text.slice(0, value.length)) === foldOrdinal(value);
}

/** `EndsWith`. */
export function endsWith(text: string, value: string, comparison: Comparison, runtime: Runtime): boolean {
  const { culture, ignoreCase } = comparison;
  runtime.charge(value.length);
  if (culture && !(isPlain(text) && isPlain(value))) {
    if (withoutIgnorable(value) === '') return true;
    const order = collator(culture, ignoreCase);
    for (let start = text.length; start >= 0; start--) {
      if (text.length - start > value.length * 3 + 16) return false;
      runtime.charge(value.length);
      if (order.compare(text.slice(start), value) === 0) return true;
    }
    return false;
  }
  if (!ignoreCase) return text.endsWith(value);
  return value.length <= text.length && foldOrdinal(text.slice(text.length - value.length)) === foldOrdinal(value);
}

function findByCulture(
  text: string,
  value: string,
  from: number,
  culture: Culture,
  ignoreCase: boolean,
  runtime: Runtime,
): Found | null {
  if (withoutIgnorable(value) === '') return { index: from, length: 0 };
  for (let index = from; index <= text.length; index++) {
    const length = matchAt(text, value, index, culture, ignoreCase, runtime);
    if (length !== null) return { index, length };
  }
  return null;
}

/** Length of the shortest stretch of `text` at `index` that collates equal to `value`. */
function matchAt(
  text: string,
  value: string,
  index: number,
  culture: Culture,
  ignoreCase: boolean,
  runtime: Runtime,
): number | null {
  const order = collator(culture, ignoreCase);
  const longest = Math.min(text.length - index, value.length * 3 + 16);
  for (let length = 1; length <= longest; length++) {
    runtime.charge(length);
    if (order.compare(text.slice(index, index + length), value) !== 0) continue;
    // A match does not begin with ignorable characters and does not split a combining sequence.
    if (withoutIgnorable(text[index] ?? '') === '') return null;
    const next = text[index + length];
    if (next !== undefined && /\p{M}/u.test(next)) continue;
    return length;
  }
  return null;
}
