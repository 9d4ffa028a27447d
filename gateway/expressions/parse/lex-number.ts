import { ExpressionSyntaxError } from '../compile-error.ts';
import type { LiteralValue } from './syntax.ts';
import type { Token } from './tokens.ts';

const MAX_ULONG = 2n ** 64n - 1n;
const RADIX = /0([xX])([0-9a-fA-F_]*)|0([bB])([01_]*)/y;
const DECIMAL = /(\d[\d_]*)?(\.\d[\d_]*)?([eE][+-]?[\d_]*)?/y;
const INTEGER_SUFFIX = /(?:[uU][lL]?|[lL][uU]?)/y;

/** Reads a number literal with its suffix. The value of the token is a LiteralValue. */
export function lexNumber(text: string, start: number, to: number, afterNewline: boolean): Token {
  RADIX.lastIndex = start;
  const radix = RADIX.exec(text);
  if (radix) {
    const digits = radix[2] ?? radix[4] ?? '';
    const end = start + radix[0].length;
    if (digits === '' || digits.endsWith('_')) throw invalid(start, start);
    const prefix = radix[1] ? '0x' : '0b';
    return integer(text, start, end, to, BigInt(prefix + digits.replaceAll('_', '')), false, afterNewline);
  }
  DECIMAL.lastIndex = start;
  const match = DECIMAL.exec(text);
  const [all = '', whole = '', fraction = '', exponent = ''] = match ?? [];
  let end = start + all.length;
  for (const digits of [whole, fraction]) if (digits.endsWith('_')) throw invalid(start, end);
  if (exponent && !/\d$/.test(exponent)) {
    throw new ExpressionSyntaxError('CS0595', 'Invalid real literal.', start, start);
  }
  const suffix = (text[end] ?? '').toLowerCase();
  const isSuffix = end < to && (suffix === 'f' || suffix === 'd' || suffix === 'm');
  if (!fraction && !exponent && !isSuffix) {
    return integer(text, start, end, to, BigInt(whole.replaceAll('_', '')), true, afterNewline);
  }
  const kind = isSuffix ? (suffix as 'f' | 'd' | 'm') : 'd';
  const digits = all.replaceAll('_', '');
  if (isSuffix) end++;
  const number = Number(digits);
  if (kind !== 'm' && !Number.isFinite(kind === 'f' ? Math.fround(number) : number)) {
    const type = kind === 'f' ? 'float' : 'double';
    const message = `Floating-point constant is outside the range of type '${type}'`;
    throw new ExpressionSyntaxError('CS0594', message, start, start);
  }
  const value: LiteralValue = { kind: 'real', text: digits, suffix: kind };
  return { kind: 'number', text: text.slice(start, end), start, end, afterNewline, value };
}

function integer(
  text: string,
  start: number,
  digitsEnd: number,
  to: number,
  value: bigint,
  decimal: boolean,
  afterNewline: boolean,
): Token {
  INTEGER_SUFFIX.lastIndex = digitsEnd;
  const written = digitsEnd < to ? (INTEGER_SUFFIX.exec(text)?.[0] ?? '') : '';
  const end = digitsEnd + written.length;
  if (value > MAX_ULONG) throw new ExpressionSyntaxError('CS1021', 'Integral constant is too large', start, start);
  const lower = written.toLowerCase();
  const suffix = lower === 'lu' ? 'ul' : (lower as '' | 'u' | 'l' | 'ul');
  const literal: LiteralValue = { kind: 'integer', value, suffix, decimal };
  return { kind: 'number', text: text.slice(start, end), start, end, afterNewline, value: literal };
}

function invalid(start: number, end: number): ExpressionSyntaxError {
  return new ExpressionSyntaxError('CS1013', 'Invalid number', start, end);
}
