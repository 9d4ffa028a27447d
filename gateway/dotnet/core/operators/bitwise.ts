import { T, type TypeRef } from '../type-ref.ts';
import type { BinaryOperator } from './operator.ts';

type Numbers = (a: number, b: number) => number;
type Bigs = (a: bigint, b: bigint) => bigint;

const small: readonly [string, Numbers][] = [
  ['&', (a, b) => a & b],
  ['|', (a, b) => a | b],
  ['^', (a, b) => a ^ b],
];
const large: readonly [string, Bigs][] = [
  ['&', (a, b) => a & b],
  ['|', (a, b) => a | b],
  ['^', (a, b) => a ^ b],
];

function shifts(operand: TypeRef, left: Numbers, right: Numbers): BinaryOperator[] {
  return [
    { op: '<<', operand, right: T.int, result: operand, evaluate: left },
    { op: '>>', operand, right: T.int, result: operand, evaluate: right },
  ];
}

function largeShifts(operand: TypeRef, wrap: (value: bigint) => bigint): BinaryOperator[] {
  return [
    { op: '<<', operand, right: T.int, result: operand, evaluate: (a: bigint, b: number) => wrap(a << BigInt(b & 63)) },
    { op: '>>', operand, right: T.int, result: operand, evaluate: (a: bigint, b: number) => a >> BigInt(b & 63) },
  ];
}

/** `& | ^` of integers and `bool`, and shifts; the shift count is taken modulo the width. */
export const BITWISE: readonly BinaryOperator[] = [
  ...small.map(([op, evaluate]) => ({ op, operand: T.int, result: T.int, evaluate })),
  ...small.map(([op, evaluate]) => ({
    op,
    operand: T.uint,
    result: T.uint,
    evaluate: (a: number, b: number) => evaluate(a, b) >>> 0,
  })),
  ...[T.long, T.ulong].flatMap((operand) =>
    large.map(([op, evaluate]) => ({ op, operand, result: operand, evaluate })),
  ),
  { op: '&', operand: T.bool, result: T.bool, evaluate: (a: boolean, b: boolean) => a && b },
  { op: '|', operand: T.bool, result: T.bool, evaluate: (a: boolean, b: boolean) => a || b },
  { op: '^', operand: T.bool, result: T.bool, evaluate: (a: boolean, b: boolean) => a !== b },
  ...shifts(
    T.int,
    (a, b) => a << (b & 31),
    (a, b) => a >> (b & 31),
  ),
  ...shifts(
    T.uint,
    (a, b) => (a << (b & 31)) >>> 0,
    (a, b) => a >>> (b & 31),
  ),
  ...largeShifts(T.long, (value) => BigInt.asIntN(64, value)),
  ...largeShifts(T.ulong, (value) => BigInt.asUintN(64, value)),
];
