import { T } from '../../dotnet/core/type-ref.ts';
import type { Expression } from '../parse/syntax.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import { type Bound, type BoundInterpolation, NO_TYPE } from './bound.ts';
import { convert } from './conversions.ts';
import { bindValueOrUntyped } from './values.ts';

/** Binds `$"…{value,alignment:format}…"`. */
export function bindInterpolated(binder: Binder, node: Expression & { kind: 'interpolated' }): Bound {
  const parts: BoundInterpolation[] = [];
  let failed = false;
  for (const part of node.parts) {
    if (part.kind === 'text') {
      parts.push({ kind: 'text', value: part.value });
      continue;
    }
    const value = bindHole(binder, part.value);
    const alignment = part.alignment ? bindAlignment(binder, part.alignment) : 0;
    if (isError(value) || alignment === undefined) failed = true;
    else parts.push({ kind: 'hole', value, alignment, format: part.format });
  }
  if (failed) return errorNode(node);
  if (parts.every((part) => part.kind === 'text')) {
    // An interpolated string is no constant in C# 7.3, even without holes.
    return { kind: 'interpolation', parts, type: T.string, span: node };
  }
  return { kind: 'interpolation', parts, type: T.string, span: node };
}

function bindHole(binder: Binder, node: Expression): Bound {
  const value = bindValueOrUntyped(binder, node);
  if (isError(value)) return value;
  if (value.type === NO_TYPE.null || value.type === NO_TYPE.default) {
    return { kind: 'constant', type: T.object, span: node, constant: { value: null } };
  }
  if (
    value.type === T.void ||
    value.type === NO_TYPE.lambda ||
    value.type === NO_TYPE.methodGroup ||
    value.type === NO_TYPE.throw ||
    value.type === NO_TYPE.conditional ||
    value.type === NO_TYPE.tuple
  ) {
    return convert(binder, value, T.object);
  }
  return value;
}

function bindAlignment(binder: Binder, node: Expression): number | undefined {
  const value = bindValueOrUntyped(binder, node);
  if (isError(value)) return undefined;
  const converted = convert(binder, value, T.int);
  if (isError(converted)) return undefined;
  if (!converted.constant) {
    binder.report('CS0150', 'A constant value is expected', node);
    return undefined;
  }
  return converted.constant.value as number;
}
