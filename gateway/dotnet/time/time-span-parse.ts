import type { Culture } from '../text/culture.ts';
import { TICKS_PER_DAY, TICKS_PER_SECOND } from './ticks.ts';

const FORM = /^\s*(-?)(?:(\d+)[.:](?=\d+:\d+:\d+))?(\d+)(?::(\d+)(?::(\d+)?(?:([.,])(\d+))?)?)?\s*$/;

/**
 * `TimeSpan.Parse`: `[-][d.]hh:mm[:ss[.fffffff]]`, `d:hh:mm:ss[.f]` or a number of days.
 * @returns ticks, or why there are none
 */
export function parseTimeSpan(text: string, culture: Culture): bigint | 'format' | 'overflow' {
  const ticks = readTimeSpan(text, culture);
  // A number without room is noticed before the form of the whole is.
  const tooLarge = ticks === 'format' && text.match(/\d+/g)?.some((digits) => Number(digits) > MAX_NUMBER);
  return tooLarge ? 'overflow' : ticks;
}

const MAX_NUMBER = 2_147_483_647;

function readTimeSpan(text: string, culture: Culture): bigint | 'format' | 'overflow' {
  const daysOnly = /^\s*(-?)(\d+)\s*$/.exec(text);
  const dayAndTime = /^\s*(-?)(\d+)\.(\d+):(\d+)\s*$/.exec(text);
  if (daysOnly) return combine(daysOnly[1] === '-', daysOnly[2] ?? '0', '0', '0', '0', '');
  if (dayAndTime)
    return combine(dayAndTime[1] === '-', dayAndTime[2] ?? '0', dayAndTime[3] ?? '0', dayAndTime[4] ?? '0', '0', '');
  const match = FORM.exec(text);
  if (!match) return 'format';
  const [, sign, days = '0', hours = '0', minutes = '0', seconds, point, fraction = ''] = match;
  if (point === ',' && culture.number.decimalSeparator !== ',') return 'format';
  if (match[5] === undefined && /:\d+:/.test(text)) return 'format';
  // Three numbers whose first is no hour are days, hours and minutes.
  if (match[2] === undefined && seconds !== undefined && fraction === '' && Number(hours) > 23)
    return combine(sign === '-', hours, minutes, seconds, '0', '');
  return combine(sign === '-', days, hours, minutes, seconds ?? '0', fraction);
}

/** The parts of a TimeSpan as digits. */
export interface TimeSpanParts {
  readonly negative: boolean;
  readonly days: string;
  readonly hours: string;
  readonly minutes: string;
  readonly seconds: string;
  /** Digits after the point. */
  readonly fraction: string;
}

const combine = (
  negative: boolean,
  days: string,
  hours: string,
  minutes: string,
  seconds: string,
  fraction: string,
): bigint | 'overflow' => partsToTicks({ negative, days, hours, minutes, seconds, fraction });

/** Ticks of a TimeSpan, unless a part or the whole is out of range. */
export function partsToTicks({
  negative,
  days,
  hours,
  minutes,
  seconds,
  fraction,
}: TimeSpanParts): bigint | 'overflow' {
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59 || Number(days) > 10_675_199)
    return 'overflow';
  const parts = fractionTicks(fraction);
  if (parts === undefined) return 'overflow';
  const clock = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const ticks = BigInt(days) * TICKS_PER_DAY + BigInt(clock) * TICKS_PER_SECOND + parts;
  const limit = negative ? 2n ** 63n : 2n ** 63n - 1n;
  if (ticks > limit) return 'overflow';
  return negative ? -ticks : ticks;
}

/** Digits after the point as ticks. More than seven are too many, unless zeros lead: then the rest is rounded. */
function fractionTicks(digits: string): bigint | undefined {
  if (digits.length <= 7) return BigInt(digits.padEnd(7, '0'));
  if (!digits.startsWith('0') || Number(digits) > MAX_NUMBER) return undefined;
  return BigInt(digits.slice(0, 7)) + (Number(digits[7]) >= 5 ? 1n : 0n);
}
