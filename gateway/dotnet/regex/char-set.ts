/** Character classes of regular expressions: `[a-z-[aeiou]]`, `\w`, `\p{Lu}`, Unicode blocks. */
import { foldCase } from './case-fold.ts';
import blocks from './unicode-blocks.json' with { type: 'json' };

/** Tells whether a UTF-16 code unit belongs to a class. */
export type CharTest = (unit: number) => boolean;

const memo = new Map<string, CharTest>();
const CACHE = 0x10000;

/** A test by a JavaScript Unicode property expression, remembered per code unit. */
function byPattern(pattern: string): CharTest {
  const known = memo.get(pattern);
  if (known) return known;
  const regex = new RegExp(`^${pattern}$`, 'u');
  const cache = new Uint8Array(CACHE);
  const test: CharTest = (unit) => {
    const cached = cache[unit] ?? 0;
    if (cached !== 0) return cached === 2;
    const result = regex.test(String.fromCharCode(unit));
    cache[unit] = result ? 2 : 1;
    return result;
  };
  memo.set(pattern, test);
  return test;
}

const lower = (unit: number): boolean => unit >= 0x61 && unit <= 0x7a;
const digit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;
const upper = (unit: number): boolean => unit >= 0x41 && unit <= 0x5a;

const unicodeWord = byPattern('[\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}]');
const unicodeDigit = byPattern('\\p{Nd}');
const unicodeSpace = byPattern('[\\t-\\r\\u0085\\p{Z}]');

/** `\w`. */
export function isWord(unit: number, ecma: boolean): boolean {
  if (unit < 128) return lower(unit) || digit(unit) || upper(unit) || unit === 0x5f;
  return !ecma && unicodeWord(unit);
}

/** A character that counts as part of a word for `\b`: joiners do too. */
export function isBoundaryWord(unit: number, ecma: boolean): boolean {
  return isWord(unit, ecma) || (!ecma && (unit === 0x200c || unit === 0x200d));
}

/** `\d`, `\w`, `\s` and their negations. */
export function escapeClass(letter: string, ecma: boolean): CharTest {
  const positive: CharTest = {
    d: (unit: number) => (unit < 128 || ecma ? digit(unit) : unicodeDigit(unit)),
    w: (unit: number) => isWord(unit, ecma),
    s: (unit: number) => (ecma ? unit === 32 || (unit >= 9 && unit <= 13) : unicodeSpace(unit)),
  }[letter.toLowerCase() as 'd' | 'w' | 's'];
  return letter === letter.toLowerCase() ? positive : (unit) => !positive(unit);
}

const categories =
  'L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No Z Zs Zl Zp C Cc Cf Cs Co Cn P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So'.split(' ');

/**
 * `\p{name}`: a general category or a named block; undefined for an unknown name. Of letters with a case, case is not
 * told apart when it does not count.
 */
export function propertyClass(name: string, ignoreCase: boolean): CharTest | undefined {
  if (ignoreCase && /^L[ult]$/.test(name)) return byPattern('[\\p{Lu}\\p{Ll}\\p{Lt}]');
  if (categories.includes(name)) return byPattern(`\\p{${name}}`);
  const block = (blocks as Record<string, number[]>)[name];
  if (!block) return undefined;
  const [first = 0, last = 0] = block;
  return (unit) => unit >= first && unit <= last;
}

/** A class under construction. */
export class CharSet {
  readonly ranges: [number, number][] = [];
  readonly tests: CharTest[] = [];
  negated = false;
  subtracted: CharTest | null = null;

  add(first: number, last = first): void {
    this.ranges.push([first, last]);
  }

  /** The finished test. @param ignoreCase whether case variants of a member are members */
  compile(ignoreCase: boolean): CharTest {
    const { ranges, tests, negated, subtracted } = this;
    const plain: CharTest = (unit) => {
      for (const [first, last] of ranges) if (unit >= first && unit <= last) return true;
      for (const test of tests) if (test(unit)) return true;
      return false;
    };
    const member: CharTest = ignoreCase ? (unit) => plain(unit) || caseVariants(unit).some(plain) : plain;
    const cache = new Int8Array(256);
    const decide: CharTest = (unit) => member(unit) !== negated && !subtracted?.(unit);
    return (unit) => {
      if (unit >= 256) return decide(unit);
      const cached = cache[unit] ?? 0;
      if (cached !== 0) return cached === 2;
      const result = decide(unit);
      cache[unit] = result ? 2 : 1;
      return result;
    };
  }
}

/** The other code units that fold to the same as `unit`. */
function caseVariants(unit: number): number[] {
  const ch = String.fromCharCode(unit);
  const variants: number[] = [];
  for (const other of [ch.toLowerCase(), ch.toUpperCase()]) {
    const code = other.charCodeAt(0);
    if (other.length === 1 && code !== unit && foldCase(code) === foldCase(unit)) variants.push(code);
  }
  if (foldCase(unit) === 0x6b) variants.push(0x212a);
  if (foldCase(unit) === 0xe5) variants.push(0x212b);
  return variants;
}
