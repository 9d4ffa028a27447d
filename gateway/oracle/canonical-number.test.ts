import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalClock, canonicalDecimal, canonicalNumber } from './canonical-number.ts';

describe('numbers in canonical form', () => {
  it('are themselves when finite and named when not', () => {
    expect(canonicalNumber(0.1)).toBe(0.1);
    expect(canonicalNumber(-0)).toBe('-0');
    expect(canonicalNumber(Number.NaN)).toBe('NaN');
    expect(canonicalNumber(Number.NEGATIVE_INFINITY)).toBe('-Infinity');
  });

  it('survive JSON', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const form = canonicalNumber(value);
        expect(JSON.parse(JSON.stringify(form))).toBe(form);
      }),
    );
  });
});

describe('decimals in canonical form', () => {
  it('keep their scale', () => {
    expect(canonicalDecimal(150n, 2)).toBe('1.50');
    expect(canonicalDecimal(-5n, 3)).toBe('-0.005');
    expect(canonicalDecimal(0n, 2)).toBe('0.00');
    expect(canonicalDecimal(42n, 0)).toBe('42');
  });
});

describe('clocks in canonical form', () => {
  it('show every tick', () => {
    expect(canonicalClock(0n)).toBe('0001-01-01T00:00:00.0000000');
    expect(canonicalClock(638400468301234567n)).toBe('2024-01-05T10:20:30.1234567');
    expect(canonicalClock(621355968000000000n)).toBe('1970-01-01T00:00:00.0000000');
    expect(canonicalClock(621355967999999999n)).toBe('1969-12-31T23:59:59.9999999');
    expect(canonicalClock(3155378975999999999n)).toBe('9999-12-31T23:59:59.9999999');
  });
});
