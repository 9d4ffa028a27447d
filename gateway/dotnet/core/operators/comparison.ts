import type { NetDecimal } from '../decimal.ts';
import { T, type TypeRef } from '../type-ref.ts';
import type { BinaryOperator } from './operator.ts';

type Compare = (a: number, b: number) => boolean;

const NUMBERS: readonly [string, Compare][] = [
  ['<', (a, b) => a < b],
  ['>', (a, b) => a > b],
  ['<=', (a, b) => a <= b],
  ['>=', (a, b) => a >= b],
  ['==', (a, b) => a === b],
  ['!=', (a, b) => a !== b],
];

function ofType(operand: TypeRef): BinaryOperator[] {
  return NUMBERS.map(([op, evaluate]) => ({ op, operand, result: T.bool, evaluate }));
}

const decimal: BinaryOperator[] = NUMBERS.map(([op, compare]) => ({
  op,
  operand: T.decimal,
  result: T.bool,
  evaluate: (a: NetDecimal, b: NetDecimal) => compare(a.compareTo(b), 0),
}));

/** Comparisons of the numeric types, narrowest first, and equality of `bool`. */
export const COMPARISON: readonly BinaryOperator[] = [
  ...[T.int, T.uint, T.long, T.ulong, T.float, T.double].flatMap(ofType),
  ...decimal,
  { op: '==', operand: T.bool, result: T.bool, evaluate: (a: boolean, b: boolean) => a === b },
  { op: '!=', operand: T.bool, result: T.bool, evaluate: (a: boolean, b: boolean) => a !== b },
];
