import { underlyingNullable } from '../../../dotnet/core/box.ts';
import { implicitConversion, standardExplicit } from '../../../dotnet/core/conversion/index.ts';
import { T, type TypeRef } from '../../../dotnet/core/type-ref.ts';
import { universe } from '../../../dotnet/core/universe.ts';
import type { Span } from '../../parse/syntax.ts';
import type { Binder } from '../binder.ts';
import { type Bound, NO_TYPE } from '../bound.ts';
import { convert } from '../conversions.ts';

const same = (a: unknown, b: unknown): boolean => a === b;
const different = (a: unknown, b: unknown): boolean => a !== b;

/**
 * Binds `==` and `!=` on references: strings by value, delegates and everything else by identity; and the comparison of
 * a value type without operators with null.
 */
export function bindReferenceEquality(
  binder: Binder,
  op: string,
  left: Bound,
  right: Bound,
  span: Span,
): Bound | undefined {
  const evaluate = op === '==' ? same : different;
  const node = (a: Bound, b: Bound): Bound => ({
    kind: 'binary',
    left: a,
    right: b,
    evaluate,
    lifted: '',
    type: T.bool,
    span,
  });
  const leftNull = left.type === NO_TYPE.null || left.type === NO_TYPE.default;
  const rightNull = right.type === NO_TYPE.null || right.type === NO_TYPE.default;
  if (leftNull || rightNull) {
    const other = leftNull ? right : left;
    if (isUntypedOperand(other.type)) return undefined;
    const nullish: Bound = { kind: 'constant', type: other.type, span, constant: { value: null } };
    if (universe().isReferenceType(other.type) || underlyingNullable(other.type)) {
      return leftNull ? node(nullish, right) : node(left, nullish);
    }
    return undefined;
  }
  if (!isReference(left.type) || !isReference(right.type)) return undefined;
  if (left.type === T.string && right.type === T.string) {
    const folded = left.constant && right.constant;
    if (folded) {
      const value = evaluate(left.constant?.value, right.constant?.value);
      return { kind: 'constant', type: T.bool, span, constant: { value } };
    }
    return node(left, right);
  }
  const related =
    implicitConversion(left.type, right.type)?.kind === 'reference' ||
    implicitConversion(right.type, left.type)?.kind === 'reference' ||
    left.type === right.type ||
    standardExplicit(left.type, right.type) !== undefined;
  return related ? node(convert(binder, left, T.object), convert(binder, right, T.object)) : undefined;
}

function isReference(type: TypeRef): boolean {
  return !isUntypedOperand(type) && universe().isReferenceType(type);
}

function isUntypedOperand(type: TypeRef): boolean {
  return (
    type === NO_TYPE.lambda ||
    type === NO_TYPE.methodGroup ||
    type === NO_TYPE.tuple ||
    type === T.void ||
    type === NO_TYPE.throw
  );
}
