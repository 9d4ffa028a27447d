import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NetDecimal } from './decimal.ts';
import { NetThrow } from './exception.ts';

const of = (text: string): NetDecimal => NetDecimal.fromLiteral(text);

describe('decimal arithmetic', () => {
  // Expected sides observed with .NET 10.
  test.each([
    ['1', '/', '3', '0.3333333333333333333333333333'],
    ['10', '/', '4', '2.5'],
    ['6.0', '/', '2.00', '3'],
    ['1.00', '/', '1', '1.00'],
    ['1.00', '/', '4', '0.25'],
    ['2', '/', '3', '0.6666666666666666666666666667'],
    ['20', '/', '3', '6.6666666666666666666666666667'],
    ['0.00', '/', '3', '0.00'],
    ['1e-28', '/', '3', '0'],
    ['12.50', '/', '2.5', '5.0'],
    ['79228162514264337593543950335', '/', '3', '26409387504754779197847983445'],
    ['1', '/', '79228162514264337593543950335', '0'],
    ['5.0', '%', '2', '1.0'],
    ['-5.5', '%', '2', '-1.5'],
    ['1.10', '*', '2.00', '2.2000'],
    ['79228162514264337593543950335', '*', '0.1', '7922816251426433759354395033.5'],
    ['79228162514264337593543950334', '+', '0.5', '79228162514264337593543950334'],
    ['1.5', '+', '1.50', '3.00'],
    ['1.5', '-', '1.50', '0.00'],
  ])('%s %s %s = %s', (left, op, right, expected) => {
    const [a, b] = [of(left), of(right)];
    const result = {
      '+': () => a.add(b),
      '-': () => a.subtract(b),
      '*': () => a.multiply(b),
      '/': () => a.divide(b),
      '%': () => a.remainder(b),
    }[op];
    expect(result?.().toString()).toBe(expected);
  });

  test.each([
    [0.1, 15, '0.1'],
    [123456789.12345679, 15, '123456789.123457'],
    [1e-29, 15, '0'],
    [1e20, 15, '100000000000000000000'],
    [1.5e28, 15, '15000000000000000000000000000'],
    [Math.fround(0.1), 7, '0.1'],
    [Math.fround(123456.789), 7, '123456.8'],
  ] as const)('%s with %s digits is %s', (value, digits, expected) => {
    expect(NetDecimal.fromFloating(value, digits).toString()).toBe(expected);
  });

  test('what 96 bits do not hold raises System.OverflowException', () => {
    expect(() => NetDecimal.maxValue.add(NetDecimal.one)).toThrow(NetThrow);
    expect(() => NetDecimal.maxValue.multiply(of('2'))).toThrow(
      'Value was either too large or too small for a Decimal.',
    );
    expect(() => NetDecimal.fromFloating(1e29)).toThrow(NetThrow);
    expect(() => NetDecimal.fromFloating(Number.NaN)).toThrow(NetThrow);
    expect(() => NetDecimal.one.divide(NetDecimal.zero)).toThrow('Attempted to divide by zero.');
    expect(() => NetDecimal.one.remainder(NetDecimal.zero)).toThrow('Attempted to divide by zero.');
  });

  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.nat({ max: 8 }))
    .map(([coefficient, scale]) => NetDecimal.of(coefficient, scale));

  test('sums and products obey the laws of arithmetic', () => {
    fc.assert(
      fc.property(decimal, decimal, decimal, (a, b, c) => {
        expect(a.add(b).equals(b.add(a))).toBe(true);
        expect(a.add(b).subtract(b).equals(a)).toBe(true);
        expect(a.multiply(b).equals(b.multiply(a))).toBe(true);
        expect(a.multiply(b.add(c)).equals(a.multiply(b).add(a.multiply(c)))).toBe(true);
        if (b.coefficient === 0n) return;
        const quotient = NetDecimal.of(a.divide(b).truncate(), 0);
        expect(quotient.multiply(b).add(a.remainder(b)).equals(a)).toBe(true);
      }),
    );
  });

  test('text and back is the same value with the same digits', () => {
    fc.assert(
      fc.property(decimal, (a) => {
        const text = a.toString();
        const again = text.startsWith('-') ? of(text.slice(1)).negate() : of(text);
        expect(again.toString()).toBe(text);
      }),
    );
  });
});
