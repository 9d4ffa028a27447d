import { throwNet } from './exception.ts';
import { T, type TypeRef } from './type-ref.ts';
import { NetObject } from './values.ts';

const MAX_COEFFICIENT = 2n ** 96n - 1n;
const MAX_SCALE = 28;
const POWERS: bigint[] = [1n];

/** 10 to the power of `exponent`. */
export function powerOfTen(exponent: number): bigint {
  for (let i = POWERS.length; i <= exponent; i++) POWERS.push((POWERS[i - 1] ?? 1n) * 10n);
  return POWERS[exponent] ?? 1n;
}

/** `numerator / denominator` rounded half to even; both non-negative. */
function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  return twice > denominator || (twice === denominator && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

const SMALL = 2n ** 32n;

function isSmall(coefficient: bigint): boolean {
  return coefficient < SMALL && coefficient > -SMALL;
}

function overflow(): never {
  return throwNet('System.OverflowException', 'Value was either too large or too small for a Decimal.');
}

/**
 * System.Decimal: a 96-bit integer scaled by a power of ten between 0 and 28. The scale is kept (`1.10m` prints `1.10`).
 * Immutable. Rounding is half to even, as observed with .NET.
 */
export class NetDecimal extends NetObject {
  /** The signed integer of which the value is `coefficient / 10^scale`. */
  readonly coefficient: bigint;
  readonly scale: number;

  private constructor(coefficient: bigint, scale: number) {
    super();
    this.coefficient = coefficient;
    this.scale = scale;
  }

  static readonly zero: NetDecimal = new NetDecimal(0n, 0);
  static readonly one: NetDecimal = new NetDecimal(1n, 0);
  static readonly maxValue: NetDecimal = new NetDecimal(MAX_COEFFICIENT, 0);
  static readonly minValue: NetDecimal = new NetDecimal(-MAX_COEFFICIENT, 0);

  override get netType(): TypeRef {
    return T.decimal;
  }

  /** The decimal nearest to `coefficient / 10^scale`. Throws System.OverflowException when 96 bits do not hold it. */
  static of(coefficient: bigint, scale: number): NetDecimal {
    let magnitude = coefficient < 0n ? -coefficient : coefficient;
    const negative = coefficient < 0n;
    let digits = scale;
    if (digits < 0) {
      magnitude *= powerOfTen(-digits);
      digits = 0;
    }
    if (digits > MAX_SCALE || magnitude > MAX_COEFFICIENT) {
      let drop = Math.max(digits - MAX_SCALE, 0);
      while (magnitude / powerOfTen(drop) > MAX_COEFFICIENT) drop++;
      let rounded = divideRounded(magnitude, powerOfTen(drop));
      if (rounded > MAX_COEFFICIENT) rounded = divideRounded(magnitude, powerOfTen(++drop));
      if (drop > digits) overflow();
      magnitude = rounded;
      digits -= drop;
    }
    return new NetDecimal(negative ? -magnitude : magnitude, digits);
  }

  /** Conversion of an integer. */
  static fromInteger(value: number | bigint): NetDecimal {
    return NetDecimal.of(BigInt(value), 0);
  }

  /** Conversion of a `double` (15 significant digits) or `float` (7), which is explicit in C#. */
  static fromFloating(value: number, significantDigits: 15 | 7 = 15): NetDecimal {
    if (!Number.isFinite(value)) overflow();
    if (value === 0) return NetDecimal.zero;
    const [mantissa = '0', exponent = '0'] = value.toExponential(significantDigits - 1).split('e');
    const fraction = mantissa.split('.')[1] ?? '';
    const trimmed = fraction.replace(/0+$/, '');
    const integer = BigInt((mantissa.split('.')[0] ?? '0') + trimmed);
    const scale = trimmed.length - Number(exponent);
    if (scale > MAX_SCALE + 29) return NetDecimal.zero;
    const result = NetDecimal.of(integer, scale);
    return result.coefficient === 0n ? NetDecimal.zero : result;
  }

  /** The value written in plain or exponent notation, as a literal spells it: `12.50`, `1e-3`. */
  static fromLiteral(text: string): NetDecimal {
    const [mantissa = '0', exponent = '0'] = text.toLowerCase().split('e');
    const [whole = '0', fraction = ''] = mantissa.split('.');
    return NetDecimal.of(BigInt(`${whole || '0'}${fraction}`), fraction.length - Number(exponent));
  }

  add(other: NetDecimal): NetDecimal {
    const scale = Math.max(this.scale, other.scale);
    return NetDecimal.of(this.at(scale) + other.at(scale), scale);
  }

  subtract(other: NetDecimal): NetDecimal {
    return this.add(other.negate());
  }

  multiply(other: NetDecimal): NetDecimal {
    const product = this.coefficient * other.coefficient;
    // A zero keeps its scale only where .NET multiplies both as integers of 32 bits.
    if (product === 0n && !(isSmall(this.coefficient) && isSmall(other.coefficient))) return NetDecimal.zero;
    return NetDecimal.of(product, this.scale + other.scale);
  }

  divide(other: NetDecimal): NetDecimal {
    if (other.coefficient === 0n) throwNet('System.DivideByZeroException', 'Attempted to divide by zero.');
    const preferred = this.scale - other.scale;
    const negative = this.coefficient < 0n !== other.coefficient < 0n;
    const numerator = this.coefficient < 0n ? -this.coefficient : this.coefficient;
    const denominator = other.coefficient < 0n ? -other.coefficient : other.coefficient;
    const least = Math.max(preferred, 0);
    // One division with every digit a decimal can hold, then the digits that are not needed are dropped again.
    const places = MAX_SCALE - preferred;
    let quotient = divideRounded(numerator * powerOfTen(Math.max(places, 0)), denominator);
    let scale = MAX_SCALE;
    if (quotient > MAX_COEFFICIENT) {
      let drop = 1;
      while (quotient / powerOfTen(drop) > MAX_COEFFICIENT) drop++;
      if (drop > scale) overflow();
      quotient = divideRounded(numerator * powerOfTen(Math.max(places - drop, 0)), denominator);
      if (places < drop) quotient = divideRounded(numerator, denominator * powerOfTen(drop - places));
      scale -= drop;
    }
    while (scale > least && quotient % 10n === 0n) {
      quotient /= 10n;
      scale--;
    }
    if (quotient === 0n && numerator !== 0n) return NetDecimal.zero;
    return NetDecimal.of(negative ? -quotient : quotient, scale);
  }

  remainder(other: NetDecimal): NetDecimal {
    if (other.coefficient === 0n) throwNet('System.DivideByZeroException', 'Attempted to divide by zero.');
    const scale = Math.max(this.scale, other.scale);
    const left = this.at(scale);
    const rest = left % other.at(scale);
    // What is smaller than the divisor stays as it is, with its own scale.
    return rest === left ? this : NetDecimal.of(rest, scale);
  }

  negate(): NetDecimal {
    return new NetDecimal(-this.coefficient, this.scale);
  }

  /** Negative, zero or positive as `this` is less than, equal to or greater than `other`. */
  compareTo(other: NetDecimal): number {
    const scale = Math.max(this.scale, other.scale);
    const left = this.at(scale);
    const right = other.at(scale);
    return left < right ? -1 : left > right ? 1 : 0;
  }

  equals(other: NetDecimal): boolean {
    return this.compareTo(other) === 0;
  }

  /** The integral part. */
  truncate(): bigint {
    return this.coefficient / powerOfTen(this.scale);
  }

  /** Conversion to `double`, which is explicit in C#. */
  toNumber(): number {
    return Number(this.toString());
  }

  /** Invariant text with the digits of the scale: `-1.50`. */
  override toString(): string {
    const digits = (this.coefficient < 0n ? -this.coefficient : this.coefficient)
      .toString()
      .padStart(this.scale + 1, '0');
    const whole = digits.slice(0, digits.length - this.scale);
    const sign = this.coefficient < 0n ? '-' : '';
    return this.scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(digits.length - this.scale)}`;
  }

  private at(scale: number): bigint {
    return this.coefficient * powerOfTen(scale - this.scale);
  }
}
