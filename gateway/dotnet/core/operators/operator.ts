import type { TypeRef } from '../type-ref.ts';

/** A predefined binary operator on two operands of one type (shifts: the right one is `int`), in static form. */
export interface BinaryOperator {
  readonly op: string;
  readonly operand: TypeRef;
  /** Type of the right operand where it differs. */
  readonly right?: TypeRef;
  readonly result: TypeRef;
  readonly evaluate: (left: never, right: never) => unknown;
  /** In a `checked` context; the same as `evaluate` when left out. */
  readonly evaluateChecked?: (left: never, right: never) => unknown;
}

/** A predefined unary operator. */
export interface UnaryOperator {
  readonly op: string;
  readonly operand: TypeRef;
  readonly result: TypeRef;
  readonly evaluate: (operand: never) => unknown;
  readonly evaluateChecked?: (operand: never) => unknown;
}
