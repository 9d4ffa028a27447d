/** System.String: finding. */
import type { CallInfo, Members } from '../core/define.ts';
import type { EnumValue, NetArray } from '../core/values.ts';
import { foldOrdinal } from '../text/casing.ts';
import { cultureOf, currentCulture } from '../text/culture.ts';
import {
  type Comparison,
  comparisonOf,
  endsWith,
  find,
  findLast,
  ordinal,
  startsWith,
} from '../text/string-comparison.ts';
import { countOutOfRange, indexBeyondEnd, indexOutOfRange, required } from './argument-errors.ts';

const current = (call: CallInfo): Comparison => ({ culture: currentCulture(call.runtime), ignoreCase: false });
const of = (comparison: EnumValue, call: CallInfo): Comparison => comparisonOf(comparison.value, call.runtime);

function indexOf(
  self: string,
  value: string | null,
  start: number,
  count: number | null,
  comparison: Comparison,
  call: CallInfo,
): number {
  const wanted = required(value, 'value');
  if (start < 0 || start > self.length) indexBeyondEnd('startIndex');
  if (count !== null && (count < 0 || start + count > self.length)) countOutOfRange();
  const end = count === null ? self.length : start + count;
  const text = end === self.length ? self : self.slice(0, end);
  return find(text, wanted, start, comparison, call.runtime)?.index ?? -1;
}

function indexOfChar(
  self: string,
  value: number,
  start: number,
  count: number | null,
  call: CallInfo,
  ignoreCase = false,
): number {
  if (start < 0 || start > self.length) indexBeyondEnd('startIndex');
  if (count !== null && (count < 0 || start + count > self.length)) countOutOfRange();
  call.runtime.charge(self.length - start);
  const ch = String.fromCharCode(value);
  const index = ignoreCase ? foldOrdinal(self).indexOf(foldOrdinal(ch), start) : self.indexOf(ch, start);
  return count !== null && index >= start + count ? -1 : index;
}

function lastIndexOf(
  self: string,
  value: string | null,
  start: number,
  count: number | null,
  comparison: Comparison,
  call: CallInfo,
): number {
  const wanted = required(value, 'value');
  let from = start;
  if (self.length === 0 && (from === -1 || from === 0)) return wanted === '' ? 0 : -1;
  if (from < 0 || from > self.length) indexOutOfRange('startIndex');
  let span = count ?? from + 1;
  if (from === self.length) {
    from--;
    if (span > 0) span--;
  }
  if (span < 0 || from - span + 1 < 0) countOutOfRange();
  const begin = from - span + 1;
  const found = findLast(self.slice(begin, from + 1), wanted, comparison, call.runtime);
  return found ? begin + found.index : -1;
}

function lastIndexOfChar(self: string, value: number, start: number, count: number | null, call: CallInfo): number {
  if (self.length === 0) return -1;
  if (start < 0 || start >= self.length) indexOutOfRange('startIndex');
  const span = count ?? start + 1;
  if (span < 0 || start - span + 1 < 0) countOutOfRange();
  call.runtime.charge(span);
  const index = self.lastIndexOf(String.fromCharCode(value), start);
  return index < start - span + 1 ? -1 : index;
}

function indexOfAny(self: string, anyOf: NetArray | null, start: number, count: number | null, call: CallInfo): number {
  const wanted = new Set(required(anyOf, 'anyOf').items as number[]);
  if (start < 0 || start > self.length) indexBeyondEnd('startIndex');
  if (count !== null && (count < 0 || start + count > self.length)) countOutOfRange();
  call.runtime.charge(self.length + wanted.size);
  const end = count === null ? self.length : start + count;
  for (let i = start; i < end; i++) if (wanted.has(self.charCodeAt(i))) return i;
  return -1;
}

function lastIndexOfAny(
  self: string,
  anyOf: NetArray | null,
  start: number,
  count: number | null,
  call: CallInfo,
): number {
  const wanted = new Set(required(anyOf, 'anyOf').items as number[]);
  if (self.length === 0) return -1;
  if (start < 0 || start >= self.length) indexOutOfRange('startIndex');
  const span = count ?? start + 1;
  if (span < 0 || start - span + 1 < 0) countOutOfRange();
  call.runtime.charge(span + wanted.size);
  for (let i = start; i > start - span; i--) if (wanted.has(self.charCodeAt(i))) return i;
  return -1;
}

type S = string;

export const stringSearch: Members = {
  'bool Contains(string value)': (self: S, value: S | null, call: CallInfo) =>
    find(self, required(value, 'value'), 0, ordinal, call.runtime) !== null,
  'bool Contains(string value, StringComparison comparisonType)': (
    self: S,
    value: S | null,
    comparison: EnumValue,
    call: CallInfo,
  ) => find(self, required(value, 'value'), 0, of(comparison, call), call.runtime) !== null,
  'bool Contains(char value)': (self: S, value: number, call: CallInfo) => indexOfChar(self, value, 0, null, call) >= 0,
  'bool Contains(char value, StringComparison comparisonType)': (
    self: S,
    value: number,
    comparison: EnumValue,
    call: CallInfo,
  ) => find(self, String.fromCharCode(value), 0, of(comparison, call), call.runtime) !== null,
  'bool StartsWith(string value)': (self: S, value: S | null, call: CallInfo) =>
    startsWith(self, required(value, 'value'), current(call), call.runtime),
  'bool StartsWith(string value, StringComparison comparisonType)': (
    self: S,
    value: S | null,
    comparison: EnumValue,
    call: CallInfo,
  ) => startsWith(self, required(value, 'value'), of(comparison, call), call.runtime),
  'bool StartsWith(string value, bool ignoreCase, CultureInfo culture)': (
    self: S,
    value: S | null,
    ignoreCase: boolean,
    culture: unknown,
    call: CallInfo,
  ) =>
    startsWith(self, required(value, 'value'), { culture: cultureOf(culture, call.runtime), ignoreCase }, call.runtime),
  'bool StartsWith(char value)': (self: S, value: number) => self.length > 0 && self.charCodeAt(0) === value,
  'bool EndsWith(string value)': (self: S, value: S | null, call: CallInfo) =>
    endsWith(self, required(value, 'value'), current(call), call.runtime),
  'bool EndsWith(string value, StringComparison comparisonType)': (
    self: S,
    value: S | null,
    comparison: EnumValue,
    call: CallInfo,
  ) => endsWith(self, required(value, 'value'), of(comparison, call), call.runtime),
  'bool EndsWith(string value, bool ignoreCase, CultureInfo culture)': (
    self: S,
    value: S | null,
    ignoreCase: boolean,
    culture: unknown,
    call: CallInfo,
  ) =>
    endsWith(self, required(value, 'value'), { culture: cultureOf(culture, call.runtime), ignoreCase }, call.runtime),
  'bool EndsWith(char value)': (self: S, value: number) =>
    self.length > 0 && self.charCodeAt(self.length - 1) === value,
  'int IndexOf(char value)': (self: S, value: number, call: CallInfo) => indexOfChar(self, value, 0, null, call),
  'int IndexOf(char value, int startIndex)': (self: S, value: number, start: number, call: CallInfo) =>
    indexOfChar(self, value, start, null, call),
  'int IndexOf(char value, int startIndex, int count)': (
    self: S,
    value: number,
    start: number,
    count: number,
    call: CallInfo,
  ) => indexOfChar(self, value, start, count, call),
  'int IndexOf(char value, StringComparison comparisonType)': (
    self: S,
    value: number,
    comparison: EnumValue,
    call: CallInfo,
  ) => indexOf(self, String.fromCharCode(value), 0, null, of(comparison, call), call),
  'int IndexOf(string value)': (self: S, value: S | null, call: CallInfo) =>
    indexOf(self, value, 0, null, current(call), call),
  'int IndexOf(string value, int startIndex)': (self: S, value: S | null, start: number, call: CallInfo) =>
    indexOf(self, value, start, null, current(call), call),
  'int IndexOf(string value, int startIndex, int count)': (
    self: S,
    value: S | null,
    start: number,
    count: number,
    call: CallInfo,
  ) => indexOf(self, value, start, count, current(call), call),
  'int IndexOf(string value, StringComparison comparisonType)': (
    self: S,
    value: S | null,
    comparison: EnumValue,
    call: CallInfo,
  ) => indexOf(self, value, 0, null, of(comparison, call), call),
  'int IndexOf(string value, int startIndex, StringComparison comparisonType)': (
    self: S,
    value: S | null,
    start: number,
    comparison: EnumValue,
    call: CallInfo,
  ) => indexOf(self, value, start, null, of(comparison, call), call),
  'int IndexOf(string value, int startIndex, int count, StringComparison comparisonType)': (
    self: S,
    value: S | null,
    start: number,
    count: number,
    comparison: EnumValue,
    call: CallInfo,
  ) => indexOf(self, value, start, count, of(comparison, call), call),
  'int IndexOfAny(char[] anyOf)': (self: S, anyOf: NetArray | null, call: CallInfo) =>
    indexOfAny(self, anyOf, 0, null, call),
  'int IndexOfAny(char[] anyOf, int startIndex)': (self: S, anyOf: NetArray | null, start: number, call: CallInfo) =>
    indexOfAny(self, anyOf, start, null, call),
  'int IndexOfAny(char[] anyOf, int startIndex, int count)': (
    self: S,
    anyOf: NetArray | null,
    start: number,
    count: number,
    call: CallInfo,
  ) => indexOfAny(self, anyOf, start, count, call),
  'int LastIndexOf(char value)': (self: S, value: number, call: CallInfo) =>
    lastIndexOfChar(self, value, self.length - 1, null, call),
  'int LastIndexOf(char value, int startIndex)': (self: S, value: number, start: number, call: CallInfo) =>
    lastIndexOfChar(self, value, start, null, call),
  'int LastIndexOf(char value, int startIndex, int count)': (
    self: S,
    value: number,
    start: number,
    count: number,
    call: CallInfo,
  ) => lastIndexOfChar(self, value, start, count, call),
  'int LastIndexOf(string value)': (self: S, value: S | null, call: CallInfo) =>
    lastIndexOf(self, value, self.length - 1, null, current(call), call),
  'int LastIndexOf(string value, int startIndex)': (self: S, value: S | null, start: number, call: CallInfo) =>
    lastIndexOf(self, value, start, null, current(call), call),
  'int LastIndexOf(string value, int startIndex, int count)': (
    self: S,
    value: S | null,
    start: number,
    count: number,
    call: CallInfo,
  ) => lastIndexOf(self, value, start, count, current(call), call),
  'int LastIndexOf(string value, StringComparison comparisonType)': (
    self: S,
    value: S | null,
    comparison: EnumValue,
    call: CallInfo,
  ) => lastIndexOf(self, value, self.length - 1, null, of(comparison, call), call),
  'int LastIndexOf(string value, int startIndex, StringComparison comparisonType)': (
    self: S,
    value: S | null,
    start: number,
    comparison: EnumValue,
    call: CallInfo,
  ) => lastIndexOf(self, value, start, null, of(comparison, call), call),
  'int LastIndexOf(string value, int startIndex, int count, StringComparison comparisonType)': (
    self: S,
    value: S | null,
    start: number,
    count: number,
    comparison: EnumValue,
    call: CallInfo,
  ) => lastIndexOf(self, value, start, count, of(comparison, call), call),
  'int LastIndexOfAny(char[] anyOf)': (self: S, anyOf: NetArray | null, call: CallInfo) =>
    lastIndexOfAny(self, anyOf, self.length - 1, null, call),
  'int LastIndexOfAny(char[] anyOf, int startIndex)': (
    self: S,
    anyOf: NetArray | null,
    start: number,
    call: CallInfo,
  ) => lastIndexOfAny(self, anyOf, start, null, call),
  'int LastIndexOfAny(char[] anyOf, int startIndex, int count)': (
    self: S,
    anyOf: NetArray | null,
    start: number,
    count: number,
    call: CallInfo,
  ) => lastIndexOfAny(self, anyOf, start, count, call),
};
