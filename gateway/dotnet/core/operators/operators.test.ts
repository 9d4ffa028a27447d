import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { T, type TypeRef } from '../type-ref.ts';
import { BINARY_OPERATORS, UNARY_OPERATORS } from './index.ts';

type Evaluate = (...operands: unknown[]) => unknown;

function operator(op: string, operand: TypeRef, checked = false): Evaluate {
  const found = BINARY_OPERATORS.get(op)?.find((each) => each.operand === operand);
  if (!found) throw new Error(`${op} is not defined on the type`);
  return ((checked ? found.evaluateChecked : undefined) ?? found.evaluate) as Evaluate;
}

const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

const EXACT: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
};

describe('predefined operators', () => {
  test.each(['+', '-', '*'])('int %s wraps or, checked, raises', (op) => {
    const unchecked = operator(op, T.int);
    const checked = operator(op, T.int, true);
    fc.assert(
      fc.property(int, int, (a, b) => {
        const exact = EXACT[op]?.(BigInt(a), BigInt(b)) ?? 0n;
        const wrapped = BigInt.asIntN(32, exact);
        expect(unchecked(a, b)).toBe(Number(wrapped));
        if (wrapped === exact) expect(checked(a, b)).toBe(Number(exact));
        else expect(() => checked(a, b)).toThrow('Arithmetic operation resulted in an overflow.');
      }),
    );
  });

  test.each(['+', '-', '*'])('long %s wraps or, checked, raises', (op) => {
    fc.assert(
      fc.property(long, long, (a, b) => {
        const exact = EXACT[op]?.(a, b) ?? 0n;
        const wrapped = BigInt.asIntN(64, exact);
        expect(operator(op, T.long)(a, b)).toBe(wrapped);
        if (wrapped === exact) expect(operator(op, T.long, true)(a, b)).toBe(exact);
        else expect(() => operator(op, T.long, true)(a, b)).toThrow();
      }),
    );
  });

  test('integer division truncates, its remainder has the sign of the dividend, and no result is -0', () => {
    fc.assert(
      fc.property(int, int, (a, b) => {
        fc.pre(b !== 0 && !(b === -1 && a === -(2 ** 31)));
        const quotient = operator('/', T.int)(a, b) as number;
        const remainder = operator('%', T.int)(a, b) as number;
        expect(quotient * b + remainder).toBe(a);
        expect(Object.is(quotient, -0) || Object.is(remainder, -0)).toBe(false);
        expect(remainder === 0 || Math.sign(remainder) === Math.sign(a)).toBe(true);
      }),
    );
    for (const [type, zero] of [
      [T.int, 0],
      [T.uint, 0],
      [T.long, 0n],
      [T.ulong, 0n],
    ] as const) {
      for (const op of ['/', '%']) expect(() => operator(op, type)(zero, zero)).toThrow('Attempted to divide by zero.');
    }
    expect(() => operator('/', T.int)(-(2 ** 31), -1)).toThrow('Arithmetic operation resulted in an overflow.');
  });

  test('shift counts are taken modulo the width', () => {
    expect(operator('<<', T.int)(1, 33)).toBe(2);
    expect(operator('<<', T.long)(1n, 65)).toBe(2n);
    expect(operator('>>', T.int)(-8, 1)).toBe(-4);
    expect(operator('>>', T.uint)(0x80000000, 31)).toBe(1);
    expect(operator('<<', T.uint)(1, 31)).toBe(0x80000000);
    expect(operator('>>', T.ulong)(2n ** 63n, 63)).toBe(1n);
  });

  test('float rounds after every operation', () => {
    expect(operator('/', T.float)(1, 3)).toBe(Math.fround(1 / 3));
    expect(operator('+', T.double)(0.1, 0.2)).toBe(0.30000000000000004);
  });

  test('every operator of the language is there', () => {
    expect([...BINARY_OPERATORS.keys()].sort()).toEqual(
      ['+', '-', '*', '/', '%', '<', '>', '<=', '>=', '==', '!=', '&', '|', '^', '<<', '>>'].sort(),
    );
    expect([...UNARY_OPERATORS.keys()].sort()).toEqual(['!', '+', '-', '~']);
  });
});
