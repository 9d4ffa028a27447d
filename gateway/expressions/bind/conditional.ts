import { implicitConversion } from '../../dotnet/core/conversion/index.ts';
import { T } from '../../dotnet/core/type-ref.ts';
import type { Expression } from '../parse/syntax.ts';
import { hasType } from './best-common-type.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import { type Bound, NO_TYPE } from './bound.ts';
import { bindCondition } from './conditions.ts';
import { classifyImplicit, convert } from './conversions.ts';
import { bindValueOrUntyped } from './values.ts';

/** Binds `condition ? a : b`; one of the two types must take the other (C# 7.3 looks at nothing else). */
export function bindConditional(binder: Binder, node: Expression & { kind: 'conditional' }): Bound {
  const condition = bindCondition(binder, node.condition);
  const whenTrue = bindValueOrUntyped(binder, node.whenTrue);
  const whenFalse = bindValueOrUntyped(binder, node.whenFalse);
  if (isError(condition) || isError(whenTrue) || isError(whenFalse)) return errorNode(node);
  const type = commonType(binder, whenTrue, whenFalse);
  if (!type) {
    if (whenTrue.type === NO_TYPE.throw && whenFalse.type === NO_TYPE.throw) {
      return binder.error('CS8115', 'A throw expression is not allowed in this context.', whenTrue.span);
    }
    return { kind: 'unboundConditional', whenTrue, whenFalse, type: NO_TYPE.conditional, span: node };
  }
  const a = convert(binder, whenTrue, type);
  const b = convert(binder, whenFalse, type);
  const result: Bound = { kind: 'conditional', condition, whenTrue: a, whenFalse: b, type, span: node };
  if (condition.constant && a.constant && b.constant) {
    return { ...result, constant: condition.constant.value ? a.constant : b.constant };
  }
  return result;
}

function commonType(binder: Binder, a: Bound, b: Bound): Bound['type'] | undefined {
  if (a.type === b.type) return hasType(a) && a.type !== T.void ? a.type : a.type === T.void ? T.void : undefined;
  const toA = hasType(a) && a.type !== T.void && classifyImplicit(binder, b, a.type) !== undefined;
  const toB = hasType(b) && b.type !== T.void && classifyImplicit(binder, a, b.type) !== undefined;
  if (toA && toB) {
    // Both ways: a constant fits a narrower type too, but the types decide.
    const aToB = implicitConversion(a.type, b.type) !== undefined;
    return aToB === (implicitConversion(b.type, a.type) !== undefined) ? undefined : aToB ? b.type : a.type;
  }
  return toA ? a.type : toB ? b.type : undefined;
}
