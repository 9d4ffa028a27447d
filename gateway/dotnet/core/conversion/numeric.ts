import { NetDecimal } from '../decimal.ts';
import { throwNet } from '../exception.ts';
import { T, type TypeRef } from '../type-ref.ts';

const IMPLICIT: ReadonlyMap<TypeRef, ReadonlySet<TypeRef>> = new Map<TypeRef, ReadonlySet<TypeRef>>([
  [T.sbyte, new Set<TypeRef>([T.short, T.int, T.long, T.float, T.double, T.decimal])],
  [T.byte, new Set<TypeRef>([T.short, T.ushort, T.int, T.uint, T.long, T.ulong, T.float, T.double, T.decimal])],
  [T.short, new Set<TypeRef>([T.int, T.long, T.float, T.double, T.decimal])],
  [T.ushort, new Set<TypeRef>([T.int, T.uint, T.long, T.ulong, T.float, T.double, T.decimal])],
  [T.int, new Set<TypeRef>([T.long, T.float, T.double, T.decimal])],
  [T.uint, new Set<TypeRef>([T.long, T.ulong, T.float, T.double, T.decimal])],
  [T.long, new Set<TypeRef>([T.float, T.double, T.decimal])],
  [T.ulong, new Set<TypeRef>([T.float, T.double, T.decimal])],
  [T.char, new Set<TypeRef>([T.ushort, T.int, T.uint, T.long, T.ulong, T.float, T.double, T.decimal])],
  [T.float, new Set<TypeRef>([T.double])],
  [T.double, new Set<TypeRef>()],
  [T.decimal, new Set<TypeRef>()],
]);

/** Whether the type is one of C#'s numeric types, `char` included. */
export function isNumeric(type: TypeRef): boolean {
  return IMPLICIT.has(type);
}

/** Whether C# converts `from` to `to` without a cast (C# spec 10.2.3). */
export function isImplicitNumeric(from: TypeRef, to: TypeRef): boolean {
  return IMPLICIT.get(from)?.has(to) === true;
}

interface Integer {
  readonly bits: number;
  readonly signed: boolean;
  /** Name of the type in overflow messages of decimal conversions. */
  readonly words: string;
}

const INTEGERS: ReadonlyMap<TypeRef, Integer> = new Map<TypeRef, Integer>([
  [T.sbyte, { bits: 8, signed: true, words: 'a signed byte' }],
  [T.byte, { bits: 8, signed: false, words: 'an unsigned byte' }],
  [T.short, { bits: 16, signed: true, words: 'an Int16' }],
  [T.ushort, { bits: 16, signed: false, words: 'a UInt16' }],
  [T.char, { bits: 16, signed: false, words: 'a character' }],
  [T.int, { bits: 32, signed: true, words: 'an Int32' }],
  [T.uint, { bits: 32, signed: false, words: 'a UInt32' }],
  [T.long, { bits: 64, signed: true, words: 'an Int64' }],
  [T.ulong, { bits: 64, signed: false, words: 'a UInt64' }],
]);

/** Bits and sign of an integer type, `char` included; undefined for others. */
export function integerType(type: TypeRef): Integer | undefined {
  return INTEGERS.get(type);
}

/** Smallest and largest value of an integer type. */
export function integerRange(type: Integer): { min: bigint; max: bigint } {
  return type.signed
    ? { min: -(2n ** BigInt(type.bits - 1)), max: 2n ** BigInt(type.bits - 1) - 1n }
    : { min: 0n, max: 2n ** BigInt(type.bits) - 1n };
}

type Convert = (value: never) => unknown;
const converters = new Map<string, Convert>();

/**
 * The conversion of one numeric type to another, on values in static form.
 * @param checked whether a value that does not fit raises System.OverflowException instead of wrapping
 */
export function numericConverter(from: TypeRef, to: TypeRef, checked: boolean): (value: unknown) => unknown {
  const key = `${(from as { name: string }).name}>${(to as { name: string }).name}${checked ? '!' : ''}`;
  let converter = converters.get(key);
  if (!converter) {
    converter = createConverter(from, to, checked);
    converters.set(key, converter);
  }
  return converter as (value: unknown) => unknown;
}

function createConverter(from: TypeRef, to: TypeRef, checked: boolean): Convert {
  if (from === to) return (value: unknown) => value;
  const source = INTEGERS.get(from);
  const target = INTEGERS.get(to);
  if (to === T.decimal) {
    if (source) return (value: number | bigint) => NetDecimal.fromInteger(value);
    return (value: number) => NetDecimal.fromFloating(value, from === T.float ? 7 : 15);
  }
  if (from === T.decimal) {
    if (target) return (value: NetDecimal) => decimalToInteger(value, target);
    return to === T.float ? (value: NetDecimal) => Math.fround(decimalToDouble(value)) : decimalToDouble;
  }
  if (!target) {
    if (to === T.float) return (value: number | bigint) => Math.fround(Number(value));
    return (value: number | bigint) => Number(value);
  }
  if (source) return integerToInteger(source, target, checked);
  return checked ? (value: number) => checkedFloatToInteger(value, target) : floatToInteger(target);
}

/**
 * Conversion of decimal to double as .NET computes it: the 96-bit integer as a double divided by a power of ten as a
 * double, which is not always the nearest double.
 */
function decimalToDouble(value: NetDecimal): number {
  const magnitude = value.coefficient < 0n ? -value.coefficient : value.coefficient;
  const low = Number(magnitude & 0xffffffffffffffffn);
  const high = Number(magnitude >> 64n);
  const result = (low + high * 2 ** 64) / Number(`1e${value.scale}`);
  return value.coefficient < 0n ? -result : result;
}

function decimalToInteger(value: NetDecimal, target: Integer): number | bigint {
  const whole = value.truncate();
  const { min, max } = integerRange(target);
  if (whole < min || whole > max) {
    throwNet('System.OverflowException', `Value was either too large or too small for ${target.words}.`);
  }
  return target.bits === 64 ? whole : Number(whole);
}

/** Raises what `checked` arithmetic raises. */
export function throwOverflow(): never {
  return throwNet('System.OverflowException', 'Arithmetic operation resulted in an overflow.');
}

/** `value` reduced to 32 bits or fewer, as unchecked integer arithmetic leaves it. */
function wrapSmall(type: { bits: number; signed: boolean }): (value: number) => number {
  switch (type.bits) {
    case 8:
      return type.signed ? (value) => (value << 24) >> 24 : (value) => value & 0xff;
    case 16:
      return type.signed ? (value) => (value << 16) >> 16 : (value) => value & 0xffff;
    default:
      return type.signed ? (value) => value | 0 : (value) => value >>> 0;
  }
}

function integerToInteger(source: Integer, target: Integer, checked: boolean): Convert {
  const { min, max } = integerRange(target);
  const from = integerRange(source);
  const fits = from.min >= min && from.max <= max;
  if (target.bits === 64) {
    if (source.bits < 64) {
      if (fits) return (value: number) => BigInt(value);
      return (value: number) => (checked && value < 0 ? throwOverflow() : BigInt.asUintN(64, BigInt(value)));
    }
    const wrap = target.signed ? BigInt.asIntN : BigInt.asUintN;
    return (value: bigint) => (checked && (value < min || value > max) ? throwOverflow() : wrap(64, value));
  }
  if (source.bits === 64) {
    const wrap = target.signed ? BigInt.asIntN : BigInt.asUintN;
    return (value: bigint) =>
      checked && (value < min || value > max) ? throwOverflow() : Number(wrap(target.bits, value));
  }
  if (fits) return (value: number) => value;
  const wrap = wrapSmall(target);
  if (!checked) return wrap;
  return (value: number) => (value < Number(min) || value > Number(max) ? throwOverflow() : value);
}

function checkedFloatToInteger(value: number, target: Integer): number | bigint {
  const whole = Math.trunc(value);
  const { min, max } = integerRange(target);
  if (Number.isNaN(whole) || BigInt(Number.isFinite(whole) ? whole : 2 ** 100) > max || BigInt(whole) < min)
    throwOverflow();
  return target.bits === 64 ? BigInt(whole) : whole + 0;
}

/** Unchecked: saturates at the bounds of `int`, `uint`, `long` or `ulong`; smaller types wrap the `int` (observed with .NET 10). */
function floatToInteger(target: Integer): (value: number) => number | bigint {
  const wide: Integer = target.bits < 32 ? { bits: 32, signed: true, words: '' } : target;
  const { min, max } = integerRange(wide);
  const low = Number(min);
  const high = Number(max);
  if (target.bits === 64) {
    return (value) => (Number.isNaN(value) ? 0n : value <= low ? min : value >= high ? max : BigInt(Math.trunc(value)));
  }
  const wrap = wrapSmall(target);
  return (value) => wrap(Number.isNaN(value) ? 0 : value <= low ? low : value >= high ? high : Math.trunc(value));
}
