import type { Culture } from './culture.ts';

const collators = new Map<string, Intl.Collator>();

/** The culture's order of strings (ICU's, as .NET uses it on every platform), case-sensitive or not. */
export function collator(culture: Culture, ignoreCase: boolean): Intl.Collator {
  const key = `${culture.name}|${ignoreCase}`;
  let known = collators.get(key);
  if (!known) {
    // The root order has no name in Intl; English does not tailor it.
    known = new Intl.Collator(culture.name || 'en', { sensitivity: ignoreCase ? 'accent' : 'variant' });
    collators.set(key, known);
  }
  return known;
}

/** Printable ASCII and white space: for these, finding by culture and by code unit agree. */
const PLAIN = /^[\t-\r -~]*$/;

/** Whether culture rules cannot make a difference to finding `text`. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** Code points that collation ignores: they match the empty string. */
const IGNORABLE = /(?![\t-\r\u0085])\p{Cc}|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;

/** The text without what collation ignores. */
export function withoutIgnorable(text: string): string {
  return text.replace(IGNORABLE, '');
}
