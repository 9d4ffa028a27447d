import { type CallInfo, defineType, type Ref } from '../core/define.ts';
import type { EnumValue } from '../core/values.ts';
import { argument, outOfRange, required } from '../primitives/argument-errors.ts';
import { type Culture, cultureOf, currentCulture } from '../text/culture.ts';
import { clockMembers, clockTicks } from './clock-members.ts';
import { addMonths, addTicks, addUnits, addYears } from './date-math.ts';
import { type DateTimeFailure, raiseDateTime } from './date-time-failure.ts';
import { type ParsedDateTime, parseDateTime } from './date-time-parse.ts';
import { checkOffsetStyles } from './date-time-styles.ts';
import { checkOffset, DateTime, DateTimeOffset, LOCAL, offsetFrom, UNSPECIFIED, UTC } from './date-time-value.ts';
import {
  MAX_TICKS,
  TICKS_PER_DAY,
  TICKS_PER_HOUR,
  TICKS_PER_MILLISECOND,
  TICKS_PER_MINUTE,
  TICKS_PER_SECOND,
  ticksFromUnix,
  UNIX_EPOCH_TICKS,
} from './ticks.ts';
import { TimeSpan } from './time-span.ts';

const ADJUST_TO_UNIVERSAL = 16;

function fromClock(ticks: bigint, offset: TimeSpan): DateTimeOffset {
  return offsetFrom(ticks, checkOffset(offset.ticks));
}

function create(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  millisecond: number,
  offset: TimeSpan,
): DateTimeOffset {
  const minutes = checkOffset(offset.ticks);
  return offsetFrom(clockTicks(year, month, day, hour, minute, second, millisecond), minutes);
}

/** The DateTimeOffset that a parsed text means; without a zone it is local, which is UTC. */
export function fromParsed(parsed: ParsedDateTime | DateTimeFailure, styles: number): DateTimeOffset | DateTimeFailure {
  if ('kind' in parsed) return parsed;
  const value = new DateTimeOffset(parsed.ticks, parsed.offset ?? 0);
  if (value.utcTicks < 0n || value.utcTicks > MAX_TICKS) return { kind: 'utcRange' };
  return styles & ADJUST_TO_UNIVERSAL ? new DateTimeOffset(value.utcTicks, 0) : value;
}

/** `DateTimeOffset.Parse`. Throws System.FormatException. */
export function parseOffset(text: string | null, culture: Culture, styles: number, call: CallInfo): DateTimeOffset {
  checkOffsetStyles(styles);
  const source = required(text, 'input');
  const parsed = parseDateTime(source, culture, ticksFromUnix(call.runtime.now()));
  const value = fromParsed(parsed, styles);
  return value instanceof DateTimeOffset ? value : raiseDateTime(source, value);
}

function tryParse(text: string | null, culture: Culture, styles: number, result: Ref, call: CallInfo): boolean {
  checkOffsetStyles(styles);
  const parsed: ParsedDateTime | DateTimeFailure =
    text === null ? { kind: 'format' } : parseDateTime(text, culture, ticksFromUnix(call.runtime.now()));
  const value = fromParsed(parsed, styles);
  result.value = value instanceof DateTimeOffset ? value : DateTimeOffset.minValue;
  return value instanceof DateTimeOffset;
}

const MIN_SECONDS = -62_135_596_800n;
const MAX_SECONDS = 253_402_300_799n;

function fromUnix(value: bigint, unit: bigint, parameter: string): DateTimeOffset {
  const perSecond = TICKS_PER_SECOND / unit;
  const minimum = MIN_SECONDS * perSecond;
  const maximum = MAX_SECONDS * perSecond + (perSecond - 1n);
  if (value < minimum || value > maximum)
    outOfRange(parameter, `Valid values are between ${minimum} and ${maximum}, inclusive.`, value);
  return new DateTimeOffset(UNIX_EPOCH_TICKS + value * unit, 0);
}

/** Division that rounds down: instants before the epoch count backwards. */
function floorDivide(value: bigint, unit: bigint): bigint {
  const quotient = value / unit;
  return value % unit < 0n ? quotient - 1n : quotient;
}

const moved = (self: DateTimeOffset, ticks: bigint): DateTimeOffset => offsetFrom(ticks, self.offset);
const adder = (unit: bigint) => (self: DateTimeOffset, value: number) => moved(self, addUnits(self.ticks, value, unit));
const formatted = (self: DateTimeOffset, format: string | null, provider: unknown, call: CallInfo): string =>
  self.formatText(format, cultureOf(provider, call.runtime), call.runtime);
const less = (a: DateTimeOffset, b: DateTimeOffset): boolean => a.utcTicks < b.utcTicks;

defineType({
  name: 'System.DateTimeOffset',
  kind: 'struct',
  interfaces: ['IComparable', 'IFormattable', 'IComparable<DateTimeOffset>', 'IEquatable<DateTimeOffset>'],
  members: {
    'DateTimeOffset()': () => DateTimeOffset.minValue,
    'DateTimeOffset(DateTime dateTime)': (value: DateTime) => new DateTimeOffset(value.ticks, 0),
    'DateTimeOffset(DateTime dateTime, TimeSpan offset)': (value: DateTime, offset: TimeSpan) => {
      if (value.kind === LOCAL && offset.ticks !== 0n)
        argument('The UTC Offset of the local dateTime parameter does not match the offset argument.', 'offset');
      if (value.kind === UTC && offset.ticks !== 0n)
        argument('The UTC Offset for Utc DateTime instances must be 0.', 'offset');
      return fromClock(value.ticks, offset);
    },
    'DateTimeOffset(long ticks, TimeSpan offset)': fromClock,
    'DateTimeOffset(int year, int month, int day, int hour, int minute, int second, TimeSpan offset)': (
      y: number,
      mo: number,
      d: number,
      h: number,
      mi: number,
      s: number,
      offset: TimeSpan,
    ) => create(y, mo, d, h, mi, s, 0, offset),
    'DateTimeOffset(int year, int month, int day, int hour, int minute, int second, int millisecond, TimeSpan offset)':
      create,
    'static DateTimeOffset MinValue { get; }': () => DateTimeOffset.minValue,
    'static DateTimeOffset MaxValue { get; }': () => DateTimeOffset.maxValue,
    'static DateTimeOffset UnixEpoch { get; }': () => new DateTimeOffset(UNIX_EPOCH_TICKS, 0),
    'static DateTimeOffset UtcNow { get; }': (call: CallInfo) => DateTimeOffset.now(call.runtime),
    'static DateTimeOffset Now { get; }': (call: CallInfo) => DateTimeOffset.now(call.runtime),
    'static DateTimeOffset FromUnixTimeSeconds(long seconds)': (value: bigint) =>
      fromUnix(value, TICKS_PER_SECOND, 'seconds'),
    'static DateTimeOffset FromUnixTimeMilliseconds(long milliseconds)': (value: bigint) =>
      fromUnix(value, TICKS_PER_MILLISECOND, 'milliseconds'),
    'static DateTimeOffset Parse(string input)': (text: string | null, call: CallInfo) =>
      parseOffset(text, currentCulture(call.runtime), 0, call),
    'static DateTimeOffset Parse(string input, IFormatProvider formatProvider)': (
      text: string | null,
      provider: unknown,
      call: CallInfo,
    ) => parseOffset(text, cultureOf(provider, call.runtime), 0, call),
    'static DateTimeOffset Parse(string input, IFormatProvider formatProvider, DateTimeStyles styles)': (
      text: string | null,
      provider: unknown,
      styles: EnumValue,
      call: CallInfo,
    ) => parseOffset(text, cultureOf(provider, call.runtime), styles.value, call),
    'static bool TryParse(string input, out DateTimeOffset result)': (
      text: string | null,
      result: Ref,
      call: CallInfo,
    ) => tryParse(text, currentCulture(call.runtime), 0, result, call),
    'static bool TryParse(string input, IFormatProvider formatProvider, DateTimeStyles styles, out DateTimeOffset result)':
      (text: string | null, provider: unknown, styles: EnumValue, result: Ref, call: CallInfo) =>
        tryParse(text, cultureOf(provider, call.runtime), styles.value, result, call),
    'static int Compare(DateTimeOffset first, DateTimeOffset second)': (a: DateTimeOffset, b: DateTimeOffset) =>
      a.compareTo(b),
    'static bool Equals(DateTimeOffset first, DateTimeOffset second)': (a: DateTimeOffset, b: DateTimeOffset) =>
      a.utcTicks === b.utcTicks,
    ...clockMembers,
    'long UtcTicks { get; }': (self: DateTimeOffset) => self.utcTicks,
    'TimeSpan Offset { get; }': (self: DateTimeOffset) => new TimeSpan(BigInt(self.offset) * TICKS_PER_MINUTE),
    'DateTime Date { get; }': (self: DateTimeOffset) =>
      new DateTime(self.ticks - (self.ticks % TICKS_PER_DAY), UNSPECIFIED),
    'DateTime DateTime { get; }': (self: DateTimeOffset) => new DateTime(self.ticks, UNSPECIFIED),
    'DateTime UtcDateTime { get; }': (self: DateTimeOffset) => new DateTime(self.utcTicks, UTC),
    'DateTime LocalDateTime { get; }': (self: DateTimeOffset) => new DateTime(self.utcTicks, LOCAL),
    'long ToUnixTimeSeconds()': (self: DateTimeOffset) =>
      floorDivide(self.utcTicks - UNIX_EPOCH_TICKS, TICKS_PER_SECOND),
    'long ToUnixTimeMilliseconds()': (self: DateTimeOffset) =>
      floorDivide(self.utcTicks - UNIX_EPOCH_TICKS, TICKS_PER_MILLISECOND),
    'long ToFileTime()': (self: DateTimeOffset) => self.utcTicks - 504_911_232_000_000_000n,
    'DateTimeOffset ToUniversalTime()': (self: DateTimeOffset) => new DateTimeOffset(self.utcTicks, 0),
    'DateTimeOffset ToLocalTime()': (self: DateTimeOffset) => new DateTimeOffset(self.utcTicks, 0),
    'DateTimeOffset ToOffset(TimeSpan offset)': (self: DateTimeOffset, offset: TimeSpan) =>
      offsetFrom(self.utcTicks + offset.ticks, checkOffset(offset.ticks)),
    'DateTimeOffset Add(TimeSpan timeSpan)': (self: DateTimeOffset, value: TimeSpan) =>
      moved(self, addTicks(self.ticks, value.ticks)),
    'DateTimeOffset AddDays(double days)': adder(TICKS_PER_DAY),
    'DateTimeOffset AddHours(double hours)': adder(TICKS_PER_HOUR),
    'DateTimeOffset AddMinutes(double minutes)': adder(TICKS_PER_MINUTE),
    'DateTimeOffset AddSeconds(double seconds)': adder(TICKS_PER_SECOND),
    'DateTimeOffset AddMilliseconds(double milliseconds)': adder(TICKS_PER_MILLISECOND),
    'DateTimeOffset AddTicks(long ticks)': (self: DateTimeOffset, value: bigint) =>
      moved(self, addTicks(self.ticks, value)),
    'DateTimeOffset AddMonths(int months)': (self: DateTimeOffset, months: number) =>
      moved(self, addMonths(self.ticks, months)),
    'DateTimeOffset AddYears(int years)': (self: DateTimeOffset, years: number) =>
      moved(self, addYears(self.ticks, years)),
    'TimeSpan Subtract(DateTimeOffset value)': (self: DateTimeOffset, other: DateTimeOffset) =>
      new TimeSpan(self.utcTicks - other.utcTicks),
    'DateTimeOffset Subtract(TimeSpan value)': (self: DateTimeOffset, value: TimeSpan) =>
      moved(self, addTicks(self.ticks, -value.ticks)),
    'string ToString()': (self: DateTimeOffset, call: CallInfo) => self.toText(call.runtime),
    'string ToString(string format)': (self: DateTimeOffset, format: string | null, call: CallInfo) =>
      formatted(self, format, null, call),
    'string ToString(IFormatProvider formatProvider)': (self: DateTimeOffset, provider: unknown, call: CallInfo) =>
      formatted(self, null, provider, call),
    'string ToString(string format, IFormatProvider formatProvider)': formatted,
    'bool Equals(DateTimeOffset other)': (self: DateTimeOffset, other: DateTimeOffset) =>
      self.utcTicks === other.utcTicks,
    'bool Equals(object obj)': (self: DateTimeOffset, other: unknown) =>
      other instanceof DateTimeOffset && other.utcTicks === self.utcTicks,
    'bool EqualsExact(DateTimeOffset other)': (self: DateTimeOffset, other: DateTimeOffset) =>
      self.ticks === other.ticks && self.offset === other.offset,
    'int GetHashCode()': (self: DateTimeOffset) => self.hash(),
    'int CompareTo(DateTimeOffset other)': (self: DateTimeOffset, other: DateTimeOffset) => self.compareTo(other),
    'static implicit operator DateTimeOffset(DateTime dateTime)': (value: DateTime) =>
      new DateTimeOffset(value.ticks, 0),
    'static DateTimeOffset operator +(DateTimeOffset d, TimeSpan t)': (d: DateTimeOffset, t: TimeSpan) =>
      moved(d, addTicks(d.ticks, t.ticks, 't')),
    'static DateTimeOffset operator -(DateTimeOffset d, TimeSpan t)': (d: DateTimeOffset, t: TimeSpan) =>
      moved(d, addTicks(d.ticks, -t.ticks, 't')),
    'static TimeSpan operator -(DateTimeOffset a, DateTimeOffset b)': (a: DateTimeOffset, b: DateTimeOffset) =>
      new TimeSpan(a.utcTicks - b.utcTicks),
    'static bool operator ==(DateTimeOffset a, DateTimeOffset b)': (a: DateTimeOffset, b: DateTimeOffset) =>
      a.utcTicks === b.utcTicks,
    'static bool operator !=(DateTimeOffset a, DateTimeOffset b)': (a: DateTimeOffset, b: DateTimeOffset) =>
      a.utcTicks !== b.utcTicks,
    'static bool operator <(DateTimeOffset a, DateTimeOffset b)': less,
    'static bool operator >(DateTimeOffset a, DateTimeOffset b)': (a: DateTimeOffset, b: DateTimeOffset) => less(b, a),
    'static bool operator <=(DateTimeOffset a, DateTimeOffset b)': (a: DateTimeOffset, b: DateTimeOffset) =>
      !less(b, a),
    'static bool operator >=(DateTimeOffset a, DateTimeOffset b)': (a: DateTimeOffset, b: DateTimeOffset) =>
      !less(a, b),
  },
});
