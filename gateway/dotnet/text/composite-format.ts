/** Composite formatting: `String.Format("{0,-8:N2} {1}", …)`, with the messages of .NET 10. */
import type { Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { formatText } from '../primitives/virtual.ts';
import type { Culture } from './culture.ts';

const LIMIT = 1_000_000;

function fail(offset: number, reason: string): never {
  return throwNet(
    'System.FormatException',
    `Input string was not in a correct format. Failure to parse near offset ${offset}. ${reason}`,
  );
}

const ENDS = 'Format item ends prematurely.';
const isDigit = (ch: string | undefined): boolean => ch !== undefined && ch >= '0' && ch <= '9';

/**
 * Formats `args` (in `object` form) into `format`.
 * Throws System.FormatException for a malformed format or an index without argument.
 */
export function compositeFormat(format: string, args: readonly unknown[], culture: Culture, runtime: Runtime): string {
  let out = '';
  let pos = 0;
  const at = (): string => format[pos] ?? fail(pos, ENDS);
  for (;;) {
    const start = pos;
    while (pos < format.length && format[pos] !== '{' && format[pos] !== '}') pos++;
    out += format.slice(start, pos);
    if (pos >= format.length) break;
    const brace = format[pos++];
    if (at() === brace) {
      out += brace;
      pos++;
      continue;
    }
    if (brace !== '{') fail(pos, 'Unexpected closing brace without a corresponding opening brace.');
    if (!isDigit(at())) fail(pos, 'Expected an ASCII digit.');
    let index = 0;
    do index = index * 10 + Number(format[pos++]);
    while (isDigit(at()) && index < LIMIT);
    while (at() === ' ') pos++;
    let width = 0;
    let left = false;
    if (at() === ',') {
      do pos++;
      while (at() === ' ');
      if (at() === '-') {
        left = true;
        pos++;
      }
      if (!isDigit(at())) fail(pos, 'Expected an ASCII digit.');
      do width = width * 10 + Number(format[pos++]);
      while (isDigit(at()) && width < LIMIT);
      while (at() === ' ') pos++;
    }
    let itemFormat: string | null = null;
    if (at() !== '}') {
      if (at() !== ':') fail(pos, ENDS);
      const from = ++pos;
      while (at() !== '}') {
        if (format[pos] === '{') fail(pos, ENDS);
        pos++;
      }
      itemFormat = format.slice(from, pos);
    }
    pos++;
    if (index >= args.length) {
      throwNet(
        'System.FormatException',
        'Index (zero based) must be greater than or equal to zero and less than the size of the argument list.',
      );
    }
    const text = formatText(args[index], itemFormat === '' ? null : itemFormat, culture, runtime);
    runtime.charge(Math.max(width, text.length));
    out += left ? text.padEnd(width) : text.padStart(width);
  }
  return out;
}
