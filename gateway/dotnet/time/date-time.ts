import { type CallInfo, defineEnum, defineType, type Ref } from '../core/define.ts';
import { arrayOf, named, T } from '../core/type-ref.ts';
import { EnumValue, NetArray } from '../core/values.ts';
import { outOfRange, required } from '../primitives/argument-errors.ts';
import { type Culture, cultureOf, currentCulture } from '../text/culture.ts';
import { clockMembers, clockTicks } from './clock-members.ts';
import { addMonths, addTicks, addUnits, addYears } from './date-math.ts';
import { type DateTimeFailure, raiseDateTime } from './date-time-failure.ts';
import { type ParsedDateTime, parseDateTime } from './date-time-parse.ts';
import { checkStyles } from './date-time-styles.ts';
import { DateTime, type Kind, LOCAL, UNSPECIFIED, UTC } from './date-time-value.ts';
import {
  daysInMonth,
  isLeapYear,
  MAX_TICKS,
  TICKS_PER_DAY,
  TICKS_PER_HOUR,
  TICKS_PER_MILLISECOND,
  TICKS_PER_MINUTE,
  TICKS_PER_SECOND,
  ticksFromUnix,
} from './ticks.ts';
import { TimeSpan } from './time-span.ts';

defineEnum({ name: 'System.DateTimeKind', values: { Unspecified: 0, Utc: 1, Local: 2 } });
defineEnum({
  name: 'System.DayOfWeek',
  values: { Sunday: 0, Monday: 1, Tuesday: 2, Wednesday: 3, Thursday: 4, Friday: 5, Saturday: 6 },
});
defineEnum({
  name: 'System.Globalization.DateTimeStyles',
  flags: true,
  values: {
    None: 0,
    AllowLeadingWhite: 1,
    AllowTrailingWhite: 2,
    AllowInnerWhite: 4,
    AllowWhiteSpaces: 7,
    NoCurrentDateDefault: 8,
    AdjustToUniversal: 16,
    AssumeLocal: 32,
    AssumeUniversal: 64,
    RoundtripKind: 128,
  },
});

const ADJUST_TO_UNIVERSAL = 16;
const NO_CURRENT_DATE_DEFAULT = 8;
const ASSUME_LOCAL = 32;
const ASSUME_UNIVERSAL = 64;
const ROUNDTRIP_KIND = 128;

const kindType = named('System.DateTimeKind');
const kindOf = (value: EnumValue | null): Kind => (value?.value ?? 0) as Kind;

function create(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  millisecond = 0,
  kind: EnumValue | null = null,
): DateTime {
  return new DateTime(clockTicks(year, month, day, hour, minute, second, millisecond), kindOf(kind));
}

/**
 * The DateTime that a parsed text means under DateTimeStyles. A time before the first day moves one day up, as .NET lets
 * it; one after the last day is out of range.
 */
export function fromParsed(parsed: ParsedDateTime | DateTimeFailure, styles: number): DateTime | DateTimeFailure {
  if ('kind' in parsed) return parsed;
  if (parsed.offset === null) {
    if (styles & ASSUME_UNIVERSAL) return new DateTime(parsed.ticks, styles & ADJUST_TO_UNIVERSAL ? UTC : LOCAL);
    if (styles & ASSUME_LOCAL) return new DateTime(parsed.ticks, styles & ADJUST_TO_UNIVERSAL ? UTC : LOCAL);
    return new DateTime(parsed.ticks, UNSPECIFIED);
  }
  const ticks = parsed.ticks - BigInt(parsed.offset) * TICKS_PER_MINUTE;
  if (ticks > MAX_TICKS) return { kind: 'range' };
  return zoned(ticks < 0n ? ticks + TICKS_PER_DAY : ticks, parsed, styles);
}

function zoned(ticks: bigint, parsed: ParsedDateTime, styles: number): DateTime {
  if (styles & ADJUST_TO_UNIVERSAL) return new DateTime(ticks, UTC);
  return new DateTime(ticks, styles & ROUNDTRIP_KIND && parsed.zulu ? UTC : LOCAL);
}

/** Where a text without a date gets its date from. */
export const present = (styles: number, { runtime }: CallInfo): bigint =>
  styles & NO_CURRENT_DATE_DEFAULT ? 0n : ticksFromUnix(runtime.now());

/** `DateTime.Parse(text, culture, styles)`. Throws System.FormatException. */
export function parseText(text: string | null, culture: Culture, styles: number, call: CallInfo): DateTime {
  checkStyles(styles, 'styles');
  const source = required(text, 's');
  const parsed = parseDateTime(source, culture, present(styles, call));
  const value = fromParsed(parsed, styles);
  return value instanceof DateTime ? value : raiseDateTime(source, value);
}

function tryParse(text: string | null, culture: Culture, styles: number, result: Ref, call: CallInfo): boolean {
  checkStyles(styles, 'styles');
  const parsed: ParsedDateTime | DateTimeFailure =
    text === null ? { kind: 'format' } : parseDateTime(text, culture, present(styles, call));
  const value = fromParsed(parsed, styles);
  result.value = value instanceof DateTime ? value : DateTime.minValue;
  return value instanceof DateTime;
}

const moved = (self: DateTime, ticks: bigint): DateTime => new DateTime(ticks, self.kind);
const adder = (unit: bigint) => (self: DateTime, value: number) => moved(self, addUnits(self.ticks, value, unit));
const formatted = (self: DateTime, format: string | null, provider: unknown, call: CallInfo): string =>
  self.formatText(format, cultureOf(provider, call.runtime), call.runtime);

defineType({
  name: 'System.DateTime',
  kind: 'struct',
  interfaces: ['IComparable', 'IFormattable', 'IComparable<DateTime>', 'IEquatable<DateTime>'],
  members: {
    'DateTime()': () => DateTime.minValue,
    'DateTime(long ticks)': (ticks: bigint) => fromTicks(ticks, UNSPECIFIED),
    'DateTime(long ticks, DateTimeKind kind)': (ticks: bigint, kind: EnumValue) => fromTicks(ticks, kindOf(kind)),
    'DateTime(int year, int month, int day)': (y: number, m: number, d: number) => create(y, m, d),
    'DateTime(int year, int month, int day, int hour, int minute, int second)': (
      y: number,
      mo: number,
      d: number,
      h: number,
      mi: number,
      s: number,
    ) => create(y, mo, d, h, mi, s),
    'DateTime(int year, int month, int day, int hour, int minute, int second, DateTimeKind kind)': (
      y: number,
      mo: number,
      d: number,
      h: number,
      mi: number,
      s: number,
      kind: EnumValue,
    ) => create(y, mo, d, h, mi, s, 0, kind),
    'DateTime(int year, int month, int day, int hour, int minute, int second, int millisecond)': (
      y: number,
      mo: number,
      d: number,
      h: number,
      mi: number,
      s: number,
      ms: number,
    ) => create(y, mo, d, h, mi, s, ms),
    'DateTime(int year, int month, int day, int hour, int minute, int second, int millisecond, DateTimeKind kind)':
      create,
    'static DateTime MinValue { get; }': () => DateTime.minValue,
    'static DateTime MaxValue { get; }': () => DateTime.maxValue,
    'static DateTime UnixEpoch { get; }': () => new DateTime(ticksFromUnix(0), UTC),
    'static DateTime UtcNow { get; }': (call: CallInfo) => DateTime.now(call.runtime, UTC),
    'static DateTime Now { get; }': (call: CallInfo) => DateTime.now(call.runtime, LOCAL),
    'static DateTime Today { get; }': (call: CallInfo) => {
      const now = ticksFromUnix(call.runtime.now());
      return new DateTime(now - (now % TICKS_PER_DAY), LOCAL);
    },
    'static DateTime Parse(string s)': (text: string | null, call: CallInfo) =>
      parseText(text, currentCulture(call.runtime), 0, call),
    'static DateTime Parse(string s, IFormatProvider provider)': (
      text: string | null,
      provider: unknown,
      call: CallInfo,
    ) => parseText(text, cultureOf(provider, call.runtime), 0, call),
    'static DateTime Parse(string s, IFormatProvider provider, DateTimeStyles styles)': (
      text: string | null,
      provider: unknown,
      styles: EnumValue,
      call: CallInfo,
    ) => parseText(text, cultureOf(provider, call.runtime), styles.value, call),
    'static bool TryParse(string s, out DateTime result)': (text: string | null, result: Ref, call: CallInfo) =>
      tryParse(text, currentCulture(call.runtime), 0, result, call),
    'static bool TryParse(string s, IFormatProvider provider, DateTimeStyles styles, out DateTime result)': (
      text: string | null,
      provider: unknown,
      styles: EnumValue,
      result: Ref,
      call: CallInfo,
    ) => tryParse(text, cultureOf(provider, call.runtime), styles.value, result, call),
    'static int DaysInMonth(int year, int month)': (year: number, month: number) => {
      if (month < 1 || month > 12) outOfRange('month', 'Month must be between one and twelve.', month);
      isYear(year);
      return daysInMonth(year, month);
    },
    'static bool IsLeapYear(int year)': (year: number) => {
      isYear(year);
      return isLeapYear(year);
    },
    'static int Compare(DateTime t1, DateTime t2)': (a: DateTime, b: DateTime) => a.compareTo(b),
    'static bool Equals(DateTime t1, DateTime t2)': (a: DateTime, b: DateTime) => a.ticks === b.ticks,
    'static DateTime SpecifyKind(DateTime value, DateTimeKind kind)': (value: DateTime, kind: EnumValue) =>
      new DateTime(value.ticks, kindOf(kind)),
    'static DateTime FromBinary(long dateData)': (data: bigint) => {
      const kind = Number((BigInt.asUintN(64, data) >> 62n) & 3n);
      return fromTicks(data & 0x3fffffffffffffffn, kind === 3 ? LOCAL : (kind as Kind));
    },
    'static DateTime FromFileTimeUtc(long fileTime)': (fileTime: bigint) =>
      new DateTime(fileTime + 504_911_232_000_000_000n, UTC),
    ...clockMembers,
    'DateTimeKind Kind { get; }': (self: DateTime) => new EnumValue(kindType, self.kind),
    'DateTime Date { get; }': (self: DateTime) => moved(self, self.ticks - (self.ticks % TICKS_PER_DAY)),
    'DateTime Add(TimeSpan value)': (self: DateTime, value: TimeSpan) => moved(self, addTicks(self.ticks, value.ticks)),
    'DateTime AddDays(double value)': adder(TICKS_PER_DAY),
    'DateTime AddHours(double value)': adder(TICKS_PER_HOUR),
    'DateTime AddMinutes(double value)': adder(TICKS_PER_MINUTE),
    'DateTime AddSeconds(double value)': adder(TICKS_PER_SECOND),
    'DateTime AddMilliseconds(double value)': adder(TICKS_PER_MILLISECOND),
    'DateTime AddTicks(long value)': (self: DateTime, value: bigint) => moved(self, addTicks(self.ticks, value)),
    'DateTime AddMonths(int months)': (self: DateTime, months: number) => moved(self, addMonths(self.ticks, months)),
    'DateTime AddYears(int value)': (self: DateTime, years: number) => moved(self, addYears(self.ticks, years)),
    'TimeSpan Subtract(DateTime value)': (self: DateTime, other: DateTime) => new TimeSpan(self.ticks - other.ticks),
    'DateTime Subtract(TimeSpan value)': (self: DateTime, value: TimeSpan) =>
      moved(self, addTicks(self.ticks, -value.ticks)),
    'DateTime ToUniversalTime()': (self: DateTime) => new DateTime(self.ticks, UTC),
    'DateTime ToLocalTime()': (self: DateTime) => new DateTime(self.ticks, LOCAL),
    'bool IsDaylightSavingTime()': () => false,
    'long ToBinary()': (self: DateTime) => BigInt.asIntN(64, self.ticks | (BigInt(self.kind) << 62n)),
    'long ToFileTimeUtc()': (self: DateTime) => self.ticks - 504_911_232_000_000_000n,
    'long ToFileTime()': (self: DateTime) => self.ticks - 504_911_232_000_000_000n,
    'double ToOADate()': (self: DateTime) => Number((self.ticks - 599_264_352_000_000_000n) / 10_000n) / 86_400_000,
    'string ToString()': (self: DateTime, call: CallInfo) => self.toText(call.runtime),
    'string ToString(string format)': (self: DateTime, format: string | null, call: CallInfo) =>
      formatted(self, format, null, call),
    'string ToString(IFormatProvider provider)': (self: DateTime, provider: unknown, call: CallInfo) =>
      formatted(self, null, provider, call),
    'string ToString(string format, IFormatProvider provider)': formatted,
    'string ToLongDateString()': (self: DateTime, call: CallInfo) => formatted(self, 'D', null, call),
    'string ToLongTimeString()': (self: DateTime, call: CallInfo) => formatted(self, 'T', null, call),
    'string ToShortDateString()': (self: DateTime, call: CallInfo) => formatted(self, 'd', null, call),
    'string ToShortTimeString()': (self: DateTime, call: CallInfo) => formatted(self, 't', null, call),
    'string[] GetDateTimeFormats(char format)': (self: DateTime, format: number, call: CallInfo) =>
      new NetArray(arrayOf(T.string), [formatted(self, String.fromCharCode(format), null, call)]),
    'bool Equals(DateTime value)': (self: DateTime, other: DateTime) => self.ticks === other.ticks,
    'bool Equals(object value)': (self: DateTime, other: unknown) =>
      other instanceof DateTime && other.ticks === self.ticks,
    'int GetHashCode()': (self: DateTime) => self.hash(),
    'int CompareTo(DateTime value)': (self: DateTime, other: DateTime) => self.compareTo(other),
    'int CompareTo(object value)': (self: DateTime, other: unknown) => (other === null ? 1 : self.compareTo(other)),
    'static DateTime operator +(DateTime d, TimeSpan t)': (d: DateTime, t: TimeSpan) =>
      moved(d, addTicks(d.ticks, t.ticks, 't')),
    'static DateTime operator -(DateTime d, TimeSpan t)': (d: DateTime, t: TimeSpan) =>
      moved(d, addTicks(d.ticks, -t.ticks, 't')),
    'static TimeSpan operator -(DateTime a, DateTime b)': (a: DateTime, b: DateTime) => new TimeSpan(a.ticks - b.ticks),
    'static bool operator ==(DateTime a, DateTime b)': (a: DateTime, b: DateTime) => a.ticks === b.ticks,
    'static bool operator !=(DateTime a, DateTime b)': (a: DateTime, b: DateTime) => a.ticks !== b.ticks,
    'static bool operator <(DateTime a, DateTime b)': (a: DateTime, b: DateTime) => a.ticks < b.ticks,
    'static bool operator >(DateTime a, DateTime b)': (a: DateTime, b: DateTime) => a.ticks > b.ticks,
    'static bool operator <=(DateTime a, DateTime b)': (a: DateTime, b: DateTime) => a.ticks <= b.ticks,
    'static bool operator >=(DateTime a, DateTime b)': (a: DateTime, b: DateTime) => a.ticks >= b.ticks,
  },
});

function fromTicks(ticks: bigint, kind: Kind): DateTime {
  if (ticks < 0n || ticks > MAX_TICKS)
    outOfRange('ticks', 'Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks.');
  return new DateTime(ticks, kind);
}

function isYear(year: number): void {
  if (year < 1 || year > 9999) outOfRange('year', 'Year must be between 1 and 9999.');
}
