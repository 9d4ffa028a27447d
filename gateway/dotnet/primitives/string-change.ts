/** System.String: members that make a new string from one. */
import { type CallInfo, defineEnum, type Members } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import type { EnumValue, NetArray } from '../core/values.ts';
import { toLower, toUpper } from '../text/casing.ts';
import { cultureOf } from '../text/culture.ts';
import { type Comparison, comparisonOf, find, ordinal } from '../text/string-comparison.ts';
import { isWhiteSpace } from '../text/white-space.ts';
import { argument, atMost, nonNegative, outOfRange, required } from './argument-errors.ts';

defineEnum({ name: 'System.Text.NormalizationForm', values: { FormC: 1, FormD: 2, FormKC: 5, FormKD: 6 } });

function substring(self: string, start: number, length: number | null, call: CallInfo): string {
  nonNegative(start, 'startIndex');
  if (start > self.length) outOfRange('startIndex', 'startIndex cannot be larger than length of string.');
  if (length === null) return self.slice(start);
  nonNegative(length, 'length');
  if (start + length > self.length)
    outOfRange('length', 'Index and length must refer to a location within the string.');
  call.runtime.charge(length);
  return self.slice(start, start + length);
}

function replace(
  self: string,
  oldValue: string | null,
  newValue: string | null,
  comparison: Comparison,
  call: CallInfo,
): string {
  const wanted = required(oldValue, 'oldValue');
  if (wanted === '') argument('The value cannot be an empty string.', 'oldValue');
  call.runtime.charge(self.length);
  const replacement = newValue ?? '';
  if (comparison === ordinal) {
    const pieces = self.split(wanted);
    call.runtime.charge((pieces.length - 1) * replacement.length);
    return pieces.join(replacement);
  }
  let out = '';
  let from = 0;
  for (;;) {
    const found = find(self, wanted, from, comparison, call.runtime);
    if (!found || found.length === 0) return out + self.slice(from);
    out += self.slice(from, found.index) + replacement;
    call.runtime.charge(replacement.length);
    from = found.index + found.length;
  }
}

const START = 1;
const END = 2;

function trimUnits(self: string, units: NetArray | number[] | null, sides: number): string {
  const list = Array.isArray(units) ? units : (units?.items as number[] | undefined);
  const wanted = list && list.length > 0 ? new Set(list) : null;
  const matches = (unit: number): boolean => (wanted ? wanted.has(unit) : isWhiteSpace(unit));
  let start = 0;
  let end = self.length;
  if (sides & START) while (start < end && matches(self.charCodeAt(start))) start++;
  if (sides & END) while (end > start && matches(self.charCodeAt(end - 1))) end--;
  return self.slice(start, end);
}

function pad(self: string, width: number, unit: number, left: boolean, call: CallInfo): string {
  nonNegative(width, 'totalWidth');
  call.runtime.charge(Math.max(width - self.length, 0));
  const ch = String.fromCharCode(unit);
  return left ? self.padStart(width, ch) : self.padEnd(width, ch);
}

function normalize(self: string, form: number): string {
  if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(self))
    throwNet('System.ArgumentException', "Invalid Unicode code point found at index 0. (Parameter 'strInput')");
  return self.normalize(form === 2 ? 'NFD' : form === 5 ? 'NFKC' : form === 6 ? 'NFKD' : 'NFC');
}

const SPACE = 32;

/** The most characters that one becomes when normalized (Unicode UAX 15, table of expansion factors). */
const EXPANSION = 3;
const COMPATIBLE_EXPANSION = 18;

export const stringChange: Members = {
  'string Substring(int startIndex)': (self: string, start: number, call: CallInfo) =>
    substring(self, start, null, call),
  'string Substring(int startIndex, int length)': substring,
  'string Replace(string oldValue, string newValue)': (
    self: string,
    oldValue: string | null,
    newValue: string | null,
    call: CallInfo,
  ) => replace(self, oldValue, newValue, ordinal, call),
  'string Replace(char oldChar, char newChar)': (self: string, oldChar: number, newChar: number, call: CallInfo) => {
    call.runtime.charge(self.length);
    const written = String.fromCharCode(newChar);
    return self.replaceAll(String.fromCharCode(oldChar), written === '$' ? '$$' : written);
  },
  'string Replace(string oldValue, string newValue, StringComparison comparisonType)': (
    self: string,
    oldValue: string | null,
    newValue: string | null,
    comparison: EnumValue,
    call: CallInfo,
  ) => replace(self, oldValue, newValue, comparisonOf(comparison.value, call.runtime), call),
  'string Replace(string oldValue, string newValue, bool ignoreCase, CultureInfo culture)': (
    self: string,
    oldValue: string | null,
    newValue: string | null,
    ignoreCase: boolean,
    culture: unknown,
    call: CallInfo,
  ) => replace(self, oldValue, newValue, { culture: cultureOf(culture, call.runtime), ignoreCase }, call),
  'string ReplaceLineEndings()': (self: string, call: CallInfo) =>
    self.replace(/\r\n|[\r\n\f\u0085\u2028\u2029]/g, call.runtime.platform === 'windows' ? '\r\n' : '\n'),
  'string ReplaceLineEndings(string replacementText)': (self: string, replacement: string | null) => {
    const text = required(replacement, 'replacementText');
    return self.replace(/\r\n|[\r\n\f\u0085\u2028\u2029]/g, () => text);
  },
  'string Insert(int startIndex, string value)': (
    self: string,
    start: number,
    value: string | null,
    call: CallInfo,
  ) => {
    const text = required(value, 'value');
    // The position counts as an unsigned number.
    atMost(start >>> 0, self.length, 'startIndex');
    call.runtime.charge(self.length + text.length);
    return self.slice(0, start) + text + self.slice(start);
  },
  'string Remove(int startIndex)': (self: string, start: number) => {
    if (start < 0) outOfRange('startIndex', 'StartIndex cannot be less than zero.');
    if (start > self.length) outOfRange('startIndex', 'startIndex cannot be larger than length of string.');
    return self.slice(0, start);
  },
  'string Remove(int startIndex, int count)': (self: string, start: number, count: number, call: CallInfo) => {
    nonNegative(start, 'startIndex');
    nonNegative(count, 'count');
    atMost(count, self.length - start, 'count');
    call.runtime.charge(self.length);
    return self.slice(0, start) + self.slice(start + count);
  },
  'string PadLeft(int totalWidth)': (self: string, width: number, call: CallInfo) =>
    pad(self, width, SPACE, true, call),
  'string PadLeft(int totalWidth, char paddingChar)': (self: string, width: number, unit: number, call: CallInfo) =>
    pad(self, width, unit, true, call),
  'string PadRight(int totalWidth)': (self: string, width: number, call: CallInfo) =>
    pad(self, width, SPACE, false, call),
  'string PadRight(int totalWidth, char paddingChar)': (self: string, width: number, unit: number, call: CallInfo) =>
    pad(self, width, unit, false, call),
  'string Trim()': (self: string) => trimUnits(self, null, START | END),
  'string Trim(char trimChar)': (self: string, unit: number) => trimUnits(self, [unit], START | END),
  'string Trim(params char[] trimChars)': (self: string, units: NetArray | null) => trimUnits(self, units, START | END),
  'string TrimStart()': (self: string) => trimUnits(self, null, START),
  'string TrimStart(char trimChar)': (self: string, unit: number) => trimUnits(self, [unit], START),
  'string TrimStart(params char[] trimChars)': (self: string, units: NetArray | null) => trimUnits(self, units, START),
  'string TrimEnd()': (self: string) => trimUnits(self, null, END),
  'string TrimEnd(char trimChar)': (self: string, unit: number) => trimUnits(self, [unit], END),
  'string TrimEnd(params char[] trimChars)': (self: string, units: NetArray | null) => trimUnits(self, units, END),
  'string ToUpper()': (self: string, call: CallInfo) => upper(self, call),
  'string ToUpper(CultureInfo culture)': (self: string, _culture: unknown, call: CallInfo) => upper(self, call),
  'string ToUpperInvariant()': (self: string, call: CallInfo) => upper(self, call),
  'string ToLower()': (self: string, call: CallInfo) => lower(self, call),
  'string ToLower(CultureInfo culture)': (self: string, _culture: unknown, call: CallInfo) => lower(self, call),
  'string ToLowerInvariant()': (self: string, call: CallInfo) => lower(self, call),
  'string Normalize()': (self: string, call: CallInfo) => {
    call.runtime.charge(self.length * EXPANSION);
    return normalize(self, 1);
  },
  'string Normalize(NormalizationForm normalizationForm)': (self: string, form: EnumValue, call: CallInfo) => {
    call.runtime.charge(self.length * (form.value > 2 ? COMPATIBLE_EXPANSION : EXPANSION));
    return normalize(self, form.value);
  },
  'bool IsNormalized(NormalizationForm normalizationForm)': (self: string, form: EnumValue, call: CallInfo) => {
    call.runtime.charge(self.length * (form.value > 2 ? COMPATIBLE_EXPANSION : EXPANSION));
    return normalize(self, form.value) === self;
  },
  'bool IsNormalized()': (self: string, call: CallInfo) => {
    call.runtime.charge(self.length * EXPANSION);
    return self.normalize() === self;
  },
};

function upper(self: string, call: CallInfo): string {
  call.runtime.charge(self.length);
  return toUpper(self);
}

function lower(self: string, call: CallInfo): string {
  call.runtime.charge(self.length);
  return toLower(self);
}
