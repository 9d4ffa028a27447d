import { T } from '../../../dotnet/core/type-ref.ts';
import type { Span } from '../../parse/syntax.ts';
import { type Binder, errorNode, isError } from '../binder.ts';
import { type Bound, NO_TYPE } from '../bound.ts';
import { classifyImplicit, convert } from '../conversions.ts';

/** Whether `left + right` joins strings: one side is a string and the other has a value. */
export function isConcatenation(_binder: Binder, left: Bound, right: Bound): boolean {
  return (left.type === T.string && isPart(right)) || (right.type === T.string && isPart(left));
}

function isPart(value: Bound): boolean {
  return (
    value.type !== T.void &&
    value.type !== NO_TYPE.lambda &&
    value.type !== NO_TYPE.methodGroup &&
    value.type !== NO_TYPE.throw &&
    value.type !== NO_TYPE.tuple
  );
}

/** Joins strings; a chain becomes one node, constants next to each other one text. */
export function bindConcat(binder: Binder, left: Bound, right: Bound, span: Span): Bound {
  const parts: Bound[] = [];
  for (const each of [left, right]) {
    if (each.kind === 'concat') parts.push(...each.parts);
    else parts.push(part(binder, each));
  }
  if (parts.some(isError)) return errorNode(span);
  const merged: Bound[] = [];
  for (const each of parts) {
    const last = merged.at(-1);
    const text = constantText(each);
    const before = last && constantText(last);
    if (text !== undefined && before !== undefined) {
      merged[merged.length - 1] = { kind: 'constant', type: T.string, span, constant: { value: before + text } };
    } else merged.push(each);
  }
  const [only] = merged;
  const isConstant = merged.length === 1 && only?.constant && isConstantOperand(left) && isConstantOperand(right);
  if (isConstant && only) return { ...only, span };
  return { kind: 'concat', parts: merged, type: T.string, span };
}

function isConstantOperand(value: Bound): boolean {
  return value.constant !== undefined && (value.type === T.string || value.type === NO_TYPE.null);
}

function constantText(value: Bound): string | undefined {
  if (!value.constant) return undefined;
  if (value.type === T.string || value.type === NO_TYPE.null) return (value.constant.value as string | null) ?? '';
  return value.type === T.char ? String.fromCharCode(value.constant.value as number) : undefined;
}

function part(binder: Binder, value: Bound): Bound {
  if (value.type === NO_TYPE.null || value.type === NO_TYPE.default) {
    return { kind: 'constant', type: T.string, span: value.span, constant: { value: null } };
  }
  if (value.type === T.string) return value;
  if (value.kind === 'unboundConditional') return convert(binder, value, T.object);
  // A type that converts to string by itself is joined as that string, not through ToString.
  const conversion = classifyImplicit(binder, value, T.string);
  return conversion ? convert(binder, value, T.string) : value;
}
