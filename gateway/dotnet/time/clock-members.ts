/** What DateTime and DateTimeOffset say of the time that their clock shows. */
import type { Members } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { named } from '../core/type-ref.ts';
import { EnumValue } from '../core/values.ts';
import { outOfRange } from '../primitives/argument-errors.ts';
import { isDate, partsOf, TICKS_PER_DAY, ticksOf } from './ticks.ts';
import { TimeSpan } from './time-span.ts';

/** A date and time without zone. */
interface Clock {
  readonly ticks: bigint;
}

const dayOfWeekType = named('System.DayOfWeek');
const parts = (self: Clock) => partsOf(self.ticks);

/** The members that read one part of the clock. */
export const clockMembers: Members = {
  'int Year { get; }': (self: Clock) => parts(self).year,
  'int Month { get; }': (self: Clock) => parts(self).month,
  'int Day { get; }': (self: Clock) => parts(self).day,
  'int Hour { get; }': (self: Clock) => parts(self).hour,
  'int Minute { get; }': (self: Clock) => parts(self).minute,
  'int Second { get; }': (self: Clock) => parts(self).second,
  'int Millisecond { get; }': (self: Clock) => Math.floor(parts(self).fraction / 10_000),
  'int DayOfYear { get; }': (self: Clock) => parts(self).dayOfYear,
  'DayOfWeek DayOfWeek { get; }': (self: Clock) => new EnumValue(dayOfWeekType, parts(self).dayOfWeek),
  'long Ticks { get; }': (self: Clock) => self.ticks,
  'TimeSpan TimeOfDay { get; }': (self: Clock) => new TimeSpan(self.ticks % TICKS_PER_DAY),
};

/**
 * The ticks of a date and time given by their parts.
 * @throws System.ArgumentOutOfRangeException for parts that no calendar and no clock has
 */
export function clockTicks(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  millisecond: number,
): bigint {
  if (!isDate(year, month, day)) {
    throwNet(
      'System.ArgumentOutOfRangeException',
      'Year, Month, and Day parameters describe an un-representable DateTime.',
    );
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    throwNet(
      'System.ArgumentOutOfRangeException',
      'Hour, Minute, and Second parameters describe an un-representable DateTime.',
    );
  }
  if (millisecond < 0 || millisecond > 999) outOfRange('millisecond', 'Valid values are between 0 and 999, inclusive.');
  return ticksOf(year, month, day, hour, minute, second, millisecond * 10_000);
}
