import { throwOverflow } from '../conversion/numeric.ts';
import type { NetDecimal } from '../decimal.ts';
import { throwNet } from '../exception.ts';
import { T, type TypeRef } from '../type-ref.ts';
import type { BinaryOperator, UnaryOperator } from './operator.ts';

function divideByZero(): never {
  return throwNet('System.DivideByZeroException', 'Attempted to divide by zero.');
}

type Numbers = (a: number, b: number) => number;
type Bigs = (a: bigint, b: bigint) => bigint;

/** Operators of a type whose values are integers of at most 32 bits. */
function small(operand: TypeRef, wrap: (value: number) => number, multiply: Numbers): BinaryOperator[] {
  const checked = (value: number): number => (wrap(value) === value ? value : throwOverflow());
  const exactProduct: Numbers = (a, b) => {
    const product = a * b;
    return Math.abs(product) > Number.MAX_SAFE_INTEGER ? throwOverflow() : checked(product + 0);
  };
  const list: [string, Numbers, Numbers?][] = [
    ['+', (a, b) => wrap(a + b), (a, b) => checked(a + b)],
    ['-', (a, b) => wrap(a - b), (a, b) => checked(a - b)],
    ['*', multiply, exactProduct],
    ['/', (a, b) => (b === 0 ? divideByZero() : checked(Math.trunc(a / b) + 0))],
    // The smallest integer divided by -1 overflows, its remainder too (observed with .NET on x64).
    ['%', (a, b) => (b === 0 ? divideByZero() : b === -1 && a === -(2 ** 31) ? throwOverflow() : (a % b) + 0)],
  ];
  return list.map(([op, evaluate, evaluateChecked]) => ({
    op,
    operand,
    result: operand,
    evaluate,
    evaluateChecked: evaluateChecked ?? evaluate,
  }));
}

/** Operators of the 64-bit integers. */
function large(operand: TypeRef, wrap: (value: bigint) => bigint): BinaryOperator[] {
  const checked = (value: bigint): bigint => (wrap(value) === value ? value : throwOverflow());
  const divide: Bigs = (a, b) => (b === 0n ? divideByZero() : checked(a / b));
  const remainder: Bigs = (a, b) => {
    if (b === 0n) divideByZero();
    return b === -1n && a === -(2n ** 63n) ? throwOverflow() : a % b;
  };
  return [
    {
      op: '+',
      operand,
      result: operand,
      evaluate: (a: bigint, b: bigint) => wrap(a + b),
      evaluateChecked: (a: bigint, b: bigint) => checked(a + b),
    },
    {
      op: '-',
      operand,
      result: operand,
      evaluate: (a: bigint, b: bigint) => wrap(a - b),
      evaluateChecked: (a: bigint, b: bigint) => checked(a - b),
    },
    {
      op: '*',
      operand,
      result: operand,
      evaluate: (a: bigint, b: bigint) => wrap(a * b),
      evaluateChecked: (a: bigint, b: bigint) => checked(a * b),
    },
    { op: '/', operand, result: operand, evaluate: divide },
    { op: '%', operand, result: operand, evaluate: remainder },
  ];
}

function floating(operand: TypeRef, round: (value: number) => number): BinaryOperator[] {
  const list: [string, Numbers][] = [
    ['+', (a, b) => round(a + b)],
    ['-', (a, b) => round(a - b)],
    ['*', (a, b) => round(a * b)],
    ['/', (a, b) => round(a / b)],
    ['%', (a, b) => round(a % b)],
  ];
  return list.map(([op, evaluate]) => ({ op, operand, result: operand, evaluate }));
}

const decimal: [string, (a: NetDecimal, b: NetDecimal) => NetDecimal][] = [
  ['+', (a, b) => a.add(b)],
  ['-', (a, b) => a.subtract(b)],
  ['*', (a, b) => a.multiply(b)],
  ['/', (a, b) => a.divide(b)],
  ['%', (a, b) => a.remainder(b)],
];

/** `+ - * / %` of the numeric types, narrowest first: the order in which C# prefers them. */
export const ARITHMETIC: readonly BinaryOperator[] = [
  ...small(T.int, (value) => value | 0, Math.imul),
  ...small(
    T.uint,
    (value) => value >>> 0,
    (a, b) => Math.imul(a, b) >>> 0,
  ),
  ...large(T.long, (value) => BigInt.asIntN(64, value)),
  ...large(T.ulong, (value) => BigInt.asUintN(64, value)),
  ...floating(T.float, Math.fround),
  ...floating(T.double, (value) => value),
  ...decimal.map(([op, evaluate]) => ({ op, operand: T.decimal, result: T.decimal, evaluate })),
];

const same = (value: unknown): unknown => value;

/** Unary `+ - ~ !`. */
export const UNARY: readonly UnaryOperator[] = [
  ...[T.int, T.uint, T.long, T.ulong, T.float, T.double, T.decimal].map((operand) => ({
    op: '+',
    operand,
    result: operand,
    evaluate: same,
  })),
  {
    op: '-',
    operand: T.int,
    result: T.int,
    evaluate: (value: number) => -value | 0,
    evaluateChecked: (value: number) => (value === -(2 ** 31) ? throwOverflow() : -value | 0),
  },
  {
    op: '-',
    operand: T.long,
    result: T.long,
    evaluate: (value: bigint) => BigInt.asIntN(64, -value),
    evaluateChecked: (value: bigint) => (value === -(2n ** 63n) ? throwOverflow() : -value),
  },
  { op: '-', operand: T.float, result: T.float, evaluate: (value: number) => -value },
  { op: '-', operand: T.double, result: T.double, evaluate: (value: number) => -value },
  { op: '-', operand: T.decimal, result: T.decimal, evaluate: (value: NetDecimal) => value.negate() },
  { op: '~', operand: T.int, result: T.int, evaluate: (value: number) => ~value },
  { op: '~', operand: T.uint, result: T.uint, evaluate: (value: number) => ~value >>> 0 },
  { op: '~', operand: T.long, result: T.long, evaluate: (value: bigint) => ~value },
  { op: '~', operand: T.ulong, result: T.ulong, evaluate: (value: bigint) => BigInt.asUintN(64, ~value) },
  { op: '!', operand: T.bool, result: T.bool, evaluate: (value: boolean) => !value },
];
