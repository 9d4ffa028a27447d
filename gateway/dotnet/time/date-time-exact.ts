/** `DateTime.ParseExact`: reading by a standard or custom format. */
import { throwNet } from '../core/exception.ts';
import { type Culture, invariantCulture } from '../text/culture.ts';
import type { DateTimeFailure } from './date-time-failure.ts';
import type { ParsedDateTime } from './date-time-parse.ts';
import { dayNumber, isDate, partsOf, ticksOf } from './ticks.ts';

/** DateTimeStyles that concern white space. */
const LEADING = 1;
const TRAILING = 2;
const INNER = 4;

const standard: Readonly<Record<string, (culture: Culture) => string>> = {
  d: (c) => c.dateTime.shortDate,
  D: (c) => c.dateTime.longDate,
  f: (c) => `${c.dateTime.longDate} ${c.dateTime.shortTime}`,
  F: (c) => c.dateTime.fullDateTime,
  g: (c) => `${c.dateTime.shortDate} ${c.dateTime.shortTime}`,
  G: (c) => `${c.dateTime.shortDate} ${c.dateTime.longTime}`,
  m: (c) => c.dateTime.monthDay,
  M: (c) => c.dateTime.monthDay,
  o: () => "yyyy'-'MM'-'dd'T'HH':'mm':'ss.fffffffK",
  O: () => "yyyy'-'MM'-'dd'T'HH':'mm':'ss.fffffffK",
  r: () => "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
  R: () => "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
  s: () => "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
  t: (c) => c.dateTime.shortTime,
  T: (c) => c.dateTime.longTime,
  u: () => "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
  U: (c) => c.dateTime.fullDateTime,
  y: (c) => c.dateTime.yearMonth,
  Y: (c) => c.dateTime.yearMonth,
};

class ExactReader {
  readonly text: string;
  readonly culture: Culture;
  readonly inner: boolean;
  at = 0;
  year: number | null = null;
  month: number | null = null;
  day: number | null = null;
  dayOfWeek: number | null = null;
  hour = 0;
  minute = 0;
  second = 0;
  fraction = 0;
  half: 'am' | 'pm' | null = null;
  offset: number | null = null;
  zulu = false;
  hour12 = false;

  constructor(text: string, culture: Culture, inner: boolean) {
    this.text = text;
    this.culture = culture;
    this.inner = inner;
  }

  digits(minimum: number, maximum: number): number | null {
    const match = new RegExp(`^\\d{${minimum},${maximum}}`).exec(this.text.slice(this.at, this.at + maximum));
    if (!match) return null;
    this.at += match[0].length;
    return Number(match[0]);
  }

  literal(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  name(list: readonly string[]): number | null {
    let best = -1;
    const rest = this.text.slice(this.at).toLowerCase();
    list.forEach((name, index) => {
      if (name && rest.startsWith(name.toLowerCase()) && name.length > (list[best]?.length ?? 0)) best = index;
    });
    if (best < 0) return null;
    this.at += list[best]?.length ?? 0;
    return best;
  }

  zone(count: number): boolean {
    const match = /^([+-])(\d{1,2})(?::?(\d{2}))?/.exec(this.text.slice(this.at));
    if (!match) return false;
    const withMinutes = count >= 3;
    if (withMinutes && match[3] === undefined) return false;
    const length = withMinutes ? match[0].length : 1 + (match[2]?.length ?? 0);
    this.at += length;
    this.offset = (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + (withMinutes ? Number(match[3]) : 0));
    return true;
  }

  /** Reads one specifier of `count` letters; false when the text does not fit. */
  specifier(letter: string, count: number): boolean {
    const info = this.culture.dateTime;
    const take = (set: (value: number) => void, value: number | null): boolean => {
      if (value !== null) set(value);
      return value !== null;
    };
    switch (letter) {
      case 'y':
        if (count <= 2) {
          return take(
            (v) => {
              this.year = v + (v > 49 ? 1900 : 2000);
            },
            this.digits(count, 2),
          );
        }
        return take(
          (v) => {
            this.year = v;
          },
          this.digits(count === 3 ? 3 : count, count === 3 ? 4 : count),
        );
      case 'M':
        if (count <= 2)
          return take(
            (v) => {
              this.month = v;
            },
            this.digits(count, 2),
          );
        return take(
          (v) => {
            this.month = v + 1;
          },
          this.name(count === 3 ? info.shortMonths : info.months) ??
            this.name(count === 3 ? info.shortGenitiveMonths : info.genitiveMonths),
        );
      case 'd':
        if (count <= 2)
          return take(
            (v) => {
              this.day = v;
            },
            this.digits(count, 2),
          );
        return take(
          (v) => {
            this.dayOfWeek = v;
          },
          this.name(count === 3 ? info.shortDays : info.days),
        );
      case 'h':
        this.hour12 = true;
        return take(
          (v) => {
            this.hour = v;
          },
          this.digits(Math.min(count, 2), 2),
        );
      case 'H':
        return take(
          (v) => {
            this.hour = v;
          },
          this.digits(Math.min(count, 2), 2),
        );
      case 'm':
        return take(
          (v) => {
            this.minute = v;
          },
          this.digits(Math.min(count, 2), 2),
        );
      case 's':
        return take(
          (v) => {
            this.second = v;
          },
          this.digits(Math.min(count, 2), 2),
        );
      case 'f':
      case 'F': {
        const text = new RegExp(`^\\d{${letter === 'f' ? count : 0},${count}}`).exec(this.text.slice(this.at))?.[0];
        if (text === undefined) return false;
        this.at += text.length;
        this.fraction = Number(text.padEnd(7, '0').slice(0, 7));
        return true;
      }
      case 't': {
        const index = this.name(count === 1 ? [info.am.slice(0, 1), info.pm.slice(0, 1)] : [info.am, info.pm]);
        if (index === null) return false;
        this.half = index === 0 ? 'am' : 'pm';
        return true;
      }
      case 'z':
        return this.zone(count);
      case 'K':
        if (this.literal('Z')) {
          this.offset = 0;
          this.zulu = true;
          return true;
        }
        this.zone(3);
        return true;
      case 'Z':
        if (!this.literal('Z') && !this.literal('GMT')) return false;
        this.offset = 0;
        this.zulu = true;
        return true;
      case 'g':
        return this.literal(info.era) || this.literal('AD');
      default:
        return false;
    }
  }

  read(format: string): boolean {
    for (let i = 0; i < format.length; ) {
      if (this.inner) while (/\s/.test(this.text[this.at] ?? '')) this.at++;
      const ch = format[i] as string;
      let count = 1;
      if ('yMdhHmsfFtzg'.includes(ch)) {
        while (format[i + count] === ch) count++;
        if (ch === 'F' && this.text[this.at - 1] !== '.' && format[i - 1] === '.') return false;
        if (!this.specifier(ch, count)) return false;
      } else if (ch === 'K' || ch === 'Z') {
        if (!this.specifier(ch, 1)) return false;
      } else if (ch === ':' || ch === '/') {
        const separator = ch === ':' ? this.culture.dateTime.timeSeparator : this.culture.dateTime.dateSeparator;
        if (!this.literal(separator)) return false;
      } else if (ch === "'" || ch === '"') {
        const end = format.indexOf(ch, i + 1);
        if (end < 0) return false;
        if (!this.literal(format.slice(i + 1, end))) return false;
        count = end + 1 - i;
      } else if (ch === '%') {
        i++;
        continue;
      } else if (ch === '\\') {
        if (!this.literal(format[i + 1] ?? '')) return false;
        count = 2;
      } else if (ch === '.' && format[i + 1] === 'F') {
        // The point goes with an optional fraction.
        if (!this.literal('.')) {
          while (format[i + 1] === 'F') i++;
        }
      } else if (this.inner && /\s/.test(ch)) {
        // white space was skipped above
      } else if (!this.literal(ch)) return false;
      i += count;
    }
    return true;
  }
}

/** Reads `text` by `format`. Throws System.FormatException when the format itself is empty or unknown. */
export function parseExact(
  text: string,
  format: string,
  culture: Culture,
  styles: number,
  now: bigint,
): ParsedDateTime | DateTimeFailure {
  if (format === '') throwNet('System.FormatException', "Format specifier '' was invalid.");
  let pattern = format;
  let rules = culture;
  if (format.length === 1) {
    const expand = standard[format];
    if (!expand) return throwNet('System.FormatException', 'Input string was not in a correct format.');
    pattern = expand(culture);
    if ('oOrRsu'.includes(format)) rules = invariantCulture;
  }
  let source = text;
  if (styles & LEADING) source = source.trimStart();
  if (styles & TRAILING) source = source.trimEnd();
  const reader = new ExactReader(source, rules, (styles & INNER) !== 0);
  if (!reader.read(pattern)) return { kind: 'format' };
  if (reader.inner) while (/\s/.test(source[reader.at] ?? '')) reader.at++;
  if (reader.at !== source.length) return { kind: 'format' };
  // The zone that formats r and u write is text to them; a long date and time of format U is UTC.
  if (format === 'U') reader.offset = 0;
  return assemble(reader, now);
}

function assemble(reader: ExactReader, now: bigint): ParsedDateTime | DateTimeFailure {
  const today = partsOf(now);
  const noDate = reader.year === null && reader.month === null && reader.day === null;
  const year = reader.year ?? today.year;
  const month = reader.month ?? (noDate ? today.month : 1);
  const day = reader.day ?? (noDate ? today.day : 1);
  if (!isDate(year, month, day)) return { kind: 'calendar' };
  let { hour } = reader;
  if (reader.hour12 || reader.half) {
    if (hour > 12 && reader.half) return { kind: 'format' };
    if (reader.half) hour = (hour % 12) + (reader.half === 'pm' ? 12 : 0);
    else if (hour > 12) return { kind: 'format' };
    else if (hour === 12) hour = 0;
  }
  if (hour > 23 || reader.minute > 59 || reader.second > 59) return { kind: 'calendar' };
  if (reader.offset !== null && Math.abs(reader.offset) > 14 * 60) return { kind: 'offset' };
  if (reader.dayOfWeek !== null && (dayNumber(year, month, day) + 1) % 7 !== reader.dayOfWeek)
    return { kind: 'dayOfWeek' };
  return {
    ticks: ticksOf(year, month, day, hour, reader.minute, reader.second, reader.fraction),
    offset: reader.offset,
    zulu: reader.zulu,
  };
}
