import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NetDecimal } from '../decimal.ts';
import { T, type TypeRef } from '../type-ref.ts';
import { integerRange, integerType, isImplicitNumeric, isNumeric, numericConverter } from './numeric.ts';

const INTEGERS: readonly TypeRef[] = [T.sbyte, T.byte, T.short, T.ushort, T.char, T.int, T.uint, T.long, T.ulong];

function range(type: TypeRef): { min: bigint; max: bigint } {
  return integerRange(integerType(type) as NonNullable<ReturnType<typeof integerType>>);
}

describe('numeric conversions', () => {
  test('the implicit ones between integers are exactly those that lose nothing, and none leads to char', () => {
    for (const from of INTEGERS) {
      for (const to of INTEGERS) {
        if (from === to || to === T.char) {
          expect(isImplicitNumeric(from, to)).toBe(false);
          continue;
        }
        const fits = range(from).min >= range(to).min && range(from).max <= range(to).max;
        expect(isImplicitNumeric(from, to), `${JSON.stringify(from)} to ${JSON.stringify(to)}`).toBe(fits);
      }
    }
  });

  test('integers go to every wider kind, floating ones do not come back', () => {
    for (const from of INTEGERS)
      for (const to of [T.float, T.double, T.decimal]) expect(isImplicitNumeric(from, to)).toBe(true);
    expect(isImplicitNumeric(T.float, T.double)).toBe(true);
    expect(isImplicitNumeric(T.double, T.float)).toBe(false);
    expect(isImplicitNumeric(T.double, T.decimal)).toBe(false);
    expect(isNumeric(T.bool)).toBe(false);
  });

  test('unchecked conversions between integers keep the low bits', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...INTEGERS),
        fc.constantFrom(...INTEGERS),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
        (from, to, any) => {
          const source = integerType(from);
          const target = integerType(to);
          if (!source || !target) throw new Error('no integer');
          const value = source.signed ? BigInt.asIntN(source.bits, any) : BigInt.asUintN(source.bits, any);
          const given = source.bits === 64 ? value : Number(value);
          const expected = target.signed ? BigInt.asIntN(target.bits, value) : BigInt.asUintN(target.bits, value);
          expect(BigInt(numericConverter(from, to, false)(given) as number)).toBe(expected);
          const checked = numericConverter(from, to, true);
          if (expected === value) expect(BigInt(checked(given) as number)).toBe(value);
          else expect(() => checked(given)).toThrow('Arithmetic operation resulted in an overflow.');
        },
      ),
    );
  });

  // Observed with .NET 10: floating values saturate; bytes and shorts keep the low bits of the saturated int.
  test.each([
    [1e10, T.int, 2147483647],
    [-1e10, T.int, -2147483648],
    [Number.NaN, T.int, 0],
    [1e10, T.byte, 255],
    [300.7, T.byte, 44],
    [-1.5, T.byte, 255],
    [-1.5, T.uint, 0],
    [1e20, T.long, 9223372036854775807n],
    [-1, T.ulong, 0n],
    [1e10, T.short, -1],
    [-1e10, T.sbyte, 0],
    [3.99, T.int, 3],
    [-3.99, T.int, -3],
  ] as const)('%s to an integer is %s', (value, to, expected) => {
    expect(numericConverter(T.double, to, false)(value)).toBe(expected);
  });

  test('checked conversions of floating values raise what does not fit', () => {
    for (const value of [1e10, -1e10, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => numericConverter(T.double, T.int, true)(value)).toThrow(
        'Arithmetic operation resulted in an overflow.',
      );
    }
    expect(numericConverter(T.double, T.int, true)(2147483647.5)).toBe(2147483647);
  });

  test('decimals raise when they do not fit, checked or not', () => {
    const toByte = numericConverter(T.decimal, T.byte, false);
    expect(toByte(NetDecimal.fromLiteral('255.9'))).toBe(255);
    expect(() => toByte(NetDecimal.fromLiteral('256'))).toThrow(
      'Value was either too large or too small for an unsigned byte.',
    );
    expect(numericConverter(T.decimal, T.double, false)(NetDecimal.fromLiteral('0.1'))).toBe(0.1);
    expect(numericConverter(T.float, T.decimal, false)(Math.fround(0.1))).toEqual(NetDecimal.fromLiteral('0.1'));
  });
});
