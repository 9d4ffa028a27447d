import { T, type TypeRef } from '../../../dotnet/core/type-ref.ts';
import { isTuple } from '../../../dotnet/core/value-tuple.ts';
import type { Span } from '../../parse/syntax.ts';
import { type Binder, errorNode, isError } from '../binder.ts';
import { type Bound, NO_TYPE } from '../bound.ts';
import { convert } from '../conversions.ts';

type BindOperator = (binder: Binder, op: string, left: Bound, right: Bound, span: Span) => Bound;

/** Binds `==` and `!=` of tuples element by element; undefined when the operands are no tuples. */
export function bindTupleEquality(
  binder: Binder,
  op: '==' | '!=',
  left: Bound,
  right: Bound,
  span: Span,
  bindOperator: BindOperator,
): Bound | undefined {
  const count = arity(left);
  if (count === undefined || arity(right) === undefined) return undefined;
  if (count !== arity(right)) {
    const message = `Tuple types used as operands of an == or != operator must have matching cardinalities. But this operator has tuple types of cardinality ${count} on the left and ${arity(right)} on the right.`;
    return binder.error('CS8384', message, span);
  }
  let result: Bound | undefined;
  for (let i = 0; i < count; i++) {
    const compared = bindOperator(binder, op, item(binder, left, i), item(binder, right, i), span);
    if (isError(compared)) return errorNode(span);
    const part = convert(binder, compared, T.bool);
    result = result
      ? { kind: op === '==' ? 'andAlso' : 'orElse', left: result, right: part, type: T.bool, span }
      : part;
  }
  return result;
}

function arity(value: Bound): number | undefined {
  if (value.kind === 'tuple') return value.items.length;
  return isTuple(value.type) ? value.type.args.length : undefined;
}

/** One element; elements of a tuple that is not written out are read from it, which repeats no effect for locals. */
function item(_binder: Binder, value: Bound, index: number): Bound {
  if (value.kind === 'tuple') return value.items[index] as Bound;
  const type = isTuple(value.type) ? (value.type.args[index] as TypeRef) : NO_TYPE.error;
  return { kind: 'tupleItem', tuple: value, index, type, span: value.span };
}
