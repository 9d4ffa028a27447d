/**
 * `DateTime.Parse`: the formats that .NET accepts without being told one. A text is cut into numbers, words and marks;
 * what they mean follows from their order, as in .NET (checked against .NET 10 on a large set of inputs).
 */
import type { Culture } from '../text/culture.ts';
import { type CalendarDate, isYear, orderedDate } from './date-order.ts';
import { type DateTimeFailure, FORMAT } from './date-time-failure.ts';
import { type DateToken, dateTokens } from './date-time-words.ts';
import { dayNumber, partsOf, ticksOf } from './ticks.ts';

/** What a text says. */
export interface ParsedDateTime {
  /** Clock ticks as written. */
  readonly ticks: bigint;
  /** Minutes from UTC when the text names a zone, 'Z' or an offset. */
  readonly offset: number | null;
  /** The zone was written as `Z` or `GMT`. */
  readonly zulu: boolean;
}

interface Clock {
  hour: number;
  minute: number;
  second: number;
  fraction: number;
}

/** The text under construction. */
interface State {
  readonly text: string;
  readonly tokens: readonly DateToken[];
  at: number;
  clock: Clock | null;
  half: 'am' | 'pm' | null;
  offset: number | null;
  zulu: boolean;
  dayOfWeek: number | null;
  numbers: string[];
  month: number | null;
  monthAt: number;
  /** Nothing of a date may follow. */
  closed: boolean;
  /** ISO 8601 after all: the date is wrong for the calendar, not for the format. */
  iso: boolean;
}

const mark = (token: DateToken | undefined, text: string): boolean => token?.kind === 'mark' && token.text === text;

const complete = ({ numbers, month }: State): boolean => numbers.length === (month === null ? 3 : 2);

const toFraction = (digits: string): number => Math.round(Number(`0.${digits}`) * 1e7);

/** Reads `h:m[:s[.f]]` at the current number. */
function readClock(state: State): boolean {
  const number = (ahead: number): string | undefined => {
    const token = state.tokens[state.at + ahead];
    return token?.kind === 'number' ? token.text : undefined;
  };
  const hour = number(0) ?? '';
  const minute = number(2);
  if (hour.length > 2 || minute === undefined || minute.length > 2 || state.clock) return false;
  const clock = { hour: Number(hour), minute: Number(minute), second: 0, fraction: 0 };
  state.clock = clock;
  state.at += 3;
  const seconds = mark(state.tokens[state.at], ':');
  if (!afterDate(state, clock, seconds)) return false;
  if (!seconds) return true;
  const second = number(1);
  if (second === undefined || second.length > 2) return false;
  clock.second = Number(second);
  state.at += 2;
  const point = state.tokens[state.at];
  const fraction = number(1);
  if (
    (mark(point, '.') || mark(point, ',')) &&
    !point?.spaceBefore &&
    fraction !== undefined &&
    !state.tokens[state.at + 1]?.spaceBefore
  ) {
    clock.fraction = toFraction(fraction);
    state.at += 2;
  }
  return true;
}

/**
 * A time follows a whole date or none. After a month's name and one number .NET takes that number as the hour, what
 * follows as minute and second, and forgets the month.
 */
function afterDate(state: State, clock: Clock, seconds: boolean): boolean {
  if (complete(state) || (state.numbers.length === 0 && state.month === null)) return true;
  const [only] = state.numbers;
  if (state.month === null || only === undefined || isYear(only) || seconds) return false;
  clock.second = clock.minute;
  clock.minute = clock.hour;
  clock.hour = Number(only);
  state.numbers = [];
  state.month = null;
  state.closed = true;
  return true;
}

/** Reads `+hh:mm`, `+hhmm` or `+hh` at the current sign. */
function readOffset(state: State): DateTimeFailure | null {
  const sign = mark(state.tokens[state.at], '-') ? -1 : 1;
  const hours = state.tokens[state.at + 1];
  if (hours?.kind !== 'number' || hours.spaceBefore || state.offset !== null) return FORMAT;
  state.at += 2;
  let minutes = hours.text.length > 2 ? hours.text.slice(-2) : '0';
  const next = state.tokens[state.at + 1];
  if (hours.text.length <= 2 && mark(state.tokens[state.at], ':')) {
    if (next?.kind !== 'number' || next.spaceBefore || next.text.length > 2) return FORMAT;
    minutes = next.text;
    state.at += 2;
  }
  if (hours.text.length > 4 || Number(minutes) > 59) return FORMAT;
  const whole = hours.text.length > 2 ? hours.text.slice(0, -2) : hours.text;
  const total = Number(whole) * 60 + Number(minutes);
  if (total > 14 * 60) return { kind: 'offset' };
  state.offset = sign * total;
  return null;
}

/** The time after `T`: two digits each, and nothing but a zone after it. */
function readIso(state: State, index: number): DateTimeFailure | null {
  const rest = state.text.slice(index + 1);
  const match =
    /^\s*(\d\d)\s*:\s*(\d\d)\s*(?::\s*(\d\d)(?:[.,](\d+))?\s*)?(?:[zZ]|[+-]\d{1,2}(?::\d{1,2})?|[+-]\d{3,4})?\s*$/.exec(
      rest,
    );
  if (!match) return FORMAT;
  const [whole, hour, minute, second = '0', fraction = ''] = match;
  state.clock = {
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    fraction: fraction === '' ? 0 : toFraction(fraction),
  };
  state.iso = true;
  const sign = state.tokens.findIndex((token) => token.index > index && (mark(token, '+') || mark(token, '-')));
  if (sign >= 0) {
    state.at = sign;
    const failure = readOffset(state);
    if (failure) return failure;
  } else if (/[zZ]\s*$/.test(whole)) {
    state.offset = 0;
    state.zulu = true;
  }
  state.at = state.tokens.length;
  return null;
}

function scan(state: State): DateTimeFailure | null {
  while (state.at < state.tokens.length) {
    const token = state.tokens[state.at];
    const failure = token ? take(state, token) : FORMAT;
    if (failure) return failure;
  }
  return null;
}

function take(state: State, token: DateToken): DateTimeFailure | null {
  const next = state.tokens[state.at + 1];
  switch (token.kind) {
    case 'number':
      return takeNumber(state, token.text, next);
    case 'month':
      if (state.month !== null || state.closed) return FORMAT;
      state.month = token.value + 1;
      state.monthAt = state.numbers.length;
      break;
    case 'day':
      if (state.dayOfWeek !== null) return FORMAT;
      state.dayOfWeek = token.value;
      break;
    case 'am':
    case 'pm':
      if (state.half) return FORMAT;
      state.half = token.kind;
      break;
    case 'T':
      if (state.tokens[state.at - 1]?.kind !== 'number') return { kind: 'word', index: token.index };
      if (state.numbers.length !== 3 || !isYear(state.numbers[0] ?? '') || state.month !== null) return FORMAT;
      return readIso(state, token.index);
    case 'Z':
      if (state.offset !== null) return FORMAT;
      state.offset = 0;
      state.zulu = true;
      break;
    case 'era':
      break;
    case 'mark':
      return takeMark(state, token.text, next);
  }
  state.at++;
  return null;
}

function takeNumber(state: State, text: string, next: DateToken | undefined): DateTimeFailure | null {
  if (mark(next, ':')) return readClock(state) ? null : FORMAT;
  const free = complete(state) || (state.numbers.length === 0 && state.month === null);
  if ((next?.kind === 'am' || next?.kind === 'pm') && !state.clock && text.length <= 2 && free) {
    state.clock = { hour: Number(text), minute: 0, second: 0, fraction: 0 };
  } else if (state.closed) return FORMAT;
  else state.numbers.push(text);
  state.at++;
  return null;
}

/** A plus is the sign of an offset, a minus after a whole date or a time as well; other marks separate the parts. */
function takeMark(state: State, text: string, next: DateToken | undefined): DateTimeFailure | null {
  const previous = state.tokens[state.at - 1];
  const afterTime = state.clock !== null && state.numbers.length === 0 && state.month === null;
  if (text === '+' || (text === '-' && (complete(state) || afterTime))) {
    return state.clock || complete(state) ? readOffset(state) : FORMAT;
  }
  if (text === ':') return FORMAT;
  const ignorable = text === ',' || text === '.';
  if (!ignorable && (next === undefined || previous === undefined || previous.kind === 'mark')) return FORMAT;
  state.at++;
  return null;
}

/** A text between number signs, or followed by zero characters, is the text. */
const bare = (text: string): string => text.replace(/\0+$/, '').replace(/^\s*#(.*)#\s*$/s, '$1');

const LONGEST_TEXT = 200;

/**
 * Reads a date, a time or both.
 * @param now ticks of the present, for what the text leaves out
 */
export function parseDateTime(text: string, culture: Culture, now: bigint): ParsedDateTime | DateTimeFailure {
  const source = bare(text);
  if (source.trim() === '' || text.length > LONGEST_TEXT) return FORMAT;
  const tokens = dateTokens(source, culture);
  // After an ISO 8601 time an unknown word is not looked at.
  if (!Array.isArray(tokens)) return /^\s*\d{3,}\D+\d+\D+\d+[tT]/.test(source) ? FORMAT : tokens;
  const state: State = {
    text: source,
    tokens,
    at: 0,
    clock: null,
    half: null,
    offset: null,
    zulu: false,
    dayOfWeek: null,
    numbers: [],
    month: null,
    monthAt: 0,
    closed: false,
    iso: false,
  };
  const failure = scan(state);
  if (failure) return failure;
  if (!state.clock && ((state.half && !complete(state)) || state.numbers.length === 0)) return FORMAT;
  if (state.month === null ? state.numbers.length === 1 : state.numbers.length === 0) return FORMAT;
  const present = partsOf(now);
  const date = orderedDate(state, culture, [present.year, present.month, present.day]);
  return date ? assemble(state, date) : { kind: state.iso ? 'calendar' : 'format' };
}

function assemble(state: State, date: CalendarDate): ParsedDateTime | DateTimeFailure {
  const clock = state.clock ?? { hour: 0, minute: 0, second: 0, fraction: 0 };
  const hour = hourOfDay(clock.hour, state.half);
  if (hour === undefined) return FORMAT;
  if (hour > 23 || clock.minute > 59 || clock.second > 59) return { kind: 'calendar' };
  if (state.dayOfWeek !== null && (dayNumber(...date) + 1) % 7 !== state.dayOfWeek) return { kind: 'dayOfWeek' };
  return {
    ticks: ticksOf(...date, hour, clock.minute, clock.second, clock.fraction),
    offset: state.offset,
    zulu: state.zulu,
  };
}

/** Hours after noon may be written in either way; undefined where the mark contradicts them. */
function hourOfDay(hour: number, half: 'am' | 'pm' | null): number | undefined {
  if (half === 'am') return hour > 12 ? undefined : hour % 12;
  if (half === 'pm') return hour > 23 ? undefined : hour < 12 ? hour + 12 : hour;
  return hour;
}
