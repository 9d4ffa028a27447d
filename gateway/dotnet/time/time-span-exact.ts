/** `TimeSpan.ParseExact`: reading by a standard or custom format (checked against .NET 10). */
import { throwNet } from '../core/exception.ts';
import type { Culture } from '../text/culture.ts';
import { partsToTicks, type TimeSpanParts } from './time-span-parse.ts';

/** Ticks, or why there are none: `input` is the wording of custom formats that do not fit. */
type Exact = bigint | 'format' | 'overflow' | 'input';

const standard: Readonly<Record<string, RegExp>> = {
  c: /^\s*(?<sign>-?)(?:(?<days>\d+)|(?:(?<daysBefore>\d+)\.)?(?<hours>\d+):(?<minutes>\d+)(?::(?<seconds>\d+)(?:\.(?<fraction>\d{1,7}))?)?)\s*$/,
  g: /^\s*(?<sign>-?)(?:(?<days>\d+)|(?:(?<daysBefore>\d+):(?=\d+:\d+:))?(?<hours>\d+):(?<minutes>\d+)(?::(?<seconds>\d+)(?:\.(?<fraction>\d{1,7}))?)?)\s*$/,
  G: /^\s*(?<sign>-?)(?<daysBefore>\d+):(?<hours>\d+):(?<minutes>\d+):(?<seconds>\d+)\.(?<fraction>\d{1,7})\s*$/,
};

const none: TimeSpanParts = { negative: false, days: '0', hours: '0', minutes: '0', seconds: '0', fraction: '' };

/**
 * Reads `text` by one format.
 * @param negative TimeSpanStyles.AssumeNegative, which custom formats heed
 * @throws FormatException when the format is empty or an unknown letter
 */
export function parseTimeSpanExact(text: string, format: string, culture: Culture, negative: boolean): Exact {
  if (format.length > 1) return custom(text, format, negative);
  const known = standard[format === 't' || format === 'T' ? 'c' : format];
  if (!known) return throwNet('System.FormatException', `Format specifier '${format}' was invalid.`);
  const point = culture.number.decimalSeparator;
  const groups = known.exec(format === 'c' || point === '.' ? text : text.replace(point, '.'))?.groups;
  if (!groups) return 'format';
  const { sign, days, daysBefore, hours = '0', minutes = '0', seconds = '0', fraction = '' } = groups;
  return partsToTicks({
    negative: sign === '-',
    days: days ?? daysBefore ?? '0',
    hours,
    minutes,
    seconds,
    fraction,
  });
}

type Field = 'days' | 'hours' | 'minutes' | 'seconds' | 'fraction';

const fields: Readonly<Record<string, { field: Field; longest: number }>> = {
  d: { field: 'days', longest: 8 },
  h: { field: 'hours', longest: 2 },
  m: { field: 'minutes', longest: 2 },
  s: { field: 'seconds', longest: 2 },
  f: { field: 'fraction', longest: 7 },
  F: { field: 'fraction', longest: 7 },
};

/** One part of a custom format: digits for a field, or text. */
type Piece = { readonly field: Field; readonly least: number; readonly most: number } | { readonly literal: string };

/** The pieces of a custom format; undefined when it is none. */
function pieces(format: string): Piece[] | undefined {
  const result: Piece[] = [];
  const seen = new Set<Field>();
  for (let i = 0; i < format.length; ) {
    const ch = format[i] ?? '';
    const known = fields[ch];
    if (known) {
      let count = 1;
      while (format[i + count] === ch) count++;
      if (count > known.longest || seen.has(known.field)) return undefined;
      seen.add(known.field);
      result.push({ field: known.field, ...width(ch, count) });
      i += count;
    } else if (ch === "'" || ch === '"') {
      const end = format.indexOf(ch, i + 1);
      if (end < 0) return undefined;
      result.push({ literal: format.slice(i + 1, end) });
      i = end + 1;
    } else if (ch === '\\' && i + 1 < format.length) {
      result.push({ literal: format[i + 1] ?? '' });
      i += 2;
    } else if (ch === '%' && fields[format[i + 1] ?? '']) i++;
    else return undefined;
  }
  return result;
}

/** One letter of hours, minutes and seconds takes two digits as well, one of days up to eight. */
function width(letter: string, count: number): { least: number; most: number } {
  if (letter === 'F') return { least: 0, most: count };
  if (letter === 'f' || count > 1) return { least: count, most: count };
  return { least: 1, most: letter === 'd' ? 8 : 2 };
}

function custom(text: string, format: string, negative: boolean): Exact {
  const parts: Record<Field, string> = { ...none };
  let at = 0;
  const wanted = pieces(format);
  if (!wanted) return 'input';
  for (const piece of wanted) {
    if ('literal' in piece) {
      if (!text.startsWith(piece.literal, at)) return 'input';
      at += piece.literal.length;
      continue;
    }
    const digits = /^\d*/.exec(text.slice(at, at + piece.most))?.[0] ?? '';
    if (digits.length < piece.least) return 'input';
    parts[piece.field] = digits === '' ? parts[piece.field] : digits;
    at += digits.length;
  }
  return at === text.length ? partsToTicks({ ...parts, negative }) : 'format';
}
