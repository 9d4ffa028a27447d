/**
 * `DateTime.Parse`: the formats that .NET accepts without being told one. A text is cut into numbers, names and
 * separators; what they mean follows from their order, as in .NET (checked against .NET 10 on a large set of inputs).
 */
import { throwNet } from '../core/exception.ts';
import type { Culture } from '../text/culture.ts';
import { dayNumber, isDate, MAX_TICKS, partsOf, TICKS_PER_DAY, TICKS_PER_MINUTE, ticksOf } from './ticks.ts';

/** What a text says. */
export interface ParsedDateTime {
  /** Clock ticks as written. */
  readonly ticks: bigint;
  /** Minutes from UTC when the text names a zone, 'Z' or an offset. */
  readonly offset: number | null;
  /** The zone was written as `Z` or `GMT`. */
  readonly zulu: boolean;
}

/** Why a text is not a date. */
export type DateTimeFailure =
  | { readonly kind: 'format' | 'dayOfWeek' | 'calendar' | 'offset' }
  | { readonly kind: 'word'; readonly index: number };

/** Throws the System.FormatException that .NET throws for a failure. */
export function raiseDateTime(text: string, failure: DateTimeFailure): never {
  const message = {
    format: () => `String '${text}' was not recognized as a valid DateTime.`,
    dayOfWeek: () => `String '${text}' was not recognized as a valid DateTime because the day of week was incorrect.`,
    calendar: () =>
      `The DateTime represented by the string '${text}' is not supported in calendar 'System.Globalization.GregorianCalendar'.`,
    offset: () => `The time zone offset of string '${text}' must be within plus or minus 14 hours.`,
    word: () =>
      `The string '${text}' was not recognized as a valid DateTime. There is an unknown word starting at index '${failure.kind === 'word' ? failure.index : 0}'.`,
  }[failure.kind]();
  return throwNet('System.FormatException', message);
}

type Token =
  | { kind: 'number'; text: string; spaceBefore: boolean }
  | { kind: 'month' | 'day'; value: number; spaceBefore: boolean }
  | { kind: 'am' | 'pm' | 'T' | 'Z'; spaceBefore: boolean }
  | { kind: 'mark'; text: string; spaceBefore: boolean };

const FORMAT = { kind: 'format' } as const;

function names(list: readonly string[], kind: 'month' | 'day'): [string, Token][] {
  return list.flatMap((name, value): [string, Token][] =>
    name === '' ? [] : [[name.toLowerCase(), { kind, value, spaceBefore: false }]],
  );
}

const vocabularies = new WeakMap<Culture, [string, Token][]>();

/** The words of a culture, longest first. */
function vocabulary(culture: Culture): [string, Token][] {
  const known = vocabularies.get(culture);
  if (known) return known;
  const info = culture.dateTime;
  const words = [
    ...names(info.months, 'month'),
    ...names(info.genitiveMonths, 'month'),
    ...names(info.shortMonths, 'month'),
    ...names(info.days, 'day'),
    ...names(info.shortDays, 'day'),
    [info.am.toLowerCase(), { kind: 'am', spaceBefore: false }],
    [info.pm.toLowerCase(), { kind: 'pm', spaceBefore: false }],
    ['am', { kind: 'am', spaceBefore: false }],
    ['pm', { kind: 'pm', spaceBefore: false }],
    ['gmt', { kind: 'Z', spaceBefore: false }],
    ['z', { kind: 'Z', spaceBefore: false }],
    ['t', { kind: 'T', spaceBefore: false }],
  ] as [string, Token][];
  const sorted = words.filter(([word]) => word !== '').toSorted((a, b) => b[0].length - a[0].length);
  vocabularies.set(culture, sorted);
  return sorted;
}

function tokenize(text: string, culture: Culture): Token[] | DateTimeFailure {
  const tokens: Token[] = [];
  const lower = text.toLowerCase();
  let spaceBefore = false;
  for (let i = 0; i < text.length; ) {
    const ch = text[i] as string;
    if (/\s/.test(ch)) {
      spaceBefore = true;
      i++;
      continue;
    }
    const number = /^\d+/.exec(text.slice(i, i + 20));
    if (number) {
      tokens.push({ kind: 'number', text: number[0], spaceBefore });
      i += number[0].length;
    } else if (/[\p{L}]/u.test(ch)) {
      const word = /^[\p{L}\p{M}.]+/u.exec(lower.slice(i, i + 64))?.[0] ?? ch;
      const match = vocabulary(culture).find(([known]) => word.startsWith(known));
      const rest = match ? word.slice(match[0].length) : word;
      if (!match || (/^\p{L}/u.test(rest) && !(match[1].kind === 'T' || match[1].kind === 'Z')))
        return { kind: 'word', index: i };
      if (match[1].kind === 'T' && /^\p{L}/u.test(rest)) return { kind: 'word', index: i };
      tokens.push({ ...match[1], spaceBefore });
      i += match[0].length;
    } else if ('/-.:,+'.includes(ch)) {
      tokens.push({ kind: 'mark', text: ch, spaceBefore });
      i++;
    } else return FORMAT;
    spaceBefore = false;
  }
  return tokens;
}

interface Clock {
  hour: number;
  minute: number;
  second: number;
  fraction: number;
}

/** The text under construction. */
interface State {
  readonly tokens: Token[];
  at: number;
  clock: Clock | null;
  half: 'am' | 'pm' | null;
  offset: number | null;
  zulu: boolean;
  dayOfWeek: number | null;
  /** Numbers of the date in order, and where the month name stood among them. */
  numbers: string[];
  month: number | null;
  monthAt: number;
  afterT: boolean;
}

const mark = (token: Token | undefined, text: string): boolean => token?.kind === 'mark' && token.text === text;

/** Reads `h:m[:s[.f]]` at the current number. */
function readClock(state: State): boolean {
  const number = (ahead: number): string | undefined => {
    const token = state.tokens[state.at + ahead];
    return token?.kind === 'number' ? token.text : undefined;
  };
  const hour = number(0) ?? '';
  const minute = number(2);
  if (hour.length > 2 || minute === undefined || minute.length > 2 || state.clock) return false;
  state.clock = { hour: Number(hour), minute: Number(minute), second: 0, fraction: 0 };
  state.at += 3;
  if (!mark(state.tokens[state.at], ':')) return true;
  const second = number(1);
  if (second === undefined || second.length > 2) return false;
  state.clock.second = Number(second);
  state.at += 2;
  const point = state.tokens[state.at];
  const fraction = number(1);
  if ((mark(point, '.') || mark(point, ',')) && fraction !== undefined && !state.tokens[state.at + 1]?.spaceBefore) {
    state.clock.fraction = Math.round(Number(`0.${fraction}`) * 1e7);
    state.at += 2;
  }
  return true;
}

/** Reads `+hh:mm`, `+hhmm` or `+hh` at the current sign. */
function readOffset(state: State): DateTimeFailure | null {
  const sign = mark(state.tokens[state.at], '-') ? -1 : 1;
  const hours = state.tokens[state.at + 1];
  if (hours?.kind !== 'number' || state.offset !== null) return FORMAT;
  let minutes: number;
  state.at += 2;
  if (hours.text.length === 4) minutes = Number(hours.text.slice(0, 2)) * 60 + Number(hours.text.slice(2));
  else if (hours.text.length <= 2) {
    minutes = Number(hours.text) * 60;
    const next = state.tokens[state.at + 1];
    if (mark(state.tokens[state.at], ':') && next?.kind === 'number') {
      if (next.text.length > 2 || Number(next.text) > 59) return FORMAT;
      minutes += Number(next.text);
      state.at += 2;
    }
  } else return FORMAT;
  if (minutes > 14 * 60) return { kind: 'offset' };
  state.offset = sign * minutes;
  return null;
}

function scan(state: State): DateTimeFailure | null {
  while (state.at < state.tokens.length) {
    const token = state.tokens[state.at] as Token;
    const next = state.tokens[state.at + 1];
    switch (token.kind) {
      case 'number':
        if (mark(next, ':')) {
          if (!readClock(state)) return FORMAT;
          break;
        }
        if ((next?.kind === 'am' || next?.kind === 'pm') && !state.clock && token.text.length <= 2) {
          state.clock = { hour: Number(token.text), minute: 0, second: 0, fraction: 0 };
          state.at++;
          break;
        }
        state.numbers.push(token.text);
        state.at++;
        break;
      case 'month':
        if (state.month !== null) return FORMAT;
        state.month = token.value + 1;
        state.monthAt = state.numbers.length;
        state.at++;
        break;
      case 'day':
        if (state.dayOfWeek !== null) return FORMAT;
        state.dayOfWeek = token.value;
        state.at++;
        break;
      case 'am':
      case 'pm':
        if (state.half || !state.clock || state.afterT) return FORMAT;
        state.half = token.kind;
        state.at++;
        break;
      case 'T':
        if (next?.kind !== 'number' || !mark(state.tokens[state.at + 2], ':')) return FORMAT;
        state.afterT = true;
        state.at++;
        break;
      case 'Z':
        if (state.offset !== null) return FORMAT;
        state.offset = 0;
        state.zulu = true;
        state.at++;
        break;
      default: {
        const isSign = token.text === '+' || (token.text === '-' && state.clock !== null);
        if (isSign) {
          if (!state.clock && state.numbers.length < 2) return FORMAT;
          const failure = readOffset(state);
          if (failure) return failure;
          break;
        }
        if (token.text === ':') return FORMAT;
        // A separator stands between two parts of a date; a comma may also end one.
        if (token.text !== ',' && token.text !== '.' && (next === undefined || state.at === 0)) return FORMAT;
        state.at++;
      }
    }
  }
  return null;
}

const fullYear = (text: string): number =>
  text.length > 2 ? Number(text) : Number(text) + (Number(text) > 49 ? 1900 : 2000);
const isYear = (text: string): boolean => text.length >= 3;

/** Order of day, month and year in the culture's short date. */
function dateOrder(culture: Culture): string {
  return culture.dateTime.shortDate
    .replace(/[^dMy]/g, '')
    .replace(/(.)\1+/g, '$1')
    .toLowerCase();
}

function resolveDate(state: State, culture: Culture, today: number[]): [number, number, number] | null {
  const { numbers, month } = state;
  const [a = '', b = '', c = ''] = numbers;
  if (numbers.some((text) => text.length > 4)) return null;
  const order = dateOrder(culture);
  if (month === null) {
    switch (numbers.length) {
      case 0:
        return [today[0] ?? 1, today[1] ?? 1, today[2] ?? 1];
      case 2:
        if (isYear(a)) return isYear(b) ? null : [Number(a), Number(b), 1];
        if (isYear(b)) return [Number(b), Number(a), 1];
        return order.indexOf('m') < order.indexOf('d')
          ? [today[0] ?? 1, Number(a), Number(b)]
          : [today[0] ?? 1, Number(b), Number(a)];
      case 3: {
        if (isYear(b)) return null;
        if (isYear(a)) return isYear(c) ? null : [Number(a), Number(b), Number(c)];
        if (order === 'ymd' && !isYear(c)) return [fullYear(a), Number(b), Number(c)];
        const year = fullYear(c);
        return order.indexOf('m') < order.indexOf('d') ? [year, Number(a), Number(b)] : [year, Number(b), Number(a)];
      }
      default:
        return null;
    }
  }
  switch (numbers.length) {
    case 1:
      if (isYear(a)) return [Number(a), month, 1];
      return isDate(today[0] ?? 1, month, Number(a)) ? [today[0] ?? 1, month, Number(a)] : [fullYear(a), month, 1];
    case 2:
      if (isYear(a)) return isYear(b) ? null : [Number(a), month, Number(b)];
      if (isYear(b) || state.monthAt < 2) return [fullYear(b), month, Number(a)];
      return [fullYear(a), month, Number(b)];
    default:
      return null;
  }
}

/**
 * Reads a date, a time or both.
 * @param now ticks of the present, for what the text leaves out
 */
export function parseDateTime(text: string, culture: Culture, now: bigint): ParsedDateTime | DateTimeFailure {
  const trimmed = text.replace(/\0+$/, '');
  if (trimmed.trim() === '' || text.length > 200) return FORMAT;
  const tokens = tokenize(trimmed, culture);
  if (!Array.isArray(tokens)) return tokens;
  const state: State = {
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
    afterT: false,
  };
  const failure = scan(state);
  if (failure) return failure;
  if (!state.clock && state.numbers.length === 0 && state.month === null) return FORMAT;
  if (state.numbers.length === 1 && state.month === null) return FORMAT;
  const present = partsOf(now);
  const date = resolveDate(state, culture, [present.year, present.month, present.day]);
  if (!date || !isDate(...date)) return FORMAT;
  return assemble(state, date);
}

function assemble(state: State, date: [number, number, number]): ParsedDateTime | DateTimeFailure {
  const clock = state.clock ?? { hour: 0, minute: 0, second: 0, fraction: 0 };
  let { hour } = clock;
  if (state.half) {
    if (hour > 12) return FORMAT;
    hour = (hour % 12) + (state.half === 'pm' ? 12 : 0);
  }
  if (hour > 23 || clock.minute > 59 || clock.second > 59) return { kind: 'calendar' };
  if (state.dayOfWeek !== null && (dayNumber(...date) + 1) % 7 !== state.dayOfWeek) return { kind: 'dayOfWeek' };
  return {
    ticks: ticksOf(...date, hour, clock.minute, clock.second, clock.fraction),
    offset: state.offset,
    zulu: state.zulu,
  };
}

/** Clock ticks moved to UTC; a time near the first or last day wraps within it, as .NET lets it. */
export function toUtcTicks(parsed: ParsedDateTime): bigint {
  const utc = parsed.ticks - BigInt(parsed.offset ?? 0) * TICKS_PER_MINUTE;
  if (utc < 0n) return utc + TICKS_PER_DAY;
  return utc > MAX_TICKS ? utc - TICKS_PER_DAY : utc;
}
