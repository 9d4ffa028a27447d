/** Standard (c, g, G) and custom formats of System.TimeSpan. */
import { throwNet } from '../core/exception.ts';
import type { Culture } from '../text/culture.ts';
import { TICKS_PER_DAY, TICKS_PER_SECOND } from './ticks.ts';

const invalid = (): never => throwNet('System.FormatException', 'Input string was not in a correct format.');
const pad = (value: number | bigint, digits: number): string => String(value).padStart(digits, '0');

interface Parts {
  readonly days: bigint;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly fraction: number;
}

function partsOf(ticks: bigint): Parts {
  const magnitude = ticks < 0n ? -ticks : ticks;
  const inDay = magnitude % TICKS_PER_DAY;
  const seconds = Number(inDay / TICKS_PER_SECOND);
  return {
    days: magnitude / TICKS_PER_DAY,
    hours: Math.floor(seconds / 3600),
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
    fraction: Number(inDay % TICKS_PER_SECOND),
  };
}

/** `ToString(format)`. @param culture null for the constant format Throws System.FormatException. */
export function formatTimeSpan(ticks: bigint, format: string | null, culture: Culture | null): string {
  const parts = partsOf(ticks);
  const sign = ticks < 0n ? '-' : '';
  const separator = culture?.number.decimalSeparator ?? '.';
  switch (format || 'c') {
    case 'c':
    case 't':
    case 'T': {
      const days = parts.days === 0n ? '' : `${parts.days}.`;
      const fraction = parts.fraction === 0 ? '' : `.${pad(parts.fraction, 7)}`;
      return `${sign}${days}${pad(parts.hours, 2)}:${pad(parts.minutes, 2)}:${pad(parts.seconds, 2)}${fraction}`;
    }
    case 'g': {
      const days = parts.days === 0n ? '' : `${parts.days}:`;
      const fraction = parts.fraction === 0 ? '' : separator + pad(parts.fraction, 7).replace(/0+$/, '');
      return `${sign}${days}${parts.hours}:${pad(parts.minutes, 2)}:${pad(parts.seconds, 2)}${fraction}`;
    }
    case 'G':
      return `${sign}${parts.days}:${pad(parts.hours, 2)}:${pad(parts.minutes, 2)}:${pad(parts.seconds, 2)}${separator}${pad(parts.fraction, 7)}`;
    default:
      return (format ?? '').length === 1 ? invalid() : custom(parts, format ?? '');
  }
}

function custom(parts: Parts, format: string): string {
  let out = '';
  for (let i = 0; i < format.length; ) {
    const ch = format[i] as string;
    let count = 1;
    while (format[i + count] === ch && 'dhmsfF'.includes(ch)) count++;
    switch (ch) {
      case 'h':
      case 'm':
      case 's': {
        if (count > 2) invalid();
        const value = ch === 'h' ? parts.hours : ch === 'm' ? parts.minutes : parts.seconds;
        out += pad(value, count);
        break;
      }
      case 'd':
        if (count > 8) invalid();
        out += pad(parts.days, count);
        break;
      case 'f':
        if (count > 7) invalid();
        out += pad(parts.fraction, 7).slice(0, count);
        break;
      case 'F':
        if (count > 7) invalid();
        out += pad(parts.fraction, 7).slice(0, count).replace(/0+$/, '');
        break;
      case "'":
      case '"': {
        let end = i + 1;
        while (end < format.length && format[end] !== ch) {
          if (format[end] === '\\') end++;
          out += format[end++] ?? '';
        }
        if (end >= format.length)
          throwNet('System.FormatException', `Cannot find a matching quote character for the character '${ch}'.`);
        count = end + 1 - i;
        break;
      }
      case '%': {
        const next = format[i + 1];
        if (next === undefined || next === '%') return invalid();
        out += custom(parts, next);
        count = 2;
        break;
      }
      case '\\':
        if (i + 1 >= format.length) invalid();
        out += format[i + 1];
        count = 2;
        break;
      default:
        invalid();
    }
    i += count;
  }
  return out;
}
