/** The filters that set-body's reference page lists, named as DotLiquid's C# mode names them. */
import { checkLength, replaceAll } from '../bounded-text.ts';
import { isDate, isRecord, number, print } from './value.ts';

/** Characters that a template, and a value in it, may have. */
export const longestOutput = 16 * 1024 * 1024;

export type Filter = (input: unknown, ...args: unknown[]) => unknown;

const list = (input: unknown): unknown[] => {
  if (Array.isArray(input)) return input;
  return input === null || input === undefined ? [] : [input];
};

/** Whole numbers stay whole: .NET's operators on integers. */
const arithmetic =
  (whole: (a: number, b: number) => number, fraction = whole): Filter =>
  (input, operand) => {
    const a = number(input);
    const b = number(operand);
    return Number.isInteger(a) && Number.isInteger(b) ? whole(a, b) : fraction(a, b);
  };

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml: Filter = (input) => print(input).replace(/[&<>"']/g, (character) => entities[character] ?? character);

const property = (item: unknown, name: unknown): unknown => (isRecord(item) ? item[print(name)] : undefined);
const order = (a: unknown, b: unknown): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [print(a), print(b)];
  return left < right ? -1 : left > right ? 1 : 0;
};

function truncateWords(input: unknown, count: unknown = 15, end: unknown = '...'): string {
  const words = print(input).split(' ');
  const length = Math.max(1, number(count));
  return words.length > length ? words.slice(0, length).join(' ') + print(end) : print(input);
}

function truncate(input: unknown, length: unknown = 50, end: unknown = '...'): string {
  const text = print(input);
  const suffix = print(end);
  return text.length > number(length) ? text.slice(0, Math.max(0, number(length) - suffix.length)) + suffix : text;
}

function slice(input: unknown, start: unknown, length: unknown = 1): unknown {
  const source = Array.isArray(input) ? input : print(input);
  const from = number(start) < 0 ? Math.max(0, source.length + number(start)) : number(start);
  return source.slice(from, from + number(length));
}

/** Two texts as one. @throws TextTooLong */
function joined(...texts: readonly string[]): string {
  checkLength(
    texts.reduce((length, text) => length + text.length, 0),
    longestOutput,
  );
  return texts.join('');
}

function join(input: unknown, glue: unknown = ' '): string {
  const items = list(input).map(print);
  const between = print(glue);
  const length = items.reduce((sum, item) => sum + item.length, 0);
  checkLength(length + Math.max(0, items.length - 1) * between.length, longestOutput);
  return items.join(between);
}

/** The first `from` replaced; DotLiquid leaves a text as it is when there is nothing to look for. */
function replaceFirst(input: unknown, from: unknown, to: unknown = ''): string {
  const [text, sought, put] = [print(input), print(from), print(to)];
  if (sought === '') return text;
  checkLength(text.length + put.length, longestOutput);
  return text.replace(sought, () => put);
}

/** DotLiquid splits by nothing into the whole. */
function split(input: unknown, separator: unknown): string[] {
  const [text, by] = [print(input), print(separator)];
  return (by === '' ? [text] : text.split(by)).filter((part) => part !== '');
}

function decodeUrl(input: unknown): string {
  const text = print(input).replaceAll('+', ' ');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function date(input: unknown, format: unknown): unknown {
  if (isDate(input)) return input.format(print(format));
  return input;
}

function currency(input: unknown): string {
  const value = number(input);
  const written = Math.abs(value)
    .toFixed(2)
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return value < 0 ? `($${written})` : `$${written}`;
}

/** The filters by name, as DotLiquid has them. */
export const filters: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ['Abs', (input) => Math.abs(number(input))],
  ['Append', (input, suffix) => joined(print(input), print(suffix))],
  ['AtLeast', (input, least) => Math.max(number(input), number(least))],
  ['AtMost', (input, most) => Math.min(number(input), number(most))],
  [
    'Capitalize',
    (input) =>
      print(input).replace(/(^|\s)(\S)/g, (_whole, space: string, first: string) => space + first.toUpperCase()),
  ],
  ['Compact', (input) => list(input).filter((item) => item !== null && item !== undefined)],
  ['Currency', currency],
  ['Date', date],
  [
    'Default',
    (input, fallback) => (input === null || input === undefined || input === '' || input === false ? fallback : input),
  ],
  [
    'DividedBy',
    arithmetic(
      (a, b) => Math.trunc(a / b),
      (a, b) => a / b,
    ),
  ],
  ['Downcase', (input) => print(input).toLowerCase()],
  ['Escape', escapeHtml],
  ['First', (input) => list(input)[0]],
  ['H', escapeHtml],
  ['Join', join],
  ['Last', (input) => list(input).at(-1)],
  ['Lstrip', (input) => print(input).trimStart()],
  ['Map', (input, name) => list(input).map((item) => property(item, name))],
  ['Minus', arithmetic((a, b) => a - b)],
  ['Modulo', arithmetic((a, b) => a % b)],
  ['NewlineToBr', (input) => print(input).replace(/\r?\n/g, '<br />\n')],
  ['Plus', arithmetic((a, b) => a + b)],
  ['Prepend', (input, prefix) => joined(print(prefix), print(input))],
  ['Remove', (input, part) => replaceAll(print(input), print(part), '', longestOutput)],
  ['RemoveFirst', (input, part) => replaceFirst(input, part)],
  ['Replace', (input, from, to = '') => replaceAll(print(input), print(from), print(to), longestOutput)],
  ['ReplaceFirst', replaceFirst],
  ['Round', (input, places = 0) => Number(number(input).toFixed(Math.min(20, Math.max(0, number(places)))))],
  ['Rstrip', (input) => print(input).trimEnd()],
  [
    'Size',
    (input) =>
      Array.isArray(input) ? input.length : isRecord(input) ? Object.keys(input).length : print(input).length,
  ],
  ['Slice', slice],
  [
    'Sort',
    (input, name) =>
      [...list(input)].sort((a, b) => (name === undefined ? order(a, b) : order(property(a, name), property(b, name)))),
  ],
  ['Split', split],
  ['Strip', (input) => print(input).trim()],
  ['StripHtml', (input) => print(input).replace(/<[^>]*>/g, '')],
  ['StripNewlines', (input) => print(input).replace(/\r?\n/g, '')],
  ['Times', arithmetic((a, b) => a * b)],
  ['Truncate', truncate],
  ['TruncateWords', truncateWords],
  ['Uniq', (input) => [...new Map(list(input).map((item) => [print(item), item])).values()]],
  ['Upcase', (input) => print(input).toUpperCase()],
  ['UrlDecode', decodeUrl],
  ['UrlEncode', (input) => encodeURIComponent(print(input)).replaceAll('%20', '+')],
]);
