/** System.String: Split, and System.StringSplitOptions. */
import { type CallInfo, defineEnum, type Members } from '../core/define.ts';
import type { EnumValue, NetArray } from '../core/values.ts';
import { isWhiteSpace, trim } from '../text/white-space.ts';
import { argument, nonNegative } from './argument-errors.ts';
import { strings } from './net-arrays.ts';

defineEnum({
  name: 'System.StringSplitOptions',
  flags: true,
  values: { None: 0, RemoveEmptyEntries: 1, TrimEntries: 2 },
});

const REMOVE_EMPTY = 1;
const TRIM = 2;
const UNLIMITED = 0x7fffffff;

interface Separator {
  readonly index: number;
  readonly length: number;
}

/** Units of work that a separator counts for: more than a character, since its place is kept. */
const separatorCost = 16;

/** Places of the separators; null or none means white space. */
function charSeparators(text: string, separators: readonly number[] | null, call: CallInfo): Separator[] {
  const found: Separator[] = [];
  const wanted = separators && separators.length > 0 ? new Set(separators) : null;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (!(wanted ? wanted.has(unit) : isWhiteSpace(unit))) continue;
    call.runtime.charge(separatorCost);
    found.push({ index, length: 1 });
  }
  return found;
}

function stringSeparators(text: string, separators: readonly (string | null)[], call: CallInfo): Separator[] {
  const wanted = separators.filter((s): s is string => s !== null && s !== '');
  const found: Separator[] = [];
  for (let index = 0; index < text.length; ) {
    call.runtime.charge(wanted.length);
    const match = wanted.find((separator) => text.startsWith(separator, index));
    if (match === undefined) index++;
    else {
      call.runtime.charge(separatorCost);
      found.push({ index, length: match.length });
      index += match.length;
    }
  }
  return found;
}

function split(text: string, find: () => Separator[], count: number, options: number, call: CallInfo): NetArray {
  nonNegative(count, 'count');
  if (options < 0 || options > (REMOVE_EMPTY | TRIM)) argument('Value of flags is invalid.', 'options');
  call.runtime.charge(text.length + 1);
  const removeEmpty = (options & REMOVE_EMPTY) !== 0;
  const entry = (value: string): string => ((options & TRIM) !== 0 ? trim(value) : value);
  const whole = (): NetArray => {
    const value = entry(text);
    return strings(value === '' && removeEmpty ? [] : [value]);
  };
  if (count === 0) return strings([]);
  if (count === 1 || text.length === 0) return whole();
  const separators = find();
  if (separators.length === 0) return whole();
  const parts: string[] = [];
  let start = 0;
  for (let i = 0; i < separators.length; i++) {
    const separator = separators[i] as Separator;
    const value = entry(text.slice(start, separator.index));
    if (value !== '' || !removeEmpty) parts.push(value);
    start = separator.index + separator.length;
    if (parts.length !== count - 1) continue;
    // The rest is the last entry; empty entries before it are skipped when they do not count.
    if (removeEmpty) {
      for (i++; i < separators.length; i++) {
        const next = separators[i] as Separator;
        if (entry(text.slice(start, next.index)) !== '') break;
        start = next.index + next.length;
      }
    }
    break;
  }
  const last = entry(text.slice(start));
  if (last !== '' || !removeEmpty) parts.push(last);
  call.runtime.charge(parts.length);
  return strings(parts);
}

const byChars = (self: string, separators: NetArray | null, count: number, options: number, call: CallInfo): NetArray =>
  split(self, () => charSeparators(self, separators?.items as number[] | null, call), count, options, call);

const byStrings = (
  self: string,
  separators: NetArray | null,
  count: number,
  options: number,
  call: CallInfo,
): NetArray => {
  const list = separators?.items as (string | null)[] | undefined;
  if (!list || list.length === 0) return byChars(self, null, count, options, call);
  return split(self, () => stringSeparators(self, list, call), count, options, call);
};

const byString = (self: string, separator: string | null, count: number, options: number, call: CallInfo): NetArray =>
  split(self, () => stringSeparators(self, [separator], call), count, options, call);

const byChar = (self: string, separator: number, count: number, options: number, call: CallInfo): NetArray =>
  split(self, () => charSeparators(self, [separator], call), count, options, call);

export const stringSplit: Members = {
  'string[] Split(params char[] separator)': (self: string, separator: NetArray | null, call: CallInfo) =>
    byChars(self, separator, UNLIMITED, 0, call),
  'string[] Split(char[] separator, int count)': (
    self: string,
    separator: NetArray | null,
    count: number,
    call: CallInfo,
  ) => byChars(self, separator, count, 0, call),
  'string[] Split(char[] separator, StringSplitOptions options)': (
    self: string,
    separator: NetArray | null,
    options: EnumValue,
    call: CallInfo,
  ) => byChars(self, separator, UNLIMITED, options.value, call),
  'string[] Split(char[] separator, int count, StringSplitOptions options)': (
    self: string,
    separator: NetArray | null,
    count: number,
    options: EnumValue,
    call: CallInfo,
  ) => byChars(self, separator, count, options.value, call),
  'string[] Split(char separator, StringSplitOptions options = StringSplitOptions.None)': (
    self: string,
    separator: number,
    options: EnumValue | null,
    call: CallInfo,
  ) => byChar(self, separator, UNLIMITED, options?.value ?? 0, call),
  'string[] Split(char separator, int count, StringSplitOptions options = StringSplitOptions.None)': (
    self: string,
    separator: number,
    count: number,
    options: EnumValue | null,
    call: CallInfo,
  ) => byChar(self, separator, count, options?.value ?? 0, call),
  'string[] Split(string separator, StringSplitOptions options = StringSplitOptions.None)': (
    self: string,
    separator: string | null,
    options: EnumValue | null,
    call: CallInfo,
  ) => byString(self, separator, UNLIMITED, options?.value ?? 0, call),
  'string[] Split(string separator, int count, StringSplitOptions options = StringSplitOptions.None)': (
    self: string,
    separator: string | null,
    count: number,
    options: EnumValue | null,
    call: CallInfo,
  ) => byString(self, separator, count, options?.value ?? 0, call),
  'string[] Split(string[] separator, StringSplitOptions options)': (
    self: string,
    separator: NetArray | null,
    options: EnumValue,
    call: CallInfo,
  ) => byStrings(self, separator, UNLIMITED, options.value, call),
  'string[] Split(string[] separator, int count, StringSplitOptions options)': (
    self: string,
    separator: NetArray | null,
    count: number,
    options: EnumValue,
    call: CallInfo,
  ) => byStrings(self, separator, count, options.value, call),
};
