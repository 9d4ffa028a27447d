/** The operators that the language itself defines, as tables. Operators of library types are members of those types. */
import { ARITHMETIC, UNARY } from './arithmetic.ts';
import { BITWISE } from './bitwise.ts';
import { COMPARISON } from './comparison.ts';
import type { BinaryOperator, UnaryOperator } from './operator.ts';

export type { BinaryOperator, UnaryOperator } from './operator.ts';

function byOperator<Operator extends { op: string }>(
  list: readonly Operator[],
): ReadonlyMap<string, readonly Operator[]> {
  return Map.groupBy(list, (each) => each.op);
}

/** Binary operators by their sign, each list in order of preference. */
export const BINARY_OPERATORS: ReadonlyMap<string, readonly BinaryOperator[]> = byOperator([
  ...ARITHMETIC,
  ...COMPARISON,
  ...BITWISE,
]);

/** Unary operators by their sign, each list in order of preference. */
export const UNARY_OPERATORS: ReadonlyMap<string, readonly UnaryOperator[]> = byOperator(UNARY);
