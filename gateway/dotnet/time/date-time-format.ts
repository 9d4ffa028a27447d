/** Standard and custom formats of DateTime and DateTimeOffset, checked against .NET 10. */
import { throwNet } from '../core/exception.ts';
import { type Culture, type DateTimeInfo, invariantCulture } from '../text/culture.ts';
import { type DateParts, partsOf, TICKS_PER_MINUTE } from './ticks.ts';

/** What is formatted: clock ticks, and the offset or kind that the zone specifiers print. */
export interface Moment {
  readonly ticks: bigint;
  /** 0 unspecified, 1 UTC, 2 local. */
  readonly kind: 0 | 1 | 2;
  /** Minutes from UTC of a DateTimeOffset; null for a DateTime. */
  readonly offset: number | null;
}

const invalid = (): never => throwNet('System.FormatException', 'Input string was not in a correct format.');
const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** `ToString(format, provider)`. Throws System.FormatException for formats that do not exist. */
export function formatDateTime(moment: Moment, format: string | null, culture: Culture): string {
  const info = culture.dateTime;
  if (!format) {
    const text = custom(moment, `${info.shortDate} ${info.longTime}`, culture);
    return moment.offset === null ? text : `${text} ${zone(moment.offset, 3)}`;
  }
  return format.length === 1 ? standard(moment, format, culture) : custom(moment, format, culture);
}

function standard(moment: Moment, format: string, culture: Culture): string {
  const info = culture.dateTime;
  switch (format) {
    case 'd':
      return custom(moment, info.shortDate, culture);
    case 'D':
      return custom(moment, info.longDate, culture);
    case 'f':
      return custom(moment, `${info.longDate} ${info.shortTime}`, culture);
    case 'F':
      return custom(moment, info.fullDateTime, culture);
    case 'g':
      return custom(moment, `${info.shortDate} ${info.shortTime}`, culture);
    case 'G':
      return custom(moment, `${info.shortDate} ${info.longTime}`, culture);
    case 'm':
    case 'M':
      return custom(moment, info.monthDay, culture);
    case 'o':
    case 'O':
      return custom(moment, "yyyy'-'MM'-'dd'T'HH':'mm':'ss.fffffffK", invariantCulture);
    case 'r':
    case 'R':
      return custom(toUtc(moment), "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'", invariantCulture);
    case 's':
      return custom(moment, "yyyy'-'MM'-'dd'T'HH':'mm':'ss", invariantCulture);
    case 't':
      return custom(moment, info.shortTime, culture);
    case 'T':
      return custom(moment, info.longTime, culture);
    case 'u':
      return custom(toUtc(moment), "yyyy'-'MM'-'dd HH':'mm':'ss'Z'", invariantCulture);
    case 'U':
      // The local zone of a gateway is UTC, so the conversion that U makes changes nothing.
      return moment.offset === null ? custom(moment, info.fullDateTime, culture) : invalid();
    case 'y':
    case 'Y':
      return custom(moment, info.yearMonth, culture);
    default:
      return invalid();
  }
}

/** R and u print a DateTimeOffset in UTC; a DateTime is printed as it is. */
function toUtc(moment: Moment): Moment {
  if (moment.offset === null || moment.offset === 0) return moment;
  return { ...moment, ticks: moment.ticks - BigInt(moment.offset) * TICKS_PER_MINUTE, offset: 0 };
}

/** `z` (1), `zz` (2) or `zzz` (3 and more) of an offset in minutes. */
function zone(minutes: number, count: number): string {
  const sign = minutes < 0 ? '-' : '+';
  const magnitude = Math.abs(minutes);
  const hours = Math.floor(magnitude / 60);
  if (count === 1) return sign + hours;
  return count === 2 ? sign + pad(hours, 2) : `${sign}${pad(hours, 2)}:${pad(magnitude % 60, 2)}`;
}

function kindMark(moment: Moment): string {
  if (moment.offset !== null) return zone(moment.offset, 3);
  return moment.kind === 1 ? 'Z' : moment.kind === 2 ? '+00:00' : '';
}

/** Whether a day number stands before or after a month name, which then takes its genitive form. */
function isGenitive(format: string, at: number, length: number): boolean {
  let i = at - 1;
  while (i >= 0 && format[i] !== 'd') i--;
  if (i >= 0) {
    let count = 1;
    while (format[i - count] === 'd') count++;
    if (count <= 2) return true;
  }
  i = at + length;
  while (i < format.length && format[i] !== 'd') i++;
  let count = 0;
  while (format[i + count] === 'd') count++;
  return count >= 1 && count <= 2;
}

function monthName(parts: DateParts, count: number, genitive: boolean, info: DateTimeInfo): string {
  const index = parts.month - 1;
  if (count === 3) return (genitive ? info.shortGenitiveMonths : info.shortMonths)[index] ?? '';
  return (genitive ? info.genitiveMonths : info.months)[index] ?? '';
}

function custom(moment: Moment, format: string, culture: Culture): string {
  const info = culture.dateTime;
  const parts = partsOf(moment.ticks);
  let out = '';
  for (let i = 0; i < format.length; ) {
    const ch = format[i] as string;
    let count = 1;
    while (format[i + count] === ch) count++;
    switch (ch) {
      case 'g':
        out += info.era;
        break;
      case 'h':
        out += pad(parts.hour % 12 || 12, Math.min(count, 2));
        break;
      case 'H':
        out += pad(parts.hour, Math.min(count, 2));
        break;
      case 'm':
        out += pad(parts.minute, Math.min(count, 2));
        break;
      case 's':
        out += pad(parts.second, Math.min(count, 2));
        break;
      case 'f':
        if (count > 7) invalid();
        out += pad(parts.fraction, 7).slice(0, count);
        break;
      case 'F': {
        if (count > 7) invalid();
        const digits = pad(parts.fraction, 7).slice(0, count).replace(/0+$/, '');
        if (digits === '' && out.endsWith('.')) out = out.slice(0, -1);
        out += digits;
        break;
      }
      case 't': {
        const name = parts.hour < 12 ? info.am : info.pm;
        out += count === 1 ? name.slice(0, 1) : name;
        break;
      }
      case 'd':
        if (count <= 2) out += pad(parts.day, count);
        else out += (count === 3 ? info.shortDays : info.days)[parts.dayOfWeek] ?? '';
        break;
      case 'M':
        if (count <= 2) out += pad(parts.month, count);
        else out += monthName(parts, count, isGenitive(format, i, count), info);
        break;
      case 'y':
        out += count <= 2 ? pad(parts.year % 100, count) : pad(parts.year, count);
        break;
      case 'z':
        out += zone(moment.offset ?? 0, count);
        break;
      case 'K':
        count = 1;
        out += kindMark(moment);
        break;
      case ':':
        count = 1;
        out += info.timeSeparator;
        break;
      case '/':
        count = 1;
        out += info.dateSeparator;
        break;
      case "'":
      case '"': {
        let end = i + 1;
        while (end < format.length && format[end] !== ch) {
          if (format[end] === '\\') {
            end++;
            if (end >= format.length) invalid();
          }
          out += format[end++];
        }
        if (end >= format.length)
          throwNet('System.FormatException', `Cannot find a matching quote character for the character '${ch}'.`);
        count = end + 1 - i;
        break;
      }
      case '%': {
        const next = format[i + 1];
        if (next === undefined || next === '%') return invalid();
        out += custom(moment, next, culture);
        count = 2;
        break;
      }
      case '\\':
        if (i + 1 >= format.length) invalid();
        out += format[i + 1];
        count = 2;
        break;
      default:
        count = 1;
        out += ch;
    }
    i += count;
  }
  return out;
}
