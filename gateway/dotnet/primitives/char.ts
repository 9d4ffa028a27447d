import { type CallInfo, defineType, type Members, type Ref } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { named, T } from '../core/type-ref.ts';
import { Boxed, EnumValue } from '../core/values.ts';
import { toLower, toUpper } from '../text/casing.ts';
import { isWhiteSpace } from '../text/white-space.ts';
import { argument, indexOutOfRange, outOfRange, required } from './argument-errors.ts';
import { unicodeCategory } from './unicode-category.ts';

const categoryType = named('System.Globalization.UnicodeCategory');
const text = (unit: number): string => String.fromCharCode(unit);

/** A test by Unicode general category, for `IsLetter` and its relatives. */
const inCategories =
  (pattern: RegExp) =>
  (ch: string): boolean =>
    pattern.test(ch);

const isSurrogate = (ch: string): boolean => /^[\ud800-\udfff]/.test(ch);
const isWhite = (ch: string): boolean => isWhiteSpace(ch.charCodeAt(0));

/** The classifications that exist for a char and for a position in a string. */
const classifications: Record<string, (ch: string) => boolean> = {
  IsLetter: inCategories(/^\p{L}/u),
  IsDigit: inCategories(/^\p{Nd}/u),
  IsLetterOrDigit: inCategories(/^[\p{L}\p{Nd}]/u),
  IsNumber: inCategories(/^\p{N}/u),
  IsUpper: inCategories(/^\p{Lu}/u),
  IsLower: inCategories(/^\p{Ll}/u),
  IsPunctuation: inCategories(/^\p{P}/u),
  IsSymbol: inCategories(/^\p{S}/u),
  IsSeparator: inCategories(/^\p{Z}/u),
  IsControl: inCategories(/^\p{Cc}/u),
  IsWhiteSpace: isWhite,
  IsSurrogate: isSurrogate,
  IsHighSurrogate: (ch) => /^[\ud800-\udbff]/.test(ch),
  IsLowSurrogate: (ch) => /^[\udc00-\udfff]/.test(ch),
};
/** Those that look at one code unit only even where a surrogate pair stands. */
const unitOnly = new Set(['IsWhiteSpace', 'IsSurrogate', 'IsHighSurrogate', 'IsLowSurrogate', 'IsControl']);

function at(s: string | null, index: number): string {
  const whole = required(s, 's');
  if (index < 0 || index >= whole.length) indexOutOfRange('index');
  return whole.slice(index, index + 2);
}

const tests: Record<string, (...args: never[]) => unknown> = {};
for (const [name, test] of Object.entries(classifications)) {
  tests[`static bool ${name}(char c)`] = (unit: number) => test(text(unit));
  tests[`static bool ${name}(string s, int index)`] = (s: string | null, index: number) => {
    const pair = at(s, index);
    const isPair = /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair);
    return test(isPair && !unitOnly.has(name) ? pair : (pair[0] ?? ''));
  };
}

const FRACTIONS: Readonly<Record<string, number>> = {
  '\u00b2': 2,
  '\u00b3': 3,
  '\u00b9': 1,
  '\u00bc': 0.25,
  '\u00bd': 0.5,
  '\u00be': 0.75,
  '\u2150': 1 / 7,
  '\u2151': 1 / 9,
  '\u2152': 0.1,
  '\u2153': 1 / 3,
  '\u2154': 2 / 3,
  '\u2155': 0.2,
  '\u2156': 0.4,
  '\u2157': 0.6,
  '\u2158': 0.8,
  '\u2159': 1 / 6,
  '\u215a': 5 / 6,
  '\u215b': 0.125,
  '\u215c': 0.375,
  '\u215d': 0.625,
  '\u215e': 0.875,
  '\u2070': 0,
  '\u2074': 4,
  '\u2075': 5,
  '\u2076': 6,
  '\u2077': 7,
  '\u2078': 8,
  '\u2079': 9,
};

/** `GetNumericValue`: digits of every script, superscripts and vulgar fractions; -1 for what has no value. */
function numericValue(ch: string): number {
  const fraction = FRACTIONS[ch];
  if (fraction !== undefined) return fraction;
  if (!/^\p{Nd}/u.test(ch)) return -1;
  // The ten digits of a script are contiguous, so the value is the distance to the first of them.
  let value = 0;
  const code = ch.codePointAt(0) ?? 0;
  while (value < 9 && /^\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return code >= 0x30 && code <= 0x39 ? code - 0x30 : value;
}

function parse(s: string | null): number {
  const value = required(s, 's');
  if (value.length !== 1) throwNet('System.FormatException', 'String must be exactly one character long.');
  return value.charCodeAt(0);
}

defineType({
  name: 'System.Char',
  kind: 'struct',
  interfaces: ['IComparable', 'IComparable<char>', 'IEquatable<char>'],
  members: {
    'const char MaxValue': 0xffff,
    'const char MinValue': 0,
    ...(tests as Members),
    'static bool IsAscii(char c)': (unit: number) => unit < 128,
    'static bool IsAsciiDigit(char c)': (unit: number) => /^[0-9]$/.test(text(unit)),
    'static bool IsAsciiLetter(char c)': (unit: number) => /^[A-Za-z]$/.test(text(unit)),
    'static bool IsAsciiLetterOrDigit(char c)': (unit: number) => /^[A-Za-z0-9]$/.test(text(unit)),
    'static bool IsAsciiHexDigit(char c)': (unit: number) => /^[A-Fa-f0-9]$/.test(text(unit)),
    'static bool IsAsciiLetterLower(char c)': (unit: number) => /^[a-z]$/.test(text(unit)),
    'static bool IsAsciiLetterUpper(char c)': (unit: number) => /^[A-Z]$/.test(text(unit)),
    'static bool IsSurrogatePair(char highSurrogate, char lowSurrogate)': (high: number, low: number) =>
      /^[\ud800-\udbff][\udc00-\udfff]$/.test(text(high) + text(low)),
    'static char ToUpper(char c)': (unit: number) => toUpper(text(unit)).charCodeAt(0),
    'static char ToUpper(char c, CultureInfo culture)': (unit: number) => toUpper(text(unit)).charCodeAt(0),
    'static char ToUpperInvariant(char c)': (unit: number) => toUpper(text(unit)).charCodeAt(0),
    'static char ToLower(char c)': (unit: number) => toLower(text(unit)).charCodeAt(0),
    'static char ToLower(char c, CultureInfo culture)': (unit: number) => toLower(text(unit)).charCodeAt(0),
    'static char ToLowerInvariant(char c)': (unit: number) => toLower(text(unit)).charCodeAt(0),
    'static double GetNumericValue(char c)': (unit: number) => numericValue(text(unit)),
    'static double GetNumericValue(string s, int index)': (s: string | null, index: number) => {
      const pair = at(s, index);
      return numericValue(/^[\ud800-\udbff][\udc00-\udfff]$/.test(pair) ? pair : (pair[0] ?? ''));
    },
    'static UnicodeCategory GetUnicodeCategory(char c)': (unit: number) =>
      new EnumValue(categoryType, unicodeCategory(text(unit))),
    'static string ConvertFromUtf32(int utf32)': (code: number) => {
      if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
        outOfRange(
          'utf32',
          'A valid UTF32 value is between 0x000000 and 0x10ffff, inclusive, and should not include surrogate codepoint values (0x00d800 ~ 0x00dfff).',
        );
      }
      return String.fromCodePoint(code);
    },
    'static int ConvertToUtf32(string s, int index)': (s: string | null, index: number) => {
      const pair = at(s, index);
      if (/^[\udc00-\udfff]/.test(pair))
        argument(
          `Found a low surrogate char without a preceding high surrogate at index: ${index}. The input may not be in this encoding, or may not contain valid Unicode (UTF-16) characters.`,
          's',
        );
      if (/^[\ud800-\udbff]/.test(pair) && !/^.[\udc00-\udfff]/.test(pair))
        argument(
          `Found a high surrogate char without a following low surrogate at index: ${index}. The input may not be in this encoding, or may not contain valid Unicode (UTF-16) characters.`,
          's',
        );
      return pair.codePointAt(0) ?? 0;
    },
    'static int ConvertToUtf32(char highSurrogate, char lowSurrogate)': (high: number, low: number) =>
      (text(high) + text(low)).codePointAt(0) ?? 0,
    'static char Parse(string s)': parse,
    'static bool TryParse(string s, out char result)': (s: string | null, result: Ref) => {
      result.value = s?.length === 1 ? s.charCodeAt(0) : 0;
      return s?.length === 1;
    },
    'string ToString()': (self: number) => text(self),
    'string ToString(IFormatProvider provider)': (self: number) => text(self),
    'static string ToString(char c)': (unit: number) => text(unit),
    'bool Equals(char obj)': (self: number, other: number) => self === other,
    'bool Equals(object obj)': (self: number, other: unknown) =>
      other instanceof Boxed && other.type === T.char && other.value === self,
    'int GetHashCode()': (self: number) => self | (self << 16),
    'int CompareTo(char value)': (self: number, other: number) => self - other,
    'int CompareTo(object value)': (self: number, other: unknown, _call: CallInfo) => {
      if (other === null) return 1;
      if (other instanceof Boxed && other.type === T.char) return self - Number(other.value);
      return argument('Object must be of type Char.');
    },
  },
});
