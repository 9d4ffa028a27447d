/** Which of the numbers of a date is the day, the month and the year. */
import type { Culture } from '../text/culture.ts';
import { isDate } from './ticks.ts';

/** Year, month, day. */
export type CalendarDate = readonly [year: number, month: number, day: number];

/** Numbers in the order of the text, and the month that was written as a word. */
export interface DateNumbers {
  readonly numbers: readonly string[];
  /** 1 to 12; null when the month is a number. */
  readonly month: number | null;
  /** How many numbers stood before the month's name. */
  readonly monthAt: number;
}

/** Three digits or more are a year. */
export const isYear = (text: string): boolean => text.length >= 3;

/** Two digits up to 49 are of this century. */
const fullYear = (text: string): number => {
  const year = Number(text);
  return isYear(text) || year > 99 ? year : year + (year > 49 ? 1900 : 2000);
};

/** Order of the letters of a pattern, each once: `mdy` of `MM/dd/yyyy`. */
const order = (pattern: string): string =>
  pattern
    .replace(/[^dMy]/g, '')
    .replace(/(.)\1+/g, '$1')
    .toLowerCase();

/** The date that the numbers mean; null when none. */
export function orderedDate(parts: DateNumbers, culture: Culture, today: CalendarDate): CalendarDate | null {
  if (parts.numbers.some((text) => text.length > 8)) return null;
  const candidates =
    parts.month === null ? numeric(parts.numbers, culture, today) : named(parts, parts.month, culture, today);
  return candidates.find((date) => isDate(...date)) ?? null;
}

function numeric(numbers: readonly string[], culture: Culture, today: CalendarDate): CalendarDate[] {
  const [a = '', b = '', c = ''] = numbers;
  const short = order(culture.dateTime.shortDate);
  const monthFirst = short.indexOf('m') < short.indexOf('d');
  switch (numbers.length) {
    case 0:
      return [today];
    case 2:
      if (isYear(a)) return isYear(b) ? [] : [[Number(a), Number(b), 1]];
      if (isYear(b)) return [[Number(b), Number(a), 1]];
      return [monthFirst ? [today[0], Number(a), Number(b)] : [today[0], Number(b), Number(a)]];
    case 3:
      if (isYear(b)) return isYear(a) || isYear(c) ? [] : [[Number(b), Number(a), Number(c)]];
      if (isYear(a)) return isYear(c) ? [] : [[Number(a), Number(b), Number(c)]];
      if (short === 'ymd' && !isYear(c)) return [[fullYear(a), Number(b), Number(c)]];
      return [monthFirst ? [fullYear(c), Number(a), Number(b)] : [fullYear(c), Number(b), Number(a)]];
    default:
      return [];
  }
}

function named(
  { numbers, monthAt }: DateNumbers,
  month: number,
  culture: Culture,
  today: CalendarDate,
): CalendarDate[] {
  const [a = '', b = ''] = numbers;
  switch (numbers.length) {
    case 1: {
      if (isYear(a)) return [[Number(a), month, 1]];
      const day: CalendarDate = [today[0], month, Number(a)];
      return meansYear(monthAt, culture) ? [[fullYear(a), month, 1]] : [day];
    }
    case 2:
      if (isYear(a)) return isYear(b) ? [] : [[Number(a), month, Number(b)]];
      return [[fullYear(b), month, Number(a)], ...(isYear(b) ? [] : [[fullYear(a), month, Number(b)] as const])];
    default:
      return [];
  }
}

/**
 * Whether the one number beside a month's name is a year: when the culture writes months and years in that order, and
 * days and months in the other.
 */
function meansYear(monthAt: number, { dateTime }: Culture): boolean {
  const dayFirst = order(dateTime.monthDay) === 'dm';
  const yearFirst = order(dateTime.yearMonth) === 'ym';
  return monthAt === 0 ? dayFirst && !yearFirst : !dayFirst && yearFirst;
}
