/** IConvertible: conversion of any convertible value to a primitive, as System.Convert does it. */
import { NetDecimal } from '../core/decimal.ts';
import type { Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { T, type TypeRef } from '../core/type-ref.ts';
import { Boxed, EnumValue, NetObject } from '../core/values.ts';
import { type Culture, currentCulture } from '../text/culture.ts';
import { NumberStyles, parseDecimal, parseFloatingPoint, parseInteger, raise } from '../text/number-parse.ts';
import { fromParsed } from '../time/date-time.ts';
import { raiseDateTime } from '../time/date-time-failure.ts';
import { parseDateTime } from '../time/date-time-parse.ts';
import { DateTime } from '../time/date-time-value.ts';
import { ticksFromUnix } from '../time/ticks.ts';
import { requireBoolean } from './boolean.ts';
import { decimalToDouble, roundDecimal } from './decimal.ts';
import { reflectionName, shortName } from './reflection-name.ts';
import { formatText, integerTypes, runtimeType } from './virtual.ts';

/** A class that implements IConvertible itself. */
export interface Convertible {
  /** The value as `target`, in static form. */
  convertTo(target: TypeRef, runtime: Runtime): unknown;
}

const WORDS: ReadonlyMap<TypeRef, string> = new Map<TypeRef, string>([
  [T.sbyte, 'a signed byte'],
  [T.byte, 'an unsigned byte'],
  [T.short, 'an Int16'],
  [T.ushort, 'a UInt16'],
  [T.int, 'an Int32'],
  [T.uint, 'a UInt32'],
  [T.long, 'an Int64'],
  [T.ulong, 'a UInt64'],
  [T.char, 'a character'],
]);

const dateTime = DateTime.minValue.netType;

function invalidCast(from: TypeRef, to: TypeRef): never {
  return throwNet('System.InvalidCastException', `Invalid cast from '${shortName(from)}' to '${shortName(to)}'.`);
}

function notConvertible(value: unknown): never {
  const type = value instanceof NetObject ? reflectionName(value.netType) : 'System.Object';
  return throwNet(
    'System.InvalidCastException',
    `Unable to cast object of type '${type}' to type 'System.IConvertible'.`,
  );
}

/** An integer in range, in static form. Throws System.OverflowException otherwise. */
export function fitInteger(value: bigint, target: TypeRef): number | bigint {
  const { bits, signed } =
    target === T.char ? { bits: 16, signed: false } : (integerTypes.get(target) ?? { bits: 32, signed: true });
  const fits = signed ? BigInt.asIntN(bits, value) === value : BigInt.asUintN(bits, value) === value;
  if (!fits) throwNet('System.OverflowException', `Value was either too large or too small for ${WORDS.get(target)}.`);
  return bits === 64 ? value : Number(value);
}

/** A double rounded half to even. */
function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1;
}

/**
 * The value as `target`, in static form.
 * @param value in `object` form
 * Throws FormatException, OverflowException or InvalidCastException as System.Convert does.
 */
export function convertTo(
  value: unknown,
  target: TypeRef,
  runtime: Runtime,
  culture = currentCulture(runtime),
): unknown {
  if (value === null || value === undefined) return nullAs(target);
  if (target === T.string) return formatText(value, null, culture, runtime);
  if (typeof value === 'string') return fromText(value, target, runtime, culture);
  if (typeof value === 'boolean') return fromBoolean(value, target);
  if (value instanceof Boxed) return fromBoxed(value, target);
  if (value instanceof NetDecimal) return fromDecimal(value, target);
  if (value instanceof EnumValue) return fromBoxed(new Boxed(T.int, value.value), target);
  if (value instanceof DateTime) return target === dateTime ? value : invalidCast(dateTime, target);
  const custom = value as Partial<Convertible>;
  return custom.convertTo ? custom.convertTo(target, runtime) : notConvertible(value);
}

function nullAs(target: TypeRef): unknown {
  if (target === T.bool) return false;
  if (target === T.long || target === T.ulong) return 0n;
  if (target === T.decimal) return NetDecimal.zero;
  if (target === T.string) return '';
  return target === dateTime ? DateTime.minValue : 0;
}

function fromText(text: string, target: TypeRef, runtime: Runtime, culture: Culture): unknown {
  runtime.charge(text.length);
  if (target === T.bool) return requireBoolean(text);
  if (target === T.char) {
    if (text.length !== 1) throwNet('System.FormatException', 'String must be exactly one character long.');
    return text.charCodeAt(0);
  }
  if (target === T.double || target === T.float) {
    const styles = NumberStyles.Float | NumberStyles.AllowThousands;
    const result = parseFloatingPoint(text, target === T.float, styles, culture);
    return result.ok ? result.value : raise(result.reason, text, 'a Double');
  }
  if (target === T.decimal) {
    const result = parseDecimal(text, NumberStyles.Number, culture);
    return result.ok ? result.value : raise(result.reason, text, 'a Decimal');
  }
  if (target === dateTime) {
    const value = fromParsed(parseDateTime(text, culture, ticksFromUnix(runtime.now())), 0);
    return value instanceof DateTime ? value : raiseDateTime(text, value);
  }
  const integer = integerTypes.get(target);
  if (!integer) return invalidCast(T.string, target);
  const result = parseInteger(text, integer.bits, integer.signed, NumberStyles.Integer, culture);
  if (!result.ok) return raise(result.reason, text, WORDS.get(target) ?? 'an Int32');
  return integer.bits === 64 ? result.value : Number(result.value);
}

function fromBoolean(value: boolean, target: TypeRef): unknown {
  if (target === T.bool) return value;
  if (target === T.char || target === dateTime) return invalidCast(T.bool, target);
  if (target === T.decimal) return value ? NetDecimal.one : NetDecimal.zero;
  if (target === T.long || target === T.ulong) return value ? 1n : 0n;
  return value ? 1 : 0;
}

function fromBoxed(boxed: Boxed, target: TypeRef): unknown {
  const { type, value } = boxed;
  if (type === target) return value;
  if (target === dateTime) return invalidCast(type, target);
  if (type === T.double || type === T.float) return fromFloating(Number(value), type, target);
  if (type === T.char && (target === T.bool || target === T.double || target === T.float || target === T.decimal))
    return invalidCast(type, target);
  if (target === T.bool) return value !== 0 && value !== 0n;
  if (target === T.double) return Number(value);
  if (target === T.float) return Math.fround(Number(value));
  if (target === T.decimal) return NetDecimal.fromInteger(value);
  return fitInteger(BigInt(value), target);
}

function fromFloating(value: number, type: TypeRef, target: TypeRef): unknown {
  if (target === T.bool) return value !== 0;
  if (target === T.char) return invalidCast(type, target);
  if (target === T.double) return value;
  if (target === T.float) return Math.fround(value);
  if (target === T.decimal) {
    if (!Number.isFinite(value) || Math.abs(value) >= 7.9228162514264338e28)
      throwNet('System.OverflowException', 'Value was either too large or too small for a Decimal.');
    return NetDecimal.fromFloating(value, type === T.float ? 7 : 15);
  }
  const rounded = roundToEven(value);
  if (target === T.long || target === T.ulong) {
    const whole = Number.isFinite(rounded) ? BigInt(rounded) : undefined;
    const fits = whole === (target === T.long ? BigInt.asIntN(64, whole ?? 0n) : BigInt.asUintN(64, whole ?? 0n));
    return fits && whole !== undefined
      ? whole
      : throwNet('System.OverflowException', 'Arithmetic operation resulted in an overflow.');
  }
  // Smaller integers are made from an int.
  const first = target === T.uint ? T.uint : T.int;
  if (!Number.isFinite(rounded))
    throwNet('System.OverflowException', `Value was either too large or too small for ${WORDS.get(first)}.`);
  return fitInteger(BigInt(fitInteger(BigInt(rounded), first)), target);
}

function fromDecimal(value: NetDecimal, target: TypeRef): unknown {
  if (target === T.decimal) return value;
  if (target === T.bool) return value.coefficient !== 0n;
  if (target === T.double) return decimalToDouble(value);
  if (target === T.float) return Math.fround(decimalToDouble(value));
  if (target === T.char || target === dateTime) return invalidCast(T.decimal, target);
  return fitInteger(roundDecimal(value, 0, 0).truncate(), target);
}

/** Whether System.Convert takes the value. */
export function isConvertible(value: unknown): boolean {
  if (value === null || value instanceof Boxed || value instanceof NetDecimal || value instanceof EnumValue)
    return true;
  if (typeof value === 'string' || typeof value === 'boolean' || value instanceof DateTime) return true;
  return typeof value === 'object' && 'convertTo' in value && runtimeType(value) !== null;
}
