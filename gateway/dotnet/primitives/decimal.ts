import { NetDecimal, powerOfTen } from '../core/decimal.ts';
import { type CallInfo, defineType, type Ref } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { arrayOf, T } from '../core/type-ref.ts';
import { type EnumValue, NetArray } from '../core/values.ts';
import { cultureOf, currentCulture } from '../text/culture.ts';
import { formatDecimal } from '../text/number-format.ts';
import { checkFloatStyles, NumberStyles, parseDecimal, raise } from '../text/number-parse.ts';
import { outOfRange, required } from './argument-errors.ts';
import { decimalHash } from './hash.ts';
import { integerTypes } from './integer-types.ts';
import { equal } from './virtual.ts';

/** How System.MidpointRounding rounds; the values of the enum. */
export const ROUND_TO_EVEN = 0;
export const ROUND_AWAY_FROM_ZERO = 1;
export const ROUND_TO_ZERO = 2;
export const ROUND_TO_NEGATIVE_INFINITY = 3;
export const ROUND_TO_POSITIVE_INFINITY = 4;

/** `Decimal.Round(value, decimals, mode)`. Throws System.ArgumentOutOfRangeException for decimals outside 0 to 28. */
export function roundDecimal(value: NetDecimal, decimals: number, mode: number): NetDecimal {
  if (decimals < 0 || decimals > 28) {
    throwNet(
      'System.ArgumentOutOfRangeException',
      "Decimal can only round to between 0 and 28 digits of precision. (Parameter 'decimals')",
    );
  }
  checkMode(mode);
  if (value.scale <= decimals) return value;
  const unit = powerOfTen(value.scale - decimals);
  const negative = value.coefficient < 0n;
  const magnitude = negative ? -value.coefficient : value.coefficient;
  let quotient = magnitude / unit;
  const rest = magnitude % unit;
  const twice = rest * 2n;
  const up =
    mode === ROUND_TO_EVEN
      ? twice > unit || (twice === unit && quotient % 2n === 1n)
      : mode === ROUND_AWAY_FROM_ZERO
        ? twice >= unit
        : rest !== 0n &&
          (mode === ROUND_TO_NEGATIVE_INFINITY ? negative : mode === ROUND_TO_POSITIVE_INFINITY && !negative);
  if (up) quotient++;
  return NetDecimal.of(negative ? -quotient : quotient, decimals);
}

/** Throws System.ArgumentException for a value that is no member of MidpointRounding. */
export function checkMode(mode: number): void {
  if (mode < 0 || mode > 4 || !Number.isInteger(mode)) {
    throwNet(
      'System.ArgumentException',
      `The value '${mode}' is not valid for this usage of the type MidpointRounding. (Parameter 'mode')`,
    );
  }
}

const words = 'a Decimal';
const parse = (text: string | null, styles: number, provider: unknown, call: CallInfo): NetDecimal => {
  if (text === null) throwNet('System.ArgumentNullException', "Value cannot be null. (Parameter 's')");
  checkFloatStyles(styles);
  call.runtime.charge(text.length);
  const result = parseDecimal(text, styles, cultureOf(provider, call.runtime));
  return result.ok ? result.value : raise(result.reason, text, words);
};
const tryParse = (text: string | null, styles: number, provider: unknown, out: Ref, call: CallInfo): boolean => {
  checkFloatStyles(styles);
  const result = text === null ? undefined : parseDecimal(text, styles, cultureOf(provider, call.runtime));
  out.value = result?.ok ? result.value : NetDecimal.zero;
  return result?.ok === true;
};

/** The integral part as an integer type. Throws System.OverflowException when it does not fit. */
function decimalToInteger(value: NetDecimal, bits: number, signed: boolean, typeWords: string): number | bigint {
  const whole = value.truncate();
  const fits = signed ? BigInt.asIntN(bits, whole) === whole : BigInt.asUintN(bits, whole) === whole;
  if (!fits) throwNet('System.OverflowException', `Value was either too large or too small for ${typeWords}.`);
  return bits === 64 ? whole : Number(whole);
}

/**
 * Conversion to double as .NET computes it: the 96-bit integer as a double divided by the power of ten as a double, which
 * is not always the nearest double.
 */
export function decimalToDouble(value: NetDecimal): number {
  const magnitude = value.coefficient < 0n ? -value.coefficient : value.coefficient;
  const low = Number(magnitude & 0xffffffffffffffffn);
  const high = Number(magnitude >> 64n);
  const result = (low + high * 2 ** 64) / Number(`1e${value.scale}`);
  return value.coefficient < 0n ? -result : result;
}

const conversions: Record<string, (value: never) => unknown> = {};
for (const [keyword, name, bits, signed, target] of integerTypes) {
  const toInteger = (value: NetDecimal): number | bigint => decimalToInteger(value, bits, signed, target);
  conversions[`static implicit operator decimal(${keyword} value)`] = (value: number | bigint) =>
    NetDecimal.fromInteger(value);
  conversions[`static explicit operator ${keyword}(decimal value)`] = toInteger;
  conversions[`static ${keyword} To${name}(decimal value)`] = toInteger;
}

const round = (value: NetDecimal, decimals: number, mode: EnumValue | null): NetDecimal =>
  roundDecimal(value, decimals, mode?.value ?? ROUND_TO_EVEN);

defineType({
  name: 'System.Decimal',
  kind: 'struct',
  interfaces: ['IComparable', 'IFormattable', 'IComparable<decimal>', 'IEquatable<decimal>'],
  members: {
    ...conversions,
    'decimal(int value)': (value: number) => NetDecimal.fromInteger(value),
    'decimal(uint value)': (value: number) => NetDecimal.fromInteger(value),
    'decimal(long value)': (value: bigint) => NetDecimal.fromInteger(value),
    'decimal(ulong value)': (value: bigint) => NetDecimal.fromInteger(value),
    'decimal(int[] bits)': (bits: NetArray | null) => {
      const [low = 0, middle = 0, high = 0, flags = 0] = required(bits, 'bits').items as number[];
      return fromBits(low, middle, high, flags < 0, (flags >> 16) & 0xff);
    },
    'decimal(int lo, int mid, int hi, bool isNegative, byte scale)': fromBits,
    'decimal(float value)': (value: number) => fromFloat(value, 7),
    'decimal(double value)': (value: number) => fromFloat(value, 15),
    'const decimal Zero': NetDecimal.zero,
    'const decimal One': NetDecimal.one,
    'const decimal MinusOne': NetDecimal.one.negate(),
    'const decimal MaxValue': NetDecimal.maxValue,
    'const decimal MinValue': NetDecimal.minValue,
    'static implicit operator decimal(char value)': (value: number) => NetDecimal.fromInteger(value),
    'static explicit operator decimal(float value)': (value: number) => fromFloat(value, 7),
    'static explicit operator decimal(double value)': (value: number) => fromFloat(value, 15),
    'static explicit operator float(decimal value)': (value: NetDecimal) => Math.fround(decimalToDouble(value)),
    'static explicit operator double(decimal value)': decimalToDouble,
    'static explicit operator char(decimal value)': (value: NetDecimal) =>
      decimalToInteger(value, 16, false, 'a character'),
    'static decimal operator +(decimal a, decimal b)': (a: NetDecimal, b: NetDecimal) => a.add(b),
    'static decimal operator -(decimal a, decimal b)': (a: NetDecimal, b: NetDecimal) => a.subtract(b),
    'static decimal operator *(decimal a, decimal b)': (a: NetDecimal, b: NetDecimal) => a.multiply(b),
    'static decimal operator /(decimal a, decimal b)': (a: NetDecimal, b: NetDecimal) => a.divide(b),
    'static decimal operator %(decimal a, decimal b)': (a: NetDecimal, b: NetDecimal) => a.remainder(b),
    'static decimal operator -(decimal a)': (a: NetDecimal) => a.negate(),
    'static decimal operator +(decimal a)': (a: NetDecimal) => a,
    'static decimal operator ++(decimal a)': (a: NetDecimal) => a.add(NetDecimal.one),
    'static decimal operator --(decimal a)': (a: NetDecimal) => a.subtract(NetDecimal.one),
    'static bool operator ==(decimal a, decimal b)': (a: NetDecimal, b: NetDecimal) => a.equals(b),
    'static bool operator !=(decimal a, decimal b)': (a: NetDecimal, b: NetDecimal) => !a.equals(b),
    'static bool operator <(decimal a, decimal b)': (a: NetDecimal, b: NetDecimal) => a.compareTo(b) < 0,
    'static bool operator >(decimal a, decimal b)': (a: NetDecimal, b: NetDecimal) => a.compareTo(b) > 0,
    'static bool operator <=(decimal a, decimal b)': (a: NetDecimal, b: NetDecimal) => a.compareTo(b) <= 0,
    'static bool operator >=(decimal a, decimal b)': (a: NetDecimal, b: NetDecimal) => a.compareTo(b) >= 0,
    'static decimal Add(decimal d1, decimal d2)': (a: NetDecimal, b: NetDecimal) => a.add(b),
    'static decimal Subtract(decimal d1, decimal d2)': (a: NetDecimal, b: NetDecimal) => a.subtract(b),
    'static decimal Multiply(decimal d1, decimal d2)': (a: NetDecimal, b: NetDecimal) => a.multiply(b),
    'static decimal Divide(decimal d1, decimal d2)': (a: NetDecimal, b: NetDecimal) => a.divide(b),
    'static decimal Remainder(decimal d1, decimal d2)': (a: NetDecimal, b: NetDecimal) => a.remainder(b),
    'static decimal Negate(decimal d)': (a: NetDecimal) => a.negate(),
    'static int Compare(decimal d1, decimal d2)': (a: NetDecimal, b: NetDecimal) => a.compareTo(b),
    'static bool Equals(decimal d1, decimal d2)': (a: NetDecimal, b: NetDecimal) => a.equals(b),
    'static decimal Floor(decimal d)': (value: NetDecimal) => roundDecimal(value, 0, ROUND_TO_NEGATIVE_INFINITY),
    'static decimal Ceiling(decimal d)': (value: NetDecimal) => roundDecimal(value, 0, ROUND_TO_POSITIVE_INFINITY),
    'static decimal Truncate(decimal d)': (value: NetDecimal) => NetDecimal.of(value.truncate(), 0),
    'static decimal Round(decimal d)': (value: NetDecimal) => round(value, 0, null),
    'static decimal Round(decimal d, int decimals)': (value: NetDecimal, decimals: number) =>
      round(value, decimals, null),
    'static decimal Round(decimal d, MidpointRounding mode)': (value: NetDecimal, mode: EnumValue) =>
      round(value, 0, mode),
    'static decimal Round(decimal d, int decimals, MidpointRounding mode)': round,
    'static double ToDouble(decimal d)': decimalToDouble,
    'static float ToSingle(decimal d)': (value: NetDecimal) => Math.fround(decimalToDouble(value)),
    'static int[] GetBits(decimal d)': (value: NetDecimal) => {
      const magnitude = value.coefficient < 0n ? -value.coefficient : value.coefficient;
      const part = (shift: bigint): number => Number(BigInt.asIntN(32, magnitude >> shift));
      const flags = (value.scale << 16) | (value.coefficient < 0n ? 0x80000000 : 0);
      return new NetArray(arrayOf(T.int), [part(0n), part(32n), part(64n), flags | 0]);
    },
    'string ToString()': (self: NetDecimal, call: CallInfo) =>
      formatDecimal(self, null, currentCulture(call.runtime), call.runtime),
    'string ToString(string format)': (self: NetDecimal, format: string | null, call: CallInfo) =>
      formatDecimal(self, format, currentCulture(call.runtime), call.runtime),
    'string ToString(IFormatProvider provider)': (self: NetDecimal, provider: unknown, call: CallInfo) =>
      formatDecimal(self, null, cultureOf(provider, call.runtime), call.runtime),
    'string ToString(string format, IFormatProvider provider)': (
      self: NetDecimal,
      format: string | null,
      provider: unknown,
      call: CallInfo,
    ) => formatDecimal(self, format, cultureOf(provider, call.runtime), call.runtime),
    'bool Equals(decimal value)': (self: NetDecimal, other: NetDecimal) => self.equals(other),
    'bool Equals(object value)': (self: NetDecimal, other: unknown) =>
      other instanceof NetDecimal && equal(self, other),
    'int GetHashCode()': (self: NetDecimal) => decimalHash(self),
    'int CompareTo(decimal value)': (self: NetDecimal, other: NetDecimal) => self.compareTo(other),
    'int CompareTo(object value)': (self: NetDecimal, other: unknown) => {
      if (other === null) return 1;
      if (other instanceof NetDecimal) return self.compareTo(other);
      return throwNet('System.ArgumentException', 'Object must be of type Decimal.');
    },
    'static decimal Parse(string s)': (text: string | null, call: CallInfo) =>
      parse(text, NumberStyles.Number, null, call),
    'static decimal Parse(string s, NumberStyles style)': (text: string | null, style: EnumValue, call: CallInfo) =>
      parse(text, style.value, null, call),
    'static decimal Parse(string s, IFormatProvider provider)': (
      text: string | null,
      provider: unknown,
      call: CallInfo,
    ) => parse(text, NumberStyles.Number, provider, call),
    'static decimal Parse(string s, NumberStyles style, IFormatProvider provider)': (
      text: string | null,
      style: EnumValue,
      provider: unknown,
      call: CallInfo,
    ) => parse(text, style.value, provider, call),
    'static bool TryParse(string s, out decimal result)': (text: string | null, result: Ref, call: CallInfo) =>
      tryParse(text, NumberStyles.Number, null, result, call),
    'static bool TryParse(string s, NumberStyles style, IFormatProvider provider, out decimal result)': (
      text: string | null,
      style: EnumValue,
      provider: unknown,
      result: Ref,
      call: CallInfo,
    ) => tryParse(text, style.value, provider, result, call),
  },
});

function fromBits(low: number, middle: number, high: number, negative: boolean, scale: number): NetDecimal {
  if (scale > 28) outOfRange('scale', "Decimal's scale value must be between 0 and 28, inclusive.");
  const magnitude = (BigInt(high >>> 0) << 64n) | (BigInt(middle >>> 0) << 32n) | BigInt(low >>> 0);
  return NetDecimal.of(negative ? -magnitude : magnitude, scale);
}

function fromFloat(value: number, digits: 15 | 7): NetDecimal {
  if (!Number.isFinite(value) || Math.abs(value) >= 7.9228162514264338e28)
    throwNet('System.OverflowException', 'Value was either too large or too small for a Decimal.');
  return NetDecimal.fromFloating(value, digits);
}
