import { NetDecimal } from '../core/decimal.ts';
import { defineEnum, defineType, type Members, type Ref } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import type { EnumValue } from '../core/values.ts';
import { argument, outOfRange } from './argument-errors.ts';
import {
  checkMode,
  ROUND_AWAY_FROM_ZERO,
  ROUND_TO_EVEN,
  ROUND_TO_NEGATIVE_INFINITY,
  ROUND_TO_POSITIVE_INFINITY,
  ROUND_TO_ZERO,
  roundDecimal,
} from './decimal.ts';

defineEnum({
  name: 'System.MidpointRounding',
  values: {
    ToEven: ROUND_TO_EVEN,
    AwayFromZero: ROUND_AWAY_FROM_ZERO,
    ToZero: ROUND_TO_ZERO,
    ToNegativeInfinity: ROUND_TO_NEGATIVE_INFINITY,
    ToPositiveInfinity: ROUND_TO_POSITIVE_INFINITY,
  },
});

function roundWhole(value: number, mode: number): number {
  switch (mode) {
    case ROUND_TO_EVEN: {
      const floor = Math.floor(value);
      const rest = value - floor;
      const result = rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1;
      return result === 0 && (value < 0 || Object.is(value, -0)) ? -0 : result;
    }
    case ROUND_AWAY_FROM_ZERO:
      return Math.sign(value) * roundHalfUp(Math.abs(value));
    case ROUND_TO_ZERO:
      return Math.trunc(value);
    case ROUND_TO_NEGATIVE_INFINITY:
      return Math.floor(value);
    default:
      return Math.ceil(value);
  }
}

function roundHalfUp(value: number): number {
  const floor = Math.floor(value);
  return value - floor >= 0.5 ? floor + 1 : floor;
}

/** `Math.Round(value, digits, mode)` of a double: scaled by a power of ten, rounded and scaled back, as .NET does. */
function roundDouble(value: number, digits: number, mode: number): number {
  if (digits < 0 || digits > 15) outOfRange('digits', 'Rounding digits must be between 0 and 15, inclusive.');
  checkMode(mode);
  if (!Number.isFinite(value) || Math.abs(value) >= 1e16) return value;
  const power = 10 ** digits;
  return roundWhole(value * power, mode) / power;
}

/** IEEE comparison for Max and Min: NaN wins, and -0 is less than 0. */
function maximum(a: number, b: number): number {
  return Math.max(a, b);
}

const keywords = [
  'sbyte',
  'byte',
  'short',
  'ushort',
  'int',
  'uint',
  'long',
  'ulong',
  'float',
  'double',
  'decimal',
] as const;
const signedMinimum: Record<string, number | bigint> = {
  sbyte: -128,
  short: -32768,
  int: -2147483648,
  long: -(2n ** 63n),
};

type Num = number | bigint;
const less = (a: Num | NetDecimal, b: Num | NetDecimal): boolean =>
  a instanceof NetDecimal ? a.compareTo(b as NetDecimal) < 0 : a < (b as Num);

const perType: Record<string, (...args: never[]) => unknown> = {};
for (const type of keywords) {
  const floating = type === 'float' || type === 'double';
  perType[`static ${type} Max(${type} val1, ${type} val2)`] = floating
    ? maximum
    : (a: Num, b: Num) => (less(a, b) ? b : a);
  perType[`static ${type} Min(${type} val1, ${type} val2)`] = floating
    ? (a: number, b: number) => Math.min(a, b)
    : (a: Num, b: Num) => (less(b, a) ? b : a);
  perType[`static ${type} Clamp(${type} value, ${type} min, ${type} max)`] = (value: Num, low: Num, high: Num) => {
    if (less(high, low)) argument(`'${low}' cannot be greater than ${high}.`);
    return less(value, low) ? low : less(high, value) ? high : value;
  };
  if (['byte', 'ushort', 'uint', 'ulong'].includes(type)) continue;
  perType[`static ${type} Abs(${type} value)`] = (value: Num | NetDecimal) => {
    if (value instanceof NetDecimal) return value.coefficient < 0n ? value.negate() : value;
    if (floating) return Math.abs(value as number);
    if (value === signedMinimum[type])
      throwNet('System.OverflowException', 'Negating the minimum value of a twos complement number is invalid.');
    return value < 0 ? -value : value;
  };
  perType[`static int Sign(${type} value)`] = (value: Num | NetDecimal) => {
    if (value instanceof NetDecimal) return value.coefficient < 0n ? -1 : value.coefficient > 0n ? 1 : 0;
    if (typeof value === 'number' && Number.isNaN(value))
      throwNet('System.ArithmeticException', 'Function does not accept floating point Not-a-Number values.');
    return value < 0 ? -1 : value > 0 ? 1 : 0;
  };
}

const single: Record<string, (value: number) => number> = {};
for (const name of [
  'Acos',
  'Acosh',
  'Asin',
  'Asinh',
  'Atan',
  'Atanh',
  'Cbrt',
  'Cos',
  'Cosh',
  'Exp',
  'Log10',
  'Log2',
  'Sin',
  'Sinh',
  'Sqrt',
  'Tan',
  'Tanh',
] as const) {
  const implementation = Math[name.toLowerCase() as 'sin'];
  single[`static double ${name}(double d)`] = (value) => implementation(value);
}

function logarithm(value: number, base: number): number {
  if (Number.isNaN(value)) return value;
  if (Number.isNaN(base)) return base;
  if (base === 1) return Number.NaN;
  if (value !== 1 && (base === 0 || base === Number.POSITIVE_INFINITY)) return Number.NaN;
  return Math.log(value) / Math.log(base);
}

function divRem(a: Num, b: Num, remainder: Ref): Num {
  if (b === 0 || b === 0n) throwNet('System.DivideByZeroException', 'Attempted to divide by zero.');
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    remainder.value = a % b;
    return a / b;
  }
  const quotient = Math.trunc(Number(a) / Number(b));
  remainder.value = Number(a) - quotient * Number(b);
  return quotient;
}

const round = (value: number, digits: number, mode: EnumValue | null): number =>
  roundDouble(value, digits, mode?.value ?? ROUND_TO_EVEN);

defineType({
  name: 'System.Math',
  kind: 'class',
  members: {
    'const double PI': Math.PI,
    'const double E': Math.E,
    'const double Tau': 2 * Math.PI,
    ...(perType as Members),
    ...single,
    'static double Log(double d)': (value: number) => Math.log(value),
    'static double Log(double a, double newBase)': logarithm,
    'static double Pow(double x, double y)': (x: number, y: number) =>
      Math.abs(x) === 1 && !Number.isFinite(y) && !Number.isNaN(y) ? 1 : x === 1 ? 1 : x ** y,
    'static double Atan2(double y, double x)': (y: number, x: number) => Math.atan2(y, x),
    'static double Floor(double d)': (value: number) => Math.floor(value),
    'static double Ceiling(double a)': (value: number) => Math.ceil(value),
    'static double Truncate(double d)': (value: number) => Math.trunc(value),
    'static decimal Floor(decimal d)': (value: NetDecimal) => roundDecimal(value, 0, ROUND_TO_NEGATIVE_INFINITY),
    'static decimal Ceiling(decimal d)': (value: NetDecimal) => roundDecimal(value, 0, ROUND_TO_POSITIVE_INFINITY),
    'static decimal Truncate(decimal d)': (value: NetDecimal) => NetDecimal.of(value.truncate(), 0),
    'static double Round(double a)': (value: number) => round(value, 0, null),
    'static double Round(double value, int digits)': (value: number, digits: number) => round(value, digits, null),
    'static double Round(double value, MidpointRounding mode)': (value: number, mode: EnumValue) =>
      round(value, 0, mode),
    'static double Round(double value, int digits, MidpointRounding mode)': round,
    'static decimal Round(decimal d)': (value: NetDecimal) => roundDecimal(value, 0, ROUND_TO_EVEN),
    'static decimal Round(decimal d, int decimals)': (value: NetDecimal, decimals: number) =>
      roundDecimal(value, decimals, ROUND_TO_EVEN),
    'static decimal Round(decimal d, MidpointRounding mode)': (value: NetDecimal, mode: EnumValue) =>
      roundDecimal(value, 0, mode.value),
    'static decimal Round(decimal d, int decimals, MidpointRounding mode)': (
      value: NetDecimal,
      decimals: number,
      mode: EnumValue,
    ) => roundDecimal(value, decimals, mode.value),
    'static double IEEERemainder(double x, double y)': (x: number, y: number) =>
      x - y * roundWhole(x / y, ROUND_TO_EVEN),
    'static int DivRem(int a, int b, out int result)': divRem,
    'static long DivRem(long a, long b, out long result)': divRem,
    'static long BigMul(int a, int b)': (a: number, b: number) => BigInt(a) * BigInt(b),
  },
});
