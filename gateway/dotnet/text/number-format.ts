/**
 * Standard numeric formats (`N2`, `F0`, `X8`) of integers, decimals and floating-point numbers as .NET 10 prints them.
 * Doubles print the shortest digits that read back (.NET Core 3.0 and later; classic gateways are assumed to be there
 * too, since published policies call members that .NET Framework lacks).
 */
import type { NetDecimal } from '../core/decimal.ts';
import type { Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import type { Culture, NumberInfo } from './culture.ts';
import { formatCustom, formatExponent } from './custom-number-format.ts';
import {
  decimalBuffer,
  floatBuffer,
  integerBuffer,
  type NumberBuffer,
  type Precision,
  roundBuffer,
} from './number-buffer.ts';

const MAX_PRECISION = 999_999_999;

interface Specifier {
  /** Upper- or lower-case letter, or '' for a custom format. */
  readonly letter: string;
  /** -1 when not given. */
  readonly digits: number;
}

function parseSpecifier(format: string): Specifier {
  const match = /^([A-Za-z])(\d*)(?:\0|$)/.exec(format);
  if (!match) return { letter: '', digits: -1 };
  const digits = match[2] === '' ? -1 : Number(match[2]);
  if (digits > MAX_PRECISION) invalidSpecifier();
  return { letter: match[1] ?? '', digits };
}

function invalidSpecifier(): never {
  return throwNet('System.FormatException', 'Format specifier was invalid.');
}

/** Formats an integer of `bits` bits. `value` is its signed or unsigned value. */
export function formatInteger(
  value: bigint,
  bits: 8 | 16 | 32 | 64,
  format: string | null,
  culture: Culture,
  runtime: Runtime,
): string {
  if (!format) return value < 0n ? culture.number.negativeSign + (-value).toString() : value.toString();
  const { letter, digits } = parseSpecifier(format);
  if (letter !== '') runtime.charge(Math.max(digits, 0));
  const kind = letter.toUpperCase();
  if (kind === 'D' || ((kind === 'G' || kind === 'R') && digits < 1)) {
    const text = (value < 0n ? -value : value).toString().padStart(kind === 'D' ? digits : 0, '0');
    return value < 0n ? culture.number.negativeSign + text : text;
  }
  if (kind === 'X') {
    const text = BigInt.asUintN(bits, value).toString(16).padStart(digits, '0');
    return letter === 'X' ? text.toUpperCase() : text;
  }
  if (kind === 'B') return BigInt.asUintN(bits, value).toString(2).padStart(digits, '0');
  const buffer = integerBuffer(value);
  if (letter === '') return formatCustom(buffer, format, culture.number);
  const generalDigits = { 8: 3, 16: 5, 32: 10, 64: 19 }[bits];
  return formatStandard(buffer, letter, kind === 'G' && digits < 1 ? generalDigits : digits, culture.number);
}

/** Formats a decimal. */
export function formatDecimal(value: NetDecimal, format: string | null, culture: Culture, runtime: Runtime): string {
  const { letter, digits } = format ? parseSpecifier(format) : { letter: 'G', digits: -1 };
  const buffer = decimalBuffer(value.coefficient, value.scale);
  if (letter === '') return formatCustom(buffer, format ?? '', culture.number);
  runtime.charge(Math.max(digits, 0));
  if (letter.toUpperCase() === 'R') return formatStandard(buffer, 'G', digits, culture.number);
  return formatStandard(buffer, letter, digits, culture.number);
}

/** Formats a double, or a float when `single`. */
export function formatFloat(
  value: number,
  single: boolean,
  format: string | null,
  culture: Culture,
  runtime: Runtime,
): string {
  const info = culture.number;
  if (Number.isNaN(value)) return info.nan;
  if (value === Number.POSITIVE_INFINITY) return info.positiveInfinity;
  if (value === Number.NEGATIVE_INFINITY) return info.negativeInfinity;
  if (!format) return shortest(value, single, info);
  const { letter, digits } = parseSpecifier(format);
  if (letter === '') {
    return formatCustom(floatBuffer(value, single, { significant: single ? 7 : 15 }), format, info);
  }
  runtime.charge(Math.max(digits, 0));
  const kind = letter.toUpperCase();
  const precision = floatPrecision(kind, digits, info);
  const buffer = floatBuffer(value, single, precision);
  if (precision === 'shortest') {
    const maximum = Math.max(buffer.digits.length, single ? 9 : 17);
    return formatStandard(buffer, letter, maximum, info);
  }
  return formatStandard(buffer, letter, digits, info);
}

/** The fewest digits that read back, as `ToString()` and format R print a finite number. */
export function shortest(value: number, single: boolean, info: NumberInfo): string {
  const buffer = floatBuffer(value, single, 'shortest');
  return formatStandard(buffer, 'G', Math.max(buffer.digits.length, single ? 9 : 17), info);
}

function floatPrecision(kind: string, digits: number, info: NumberInfo): Precision {
  switch (kind) {
    case 'R':
      return 'shortest';
    case 'G':
      return digits < 1 ? 'shortest' : { significant: digits };
    case 'E':
      return { significant: (digits < 0 ? 6 : digits) + 1 };
    case 'F':
    case 'N':
      return { fraction: digits < 0 ? info.decimalDigits : digits };
    case 'C':
      return { fraction: digits < 0 ? info.currencyDecimalDigits : digits };
    case 'P':
      return { fraction: (digits < 0 ? info.percentDecimalDigits : digits) + 2 };
    default:
      return invalidSpecifier();
  }
}

function formatStandard(buffer: NumberBuffer, letter: string, precision: number, info: NumberInfo): string {
  const alreadyRounded = buffer.rounded;
  switch (letter.toUpperCase()) {
    case 'C': {
      const digits = precision < 0 ? info.currencyDecimalDigits : precision;
      roundBuffer(buffer, buffer.scale + digits, alreadyRounded);
      const text = fixed(
        buffer,
        digits,
        info.currencyGroupSizes,
        info.currencyDecimalSeparator,
        info.currencyGroupSeparator,
      );
      const pattern = buffer.negative
        ? currencyNegative[info.currencyNegativePattern]
        : currencyPositive[info.currencyPositivePattern];
      return applyPattern(pattern ?? '$n', text, info, info.currencySymbol);
    }
    case 'F': {
      const digits = precision < 0 ? info.decimalDigits : precision;
      roundBuffer(buffer, buffer.scale + digits, alreadyRounded);
      return (buffer.negative ? info.negativeSign : '') + fixed(buffer, digits, null, info.decimalSeparator, '');
    }
    case 'N': {
      const digits = precision < 0 ? info.decimalDigits : precision;
      roundBuffer(buffer, buffer.scale + digits, alreadyRounded);
      const text = fixed(buffer, digits, info.groupSizes, info.decimalSeparator, info.groupSeparator);
      return applyPattern((buffer.negative ? numberNegative[info.negativePattern] : 'n') ?? 'n', text, info, '');
    }
    case 'E': {
      const digits = (precision < 0 ? 6 : precision) + 1;
      roundBuffer(buffer, digits, alreadyRounded);
      return (buffer.negative ? info.negativeSign : '') + scientific(buffer, digits, letter, info);
    }
    case 'G':
    case 'R':
      return general(buffer, letter, precision, info);
    case 'P': {
      const digits = precision < 0 ? info.percentDecimalDigits : precision;
      buffer.scale += 2;
      roundBuffer(buffer, buffer.scale + digits, alreadyRounded);
      const text = fixed(
        buffer,
        digits,
        info.percentGroupSizes,
        info.percentDecimalSeparator,
        info.percentGroupSeparator,
      );
      const pattern = buffer.negative
        ? percentNegative[info.percentNegativePattern]
        : percentPositive[info.percentPositivePattern];
      return applyPattern(pattern ?? 'n %', text, info, info.percentSymbol);
    }
    default:
      return invalidSpecifier();
  }
}

function general(buffer: NumberBuffer, letter: string, precision: number, info: NumberInfo): string {
  let digits = precision;
  let suppressScientific = false;
  if (digits < 1) {
    if (buffer.kind === 'decimal' && digits === -1) {
      suppressScientific = true;
      if (buffer.digits === '') return decimalZero(buffer, info);
      digits = buffer.digits.length;
    } else {
      digits = buffer.digits.length;
      roundBuffer(buffer, digits, buffer.rounded);
    }
  } else roundBuffer(buffer, digits, buffer.rounded);
  const sign = buffer.negative ? info.negativeSign : '';
  let position = buffer.scale;
  const exponential = !suppressScientific && (position > digits || position < -3);
  if (exponential) position = 1;
  let out = position > 0 ? buffer.digits.slice(0, position).padEnd(position, '0') : '0';
  const rest = buffer.digits.slice(Math.max(position, 0));
  if (rest !== '' || position < 0) out += info.decimalSeparator + '0'.repeat(Math.max(-position, 0)) + rest;
  const marker = letter === 'g' || letter === 'r' ? 'e' : 'E';
  return sign + out + (exponential ? formatExponent(buffer.scale - 1, marker, 2, true, info) : '');
}

/** A decimal zero keeps its scale: `0.00`. */
function decimalZero(buffer: NumberBuffer, info: NumberInfo): string {
  return buffer.scale < 0 ? `0${info.decimalSeparator}${'0'.repeat(-buffer.scale)}` : '0';
}

function scientific(buffer: NumberBuffer, digits: number, letter: string, info: NumberInfo): string {
  const shown = buffer.digits.slice(0, digits).padEnd(digits, '0');
  const exponent = buffer.digits === '' ? 0 : buffer.scale - 1;
  const fraction = digits !== 1 ? info.decimalSeparator + shown.slice(1) : '';
  return shown.slice(0, 1) + fraction + formatExponent(exponent, letter, 3, true, info);
}

function fixed(
  buffer: NumberBuffer,
  fractionDigits: number,
  groupSizes: readonly number[] | null,
  decimalSeparator: string,
  groupSeparator: string,
): string {
  const { scale } = buffer;
  let whole = '0';
  if (scale > 0) {
    whole = buffer.digits.slice(0, scale).padEnd(scale, '0');
    if (groupSizes) whole = group(whole, groupSizes, groupSeparator);
  }
  if (fractionDigits <= 0) return whole;
  const zeros = '0'.repeat(Math.min(Math.max(-scale, 0), fractionDigits));
  const fraction = (zeros + buffer.digits.slice(Math.max(scale, 0)))
    .slice(0, fractionDigits)
    .padEnd(fractionDigits, '0');
  return whole + decimalSeparator + fraction;
}

function group(whole: string, sizes: readonly number[], separator: string): string {
  const parts: string[] = [];
  let end = whole.length;
  let index = 0;
  while (end > 0) {
    const size = sizes[Math.min(index, sizes.length - 1)] ?? 0;
    if (size === 0 || end <= size) break;
    parts.unshift(whole.slice(end - size, end));
    end -= size;
    index++;
  }
  parts.unshift(whole.slice(0, end));
  return parts.join(separator);
}

const numberNegative = ['(n)', '-n', '- n', 'n-', 'n -'];
const currencyPositive = ['$n', 'n$', '$ n', 'n $'];
const currencyNegative = [
  '($n)',
  '-$n',
  '$-n',
  '$n-',
  '(n$)',
  '-n$',
  'n-$',
  'n$-',
  '-n $',
  '-$ n',
  'n $-',
  '$ n-',
  '$ -n',
  'n- $',
  '($ n)',
  '(n $)',
  '$- n',
];
const percentPositive = ['n $', 'n$', '$n', '$ n'];
const percentNegative = ['-n $', '-n$', '-$n', '$-n', '$n-', 'n-$', 'n$-', '-$ n', 'n $-', '$ n-', '$ -n', 'n- $'];

/** `n` stands for the number, `$` for the symbol, `-` for the negative sign. */
function applyPattern(pattern: string, number: string, info: NumberInfo, symbol: string): string {
  let out = '';
  for (const ch of pattern) out += ch === 'n' ? number : ch === '$' ? symbol : ch === '-' ? info.negativeSign : ch;
  return out;
}
