import { underlyingNullable } from '../../../dotnet/core/box.ts';
import { type Conversion, IDENTITY, implicitConversion } from '../../../dotnet/core/conversion/index.ts';
import { acceptsNull } from '../../../dotnet/core/hierarchy.ts';
import type { TypeRef } from '../../../dotnet/core/type-ref.ts';
import type { Expression } from '../../parse/syntax.ts';
import { hasType } from '../best-common-type.ts';
import { type Binder, errorNode, isError } from '../binder.ts';
import { type Bound, NO_TYPE } from '../bound.ts';
import { classifyImplicit, convert, reportUntypedConditional, reportUntypedDefault } from '../conversions.ts';
import { shortName } from '../display.ts';
import { bindValueOrUntyped } from '../values.ts';

/** Binds `a ?? b` (C# spec 12.15). */
export function bindCoalesce(binder: Binder, node: Expression & { kind: 'binary' }): Bound {
  const left = bindValueOrUntyped(binder, node.left);
  const right = bindValueOrUntyped(binder, node.right);
  if (isError(left) || isError(right)) return errorNode(node);
  const refuse = (): Bound => {
    const message = `Operator '??' cannot be applied to operands of type '${shortName(left.type)}' and '${shortName(right.type)}'`;
    return binder.error('CS0019', message, node);
  };
  if (left.kind === 'unboundConditional') return reportUntypedConditional(binder, left);
  if (left.kind === 'defaultLiteral') return reportUntypedDefault(binder, left);
  if (left.type === NO_TYPE.null)
    return hasType(right) && acceptsNull(right.type) ? { ...right, span: node } : refuse();
  if (!hasType(left) || !acceptsNull(left.type)) return refuse();
  const make = (type: TypeRef, leftConversion: Conversion): Bound => ({
    kind: 'coalesce',
    left,
    leftConversion,
    right: convert(binder, right, type),
    type,
    span: node,
  });
  const inner = underlyingNullable(left.type);
  if (inner && right.type !== NO_TYPE.null && classifyImplicit(binder, right, inner) !== undefined)
    return make(inner, IDENTITY);
  if (classifyImplicit(binder, right, left.type) !== undefined) return make(left.type, IDENTITY);
  if (!hasType(right)) return refuse();
  const conversion = implicitConversion(inner ?? left.type, right.type);
  return conversion ? make(right.type, conversion) : refuse();
}
