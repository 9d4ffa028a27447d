import { type CallInfo, defineType, type Ref, type Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { argument, required } from '../primitives/argument-errors.ts';
import { longHash } from '../primitives/hash.ts';
import { type Culture, cultureOf, currentCulture } from '../text/culture.ts';
import { TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MILLISECOND, TICKS_PER_MINUTE, TICKS_PER_SECOND } from './ticks.ts';
import { formatTimeSpan } from './time-span-format.ts';
import { parseTimeSpan } from './time-span-parse.ts';

const spanType = named('System.TimeSpan');
const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;
/** 2^63 as a double. */
const LIMIT = 2 ** 63;
const TOO_LONG = 'TimeSpan overflowed because the duration is too long.';

/** System.TimeSpan: a number of ticks. */
export class TimeSpan extends NetObject {
  readonly ticks: bigint;
  constructor(ticks: bigint) {
    super();
    this.ticks = ticks;
  }
  static readonly zero: TimeSpan = new TimeSpan(0n);
  static readonly minValue: TimeSpan = new TimeSpan(MIN);
  static readonly maxValue: TimeSpan = new TimeSpan(MAX);
  override get netType(): TypeRef {
    return spanType;
  }
  /** Milliseconds, for timeouts. */
  get totalMilliseconds(): number {
    return Number(this.ticks) / 10_000;
  }
  toText(): string {
    return formatTimeSpan(this.ticks, null, null);
  }
  formatText(format: string | null, culture: Culture, _runtime?: Runtime): string {
    return formatTimeSpan(this.ticks, format, culture);
  }
  equalityKey(): string {
    return `timespan:${this.ticks}`;
  }
  compareTo(other: unknown): number {
    if (!(other instanceof TimeSpan)) return argument('Object must be of type TimeSpan.');
    return this.ticks < other.ticks ? -1 : this.ticks > other.ticks ? 1 : 0;
  }
  hash(): number {
    return longHash(this.ticks);
  }
}

/** The span, or OverflowException when 64 bits do not hold it. */
function span(ticks: bigint): TimeSpan {
  if (ticks < MIN || ticks > MAX) throwNet('System.OverflowException', TOO_LONG);
  return new TimeSpan(ticks);
}

/** `FromDays` and its relatives: the value in ticks, cut. Throws for NaN and for what is too long. */
function spanFrom(value: number, ticksPerUnit: bigint): TimeSpan {
  if (Number.isNaN(value)) argument('TimeSpan does not accept floating point Not-a-Number values.');
  const ticks = value * Number(ticksPerUnit);
  if (ticks > LIMIT || ticks < -LIMIT) throwNet('System.OverflowException', TOO_LONG);
  return ticks === LIMIT ? TimeSpan.maxValue : span(BigInt(Math.trunc(ticks)));
}

const part = (self: TimeSpan, unit: bigint, modulus: bigint): number => Number((self.ticks / unit) % modulus);
const total = (unit: bigint) => (self: TimeSpan) => Number(self.ticks) / Number(unit);

function fromParts(days: number, hours: number, minutes: number, seconds: number, milliseconds = 0): TimeSpan {
  const ticks =
    BigInt(days) * TICKS_PER_DAY +
    BigInt(hours) * TICKS_PER_HOUR +
    BigInt(minutes) * TICKS_PER_MINUTE +
    BigInt(seconds) * TICKS_PER_SECOND +
    BigInt(milliseconds) * TICKS_PER_MILLISECOND;
  if (ticks < MIN || ticks > MAX)
    throwNet('System.ArgumentOutOfRangeException', 'TimeSpan overflowed because the duration is too long.');
  return new TimeSpan(ticks);
}

function negate(self: TimeSpan): TimeSpan {
  if (self.ticks === MIN)
    throwNet('System.OverflowException', 'Negating the minimum value of a twos complement number is invalid.');
  return new TimeSpan(-self.ticks);
}

function parse(text: string | null, provider: unknown, call: CallInfo): TimeSpan {
  const source = required(text, 's');
  const result = parseTimeSpan(source, cultureOf(provider, call.runtime));
  if (typeof result === 'bigint') return new TimeSpan(result);
  if (result === 'overflow') {
    throwNet(
      'System.OverflowException',
      `The TimeSpan string '${source}' could not be parsed because at least one of the numeric components is out of range or contains too many digits.`,
    );
  }
  return throwNet('System.FormatException', `String '${source}' was not recognized as a valid TimeSpan.`);
}

function tryParse(text: string | null, provider: unknown, result: Ref, call: CallInfo): boolean {
  const ticks = text === null ? 'format' : parseTimeSpan(text, cultureOf(provider, call.runtime));
  result.value = typeof ticks === 'bigint' ? new TimeSpan(ticks) : TimeSpan.zero;
  return typeof ticks === 'bigint';
}

function scale(self: TimeSpan, factor: number): TimeSpan {
  if (Number.isNaN(factor)) argument('TimeSpan does not accept floating point Not-a-Number values.', 'factor');
  return rounded(Number(self.ticks) * factor);
}

/** The span of that many ticks, rounded half to even. Throws OverflowException. */
function rounded(ticks: number): TimeSpan {
  const even = Math.abs(ticks % 1) === 0.5 ? 2 * Math.round(ticks / 2) : Math.round(ticks);
  if (!(Math.abs(even) <= LIMIT)) throwNet('System.OverflowException', TOO_LONG);
  return span(BigInt(even));
}

function divide(self: TimeSpan, divisor: number): TimeSpan {
  if (Number.isNaN(divisor)) argument('TimeSpan does not accept floating point Not-a-Number values.', 'divisor');
  return rounded(Number(self.ticks) / divisor);
}

const order = (a: TimeSpan, b: TimeSpan): number => a.compareTo(b);

defineType({
  name: 'System.TimeSpan',
  kind: 'struct',
  interfaces: ['IComparable', 'IFormattable', 'IComparable<TimeSpan>', 'IEquatable<TimeSpan>'],
  members: {
    'TimeSpan()': () => TimeSpan.zero,
    'TimeSpan(long ticks)': (ticks: bigint) => new TimeSpan(ticks),
    'TimeSpan(int hours, int minutes, int seconds)': (h: number, m: number, s: number) => fromParts(0, h, m, s),
    'TimeSpan(int days, int hours, int minutes, int seconds)': (d: number, h: number, m: number, s: number) =>
      fromParts(d, h, m, s),
    'TimeSpan(int days, int hours, int minutes, int seconds, int milliseconds)': (
      d: number,
      h: number,
      m: number,
      s: number,
      ms: number,
    ) => fromParts(d, h, m, s, ms),
    'static TimeSpan Zero { get; }': () => TimeSpan.zero,
    'static TimeSpan MinValue { get; }': () => TimeSpan.minValue,
    'static TimeSpan MaxValue { get; }': () => TimeSpan.maxValue,
    'const long TicksPerDay': TICKS_PER_DAY,
    'const long TicksPerHour': TICKS_PER_HOUR,
    'const long TicksPerMinute': TICKS_PER_MINUTE,
    'const long TicksPerSecond': TICKS_PER_SECOND,
    'const long TicksPerMillisecond': TICKS_PER_MILLISECOND,
    'static TimeSpan FromDays(double value)': (value: number) => spanFrom(value, TICKS_PER_DAY),
    'static TimeSpan FromHours(double value)': (value: number) => spanFrom(value, TICKS_PER_HOUR),
    'static TimeSpan FromMinutes(double value)': (value: number) => spanFrom(value, TICKS_PER_MINUTE),
    'static TimeSpan FromSeconds(double value)': (value: number) => spanFrom(value, TICKS_PER_SECOND),
    'static TimeSpan FromMilliseconds(double value)': (value: number) => spanFrom(value, TICKS_PER_MILLISECOND),
    'static TimeSpan FromTicks(long value)': (value: bigint) => new TimeSpan(value),
    'static TimeSpan Parse(string s)': (text: string | null, call: CallInfo) => parse(text, null, call),
    'static TimeSpan Parse(string input, IFormatProvider formatProvider)': parse,
    'static bool TryParse(string s, out TimeSpan result)': (text: string | null, result: Ref, call: CallInfo) =>
      tryParse(text, null, result, call),
    'static bool TryParse(string input, IFormatProvider formatProvider, out TimeSpan result)': tryParse,
    'static int Compare(TimeSpan t1, TimeSpan t2)': order,
    'static bool Equals(TimeSpan t1, TimeSpan t2)': (a: TimeSpan, b: TimeSpan) => a.ticks === b.ticks,
    'long Ticks { get; }': (self: TimeSpan) => self.ticks,
    'int Days { get; }': (self: TimeSpan) => Number(self.ticks / TICKS_PER_DAY),
    'int Hours { get; }': (self: TimeSpan) => part(self, TICKS_PER_HOUR, 24n),
    'int Minutes { get; }': (self: TimeSpan) => part(self, TICKS_PER_MINUTE, 60n),
    'int Seconds { get; }': (self: TimeSpan) => part(self, TICKS_PER_SECOND, 60n),
    'int Milliseconds { get; }': (self: TimeSpan) => part(self, TICKS_PER_MILLISECOND, 1000n),
    'int Microseconds { get; }': (self: TimeSpan) => part(self, 10n, 1000n),
    'double TotalDays { get; }': total(TICKS_PER_DAY),
    'double TotalHours { get; }': total(TICKS_PER_HOUR),
    'double TotalMinutes { get; }': total(TICKS_PER_MINUTE),
    'double TotalSeconds { get; }': total(TICKS_PER_SECOND),
    'double TotalMilliseconds { get; }': total(TICKS_PER_MILLISECOND),
    'TimeSpan Add(TimeSpan ts)': (self: TimeSpan, other: TimeSpan) => span(self.ticks + other.ticks),
    'TimeSpan Subtract(TimeSpan ts)': (self: TimeSpan, other: TimeSpan) => span(self.ticks - other.ticks),
    'TimeSpan Multiply(double factor)': scale,
    'TimeSpan Divide(double divisor)': divide,
    'double Divide(TimeSpan ts)': (self: TimeSpan, other: TimeSpan) => Number(self.ticks) / Number(other.ticks),
    'TimeSpan Negate()': negate,
    'TimeSpan Duration()': (self: TimeSpan) => {
      if (self.ticks === MIN) {
        throwNet(
          'System.OverflowException',
          'The duration cannot be returned for TimeSpan.MinValue because the absolute value of TimeSpan.MinValue exceeds the value of TimeSpan.MaxValue.',
        );
      }
      return self.ticks < 0n ? new TimeSpan(-self.ticks) : self;
    },
    'static TimeSpan operator +(TimeSpan a, TimeSpan b)': (a: TimeSpan, b: TimeSpan) => span(a.ticks + b.ticks),
    'static TimeSpan operator -(TimeSpan a, TimeSpan b)': (a: TimeSpan, b: TimeSpan) => span(a.ticks - b.ticks),
    'static TimeSpan operator -(TimeSpan t)': negate,
    'static TimeSpan operator +(TimeSpan t)': (t: TimeSpan) => t,
    'static TimeSpan operator *(TimeSpan timeSpan, double factor)': scale,
    'static TimeSpan operator *(double factor, TimeSpan timeSpan)': (factor: number, value: TimeSpan) =>
      scale(value, factor),
    'static TimeSpan operator /(TimeSpan timeSpan, double divisor)': divide,
    'static double operator /(TimeSpan t1, TimeSpan t2)': (a: TimeSpan, b: TimeSpan) =>
      Number(a.ticks) / Number(b.ticks),
    'static bool operator ==(TimeSpan a, TimeSpan b)': (a: TimeSpan, b: TimeSpan) => a.ticks === b.ticks,
    'static bool operator !=(TimeSpan a, TimeSpan b)': (a: TimeSpan, b: TimeSpan) => a.ticks !== b.ticks,
    'static bool operator <(TimeSpan a, TimeSpan b)': (a: TimeSpan, b: TimeSpan) => a.ticks < b.ticks,
    'static bool operator >(TimeSpan a, TimeSpan b)': (a: TimeSpan, b: TimeSpan) => a.ticks > b.ticks,
    'static bool operator <=(TimeSpan a, TimeSpan b)': (a: TimeSpan, b: TimeSpan) => a.ticks <= b.ticks,
    'static bool operator >=(TimeSpan a, TimeSpan b)': (a: TimeSpan, b: TimeSpan) => a.ticks >= b.ticks,
    'string ToString()': (self: TimeSpan) => self.toText(),
    'string ToString(string format)': (self: TimeSpan, format: string | null, call: CallInfo) =>
      self.formatText(format, currentCulture(call.runtime)),
    'string ToString(string format, IFormatProvider formatProvider)': (
      self: TimeSpan,
      format: string | null,
      provider: unknown,
      call: CallInfo,
    ) => self.formatText(format, cultureOf(provider, call.runtime)),
    'bool Equals(TimeSpan obj)': (self: TimeSpan, other: TimeSpan) => self.ticks === other.ticks,
    'bool Equals(object value)': (self: TimeSpan, other: unknown) =>
      other instanceof TimeSpan && other.ticks === self.ticks,
    'int GetHashCode()': (self: TimeSpan) => self.hash(),
    'int CompareTo(TimeSpan value)': order,
    'int CompareTo(object value)': (self: TimeSpan, other: unknown) => (other === null ? 1 : self.compareTo(other)),
  },
});
