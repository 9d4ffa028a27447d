import { underlyingNullable } from '../../../dotnet/core/box.ts';
import { isNumeric } from '../../../dotnet/core/conversion/index.ts';
import { named, T, type TypeRef } from '../../../dotnet/core/type-ref.ts';
import { universe } from '../../../dotnet/core/universe.ts';
import type { Span } from '../../parse/syntax.ts';
import { convertArguments } from '../arguments.ts';
import type { Binder } from '../binder.ts';
import { type Bound, type MethodCandidate, NO_TYPE } from '../bound.ts';
import { classifyImplicit, convert } from '../conversions.ts';
import { operators } from '../lookup.ts';
import { type CallArgument, callableOf } from '../overloads/callable.ts';
import { resolveOverload } from '../overloads/resolve.ts';

/** Types whose operators are the language's own, though the library may declare them again. */
function isLanguageType(type: TypeRef): boolean {
  return isNumeric(type) || type === T.string || type === T.bool || type === T.object || universe().isEnum(type);
}

function candidates(op: string, count: number, operands: readonly Bound[]): MethodCandidate[] {
  const found: MethodCandidate[] = [];
  const seen = new Set<TypeRef>();
  for (const { type } of operands) {
    const plain = underlyingNullable(type) ?? type;
    if (seen.has(plain) || plain.kind !== 'named' || isLanguageType(plain) || plain.name.startsWith('?')) continue;
    seen.add(plain);
    for (const each of operators(plain, op)) {
      if (each.method.parameters.length === count && !found.some((other) => other.method === each.method))
        found.push(each);
    }
  }
  return found;
}

/** Binds an operator that an operand's type declares; undefined when none applies. */
export function bindUserOperator(binder: Binder, op: string, left: Bound, right: Bound, span: Span): Bound | undefined {
  return bind(binder, op, [left, right], span);
}

/** Binds a unary operator that the operand's type declares. */
export function bindUserUnary(binder: Binder, op: string, operand: Bound, span: Span): Bound | undefined {
  return bind(binder, op, [operand], span);
}

function bind(binder: Binder, op: string, operands: readonly Bound[], span: Span): Bound | undefined {
  const found = candidates(op, operands.length, operands);
  if (found.length === 0) return undefined;
  const args: CallArgument[] = operands.map((value) => ({
    value,
    name: undefined,
    nameSpan: undefined,
    modifier: '',
    span: value.span,
  }));
  const resolution = resolveOverload(binder, found.map(callableOf), args, undefined);
  if (resolution.kind === 'found') {
    const { method, receiver } = resolution.applicable.callable.candidate as MethodCandidate;
    return {
      kind: 'call',
      method,
      receiver,
      typeArgs: [],
      self: undefined,
      args: convertArguments(binder, args, resolution.applicable, span),
      type: resolution.applicable.callable.returns,
      span,
    };
  }
  return bindLifted(binder, op, found, operands, span);
}

/** The same operators on `T?`: null in gives null out, false for comparisons. */
function bindLifted(
  binder: Binder,
  op: string,
  found: readonly MethodCandidate[],
  operands: readonly Bound[],
  span: Span,
): Bound | undefined {
  if (!operands.some(({ type }) => type === NO_TYPE.null || underlyingNullable(type))) return undefined;
  if (operands.every(({ type }) => type === NO_TYPE.null)) return undefined;
  for (const { method, receiver } of found) {
    const types = method.parameters.map((each) => each.type);
    if (!types.every((type) => universe().isValueType(type))) continue;
    const nullable = types.map((type) => (underlyingNullable(type) ? type : named('System.Nullable', type)));
    if (!operands.every((operand, i) => classifyImplicit(binder, operand, nullable[i] as TypeRef))) continue;
    const [left, right] = operands.map((operand, i) => convert(binder, operand, nullable[i] as TypeRef));
    const info = { typeArgs: [], receiver };
    const call = method.implementation;
    if (!left) continue;
    if (!right) {
      const evaluate = (value: unknown): unknown => call(value, info);
      return {
        kind: 'unary',
        operand: left,
        evaluate,
        lifted: true,
        type: named('System.Nullable', method.returns),
        span,
      };
    }
    const evaluate = (a: unknown, b: unknown): unknown => call(a, b, info);
    const comparison = method.returns === T.bool;
    const lifted = op === '==' ? 'equal' : op === '!=' ? 'unequal' : comparison ? 'false' : 'null';
    const type = lifted === 'null' ? named('System.Nullable', method.returns) : T.bool;
    return { kind: 'binary', left, right, evaluate, lifted, type, span };
  }
  return undefined;
}

/** A call of `operator true` or `operator false` on the value, where its type declares it. */
export function userTruth(value: Bound, which: 'true' | 'false'): Bound | undefined {
  const [found] = operators(value.type, which);
  if (!found) return undefined;
  return {
    kind: 'call',
    method: found.method,
    receiver: found.receiver,
    typeArgs: [],
    self: undefined,
    args: [{ value, mode: 'value' }],
    type: T.bool,
    span: value.span,
  };
}
