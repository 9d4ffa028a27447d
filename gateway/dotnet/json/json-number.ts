/** Numbers of JSON text as Newtonsoft.Json reads them: decimal, octal with a leading 0, hexadecimal with 0x. */
import { NetDecimal } from '../core/decimal.ts';
import { T } from '../core/type-ref.ts';
import { Boxed } from '../core/values.ts';
import { invariantCulture } from '../text/culture.ts';
import { NumberStyles, parseDecimal } from '../text/number-parse.ts';
import { BigInteger } from './big-integer.ts';

/** What a number is read as: `value` is whatever it looks like. */
export type NumberKind = 'value' | 'int' | 'double' | 'decimal' | 'string';

/** The token of a number, its value in `object` form, or what is wrong with it. */
export type NumberToken =
  | { readonly type: 'Integer' | 'Float' | 'String'; readonly value: unknown }
  | { readonly message: string };

const NAMES = { value: 'number', int: 'integer', double: 'double', decimal: 'decimal', string: 'number' } as const;
const MAX_INTEGER_DIGITS = 380;
const DECIMAL = /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/;
const FLOAT = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;

/**
 * Reads a number.
 * @param text what stands between separators
 */
export function readNumber(text: string, kind: NumberKind): NumberToken {
  const invalid: NumberToken = { message: `Input string '${text}' is not a valid ${NAMES[kind]}.` };
  if (text.length > 1 && text[0] === '0' && !'.eE'.includes(text[1] ?? '')) {
    const value = octalOrHexadecimal(text, kind === 'int' ? 32 : 64);
    return value === undefined ? invalid : fromInteger(text, value, kind);
  }
  if (kind === 'decimal') {
    const value = readDecimal(text);
    return value ? { type: 'Float', value } : invalid;
  }
  if (kind === 'double' || kind === 'string') return FLOAT.test(text) ? fromFloat(text, kind) : invalid;
  if (/^-?\d+$/.test(text)) return decimalInteger(text, kind);
  return kind === 'value' && FLOAT.test(text) ? fromFloat(text, kind) : invalid;
}

/** A decimal as JSON writes it; undefined when it is none. */
export function readDecimal(text: string): NetDecimal | undefined {
  const result = DECIMAL.test(text) ? parseDecimal(text, NumberStyles.Float, invariantCulture) : undefined;
  return result?.ok ? result.value : undefined;
}

function octalOrHexadecimal(text: string, bits: number): bigint | undefined {
  const hexadecimal = /^0x([0-9a-f]+)$/i.exec(text);
  if (!hexadecimal && !/^[0-7]+$/.test(text)) return undefined;
  const value = hexadecimal ? BigInt(`0x${hexadecimal[1]}`) : BigInt(`0o${text}`);
  return BigInt.asUintN(bits, value) === value ? BigInt.asIntN(bits, value) : undefined;
}

function fromInteger(text: string, value: bigint, kind: NumberKind): NumberToken {
  switch (kind) {
    case 'int':
      return { type: 'Integer', value: new Boxed(T.int, Number(value)) };
    case 'double':
      return { type: 'Float', value: new Boxed(T.double, Number(value)) };
    case 'decimal':
      return { type: 'Float', value: NetDecimal.fromInteger(value) };
    case 'string':
      return { type: 'String', value: text };
    default:
      return { type: 'Integer', value: new Boxed(T.long, value) };
  }
}

function fromFloat(text: string, kind: NumberKind): NumberToken {
  return kind === 'string'
    ? { type: 'String', value: text }
    : { type: 'Float', value: new Boxed(T.double, Number(text)) };
}

function decimalInteger(text: string, kind: NumberKind): NumberToken {
  // an integer of so many digits is too large whatever they are, unless most are zeros in front
  if (text.length > MAX_INTEGER_DIGITS && text.replace(/^-?0*/, '').length > 19) {
    return { message: `JSON integer ${text} is too large ${kind === 'int' ? 'or small for an Int32' : 'to parse'}.` };
  }
  const value = BigInt(text);
  if (kind === 'int') {
    if (BigInt.asIntN(32, value) === value) return { type: 'Integer', value: new Boxed(T.int, Number(value)) };
    return { message: `JSON integer ${text} is too large or small for an Int32.` };
  }
  const small = BigInt.asIntN(64, value) === value;
  return { type: 'Integer', value: small ? new Boxed(T.long, value) : new BigInteger(value) };
}
