import { T } from '../../dotnet/core/type-ref.ts';
import type { Expression } from '../parse/syntax.ts';
import { hasType } from './best-common-type.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import { type Bound, NO_TYPE } from './bound.ts';
import { bindCondition } from './conditions.ts';
import { classifyImplicit, convert } from './conversions.ts';
import { longName } from './display.ts';
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
    const names = `'${longName(whenTrue.type)}' and '${longName(whenFalse.type)}'`;
    const message = `Conditional expression is not valid in language version 7.3 because a common type was not found between ${names}. To use a target-typed conversion, upgrade to language version 9.0 or greater.`;
    return binder.error('CS8957', message, node);
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
    // Both ways: only a constant fits a narrower type, and the wider one is meant.
    const wide = a.constant && !b.constant ? b.type : b.constant && !a.constant ? a.type : undefined;
    return wide;
  }
  return toA ? a.type : toB ? b.type : undefined;
}
