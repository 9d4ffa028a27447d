import { outOfRange } from '../primitives/argument-errors.ts';
import { unrepresentable } from './date-time-value.ts';
import { daysInMonth, MAX_TICKS, partsOf, TICKS_PER_DAY, ticksOf } from './ticks.ts';

/** Ticks moved by a span. Throws System.ArgumentOutOfRangeException outside the years 1 to 9999. */
export function addTicks(ticks: bigint, delta: bigint, parameter = 'value'): bigint {
  const result = ticks + delta;
  return result < 0n || result > MAX_TICKS ? unrepresentable(parameter) : result;
}

/** `AddDays` and its relatives: a fractional number of units, cut to ticks. */
export function addUnits(ticks: bigint, value: number, ticksPerUnit: bigint): bigint {
  const perUnit = Number(ticksPerUnit);
  if (!(Math.abs(value) <= Number(MAX_TICKS) / perUnit)) outOfRange('value', 'Value to add was out of range.');
  const whole = Math.trunc(value);
  const delta = BigInt(whole) * ticksPerUnit + BigInt(Math.trunc((value - whole) * perUnit));
  return addTicks(ticks, delta);
}

/** `AddMonths`: the day is cut to the length of the month. */
export function addMonths(ticks: bigint, months: number): bigint {
  if (months < -120000 || months > 120000) outOfRange('months', 'Months value must be between +/-120000.');
  const { year, month, day } = partsOf(ticks);
  const index = year * 12 + (month - 1) + months;
  const newYear = Math.floor(index / 12);
  const newMonth = (index % 12) + 1;
  if (newYear < 1 || newYear > 9999) unrepresentable('months');
  const newDay = Math.min(day, daysInMonth(newYear, newMonth));
  return ticksOf(newYear, newMonth, newDay) + (ticks % TICKS_PER_DAY);
}

/** `AddYears`. */
export function addYears(ticks: bigint, years: number): bigint {
  if (years < -10000 || years > 10000) outOfRange('value', 'Years value must be between +/-10000.');
  const { year, month, day } = partsOf(ticks);
  const newYear = year + years;
  if (newYear < 1 || newYear > 9999) unrepresentable('value');
  return ticksOf(newYear, month, Math.min(day, daysInMonth(newYear, month))) + (ticks % TICKS_PER_DAY);
}
