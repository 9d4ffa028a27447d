import { underlyingNullable } from '../../dotnet/core/box.ts';
import { acceptsNull } from '../../dotnet/core/hierarchy.ts';
import { named, T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import { universe } from '../../dotnet/core/universe.ts';
import type { Expression } from '../parse/syntax.ts';
import { hasType } from './best-common-type.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import type { Bound } from './bound.ts';
import { reportUntypedConditional, reportUntypedDefault } from './conversions.ts';
import { shortName } from './display.ts';
import { lacksExtension } from './invocation.ts';
import { noDefinition } from './member-access.ts';
import { bindValue } from './values.ts';

/**
 * Binds `a?.b.c()`: when `a` is null, the whole rest is skipped and the result is null.
 */
export function bindConditionalAccess(binder: Binder, node: Expression & { kind: 'conditionalAccess' }): Bound {
  const target = bindValue(binder, node.target);
  if (isError(target)) return errorNode(node);
  if (target.kind === 'unboundConditional') return reportUntypedConditional(binder, target);
  if (target.kind === 'defaultLiteral') return reportUntypedDefault(binder, target);
  if (!hasType(target) || target.type === T.void || !acceptsNull(target.type)) {
    const message = `Operator '?' cannot be applied to operand of type '${shortName(target.type)}'`;
    return binder.error('CS0023', message, { start: node.target.end, end: node.target.end + 1 });
  }
  const inner = underlyingNullable(target.type) ?? target.type;
  const temp = binder.temp(inner, node.target);
  const outer = binder.receiver;
  binder.receiver = temp;
  const whenPresent = binder.expression(node.whenPresent);
  binder.receiver = outer;
  if (isError(whenPresent)) return errorNode(node);
  if (whenPresent.kind === 'methodGroup') {
    const span = { start: node.target.end + 1, end: whenPresent.span.end };
    if (lacksExtension(binder, whenPresent))
      return binder.error('CS1061', noDefinition(whenPresent.onType ?? T.object, whenPresent.name), span);
    return binder.error('CS8978', `'method group' cannot be made nullable.`, span);
  }
  const type = resultType(whenPresent.type);
  return { kind: 'conditionalAccess', target, temp, whenPresent, type, span: node };
}

function resultType(type: TypeRef): TypeRef {
  return universe().isValueType(type) && type !== T.void && !underlyingNullable(type)
    ? named('System.Nullable', type)
    : type;
}

/** Binds the place of the tested value inside a conditional access. */
export function bindReceiver(binder: Binder, node: Expression & { kind: 'receiver' }): Bound {
  return binder.receiver ? binder.read(binder.receiver, node) : errorNode(node);
}
