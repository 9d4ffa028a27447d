import { hasParams, type ParameterInfo } from '../../../dotnet/core/members.ts';
import { isOpen, type Substitution, substitute } from '../../../dotnet/core/substitute.ts';
import { T, type TypeRef } from '../../../dotnet/core/type-ref.ts';
import type { Binder } from '../binder.ts';
import { NO_TYPE } from '../bound.ts';
import { classifyImplicit } from '../conversions.ts';
import type { Applicable, CallArgument, Callable } from './callable.ts';
import { inferTypeArguments } from './inference.ts';

/** Why a callable does not fit the arguments. */
export type Mismatch =
  | { readonly kind: 'count' }
  | { readonly kind: 'missing'; readonly parameter: ParameterInfo }
  | { readonly kind: 'name'; readonly argument: number }
  | { readonly kind: 'duplicate'; readonly argument: number }
  | { readonly kind: 'typeArgumentCount' }
  | { readonly kind: 'inference' }
  | {
      readonly kind: 'argument';
      readonly argument: number;
      readonly type: TypeRef;
      readonly parameter: ParameterInfo;
      readonly attempt: Applicable;
    };

export type Fit =
  | { readonly ok: true; readonly applicable: Applicable }
  | { readonly ok: false; readonly mismatch: Mismatch };

/** Tries the callable in normal form and, where it has `params`, in expanded form. */
export function fitCallable(
  binder: Binder,
  callable: Callable,
  args: readonly CallArgument[],
  typeArgs: readonly TypeRef[] | undefined,
): Fit {
  const normal = fitForm(binder, callable, args, typeArgs, false);
  if (normal.ok || !hasParams(callable)) return normal;
  const expanded = fitForm(binder, callable, args, typeArgs, true);
  return expanded.ok || expanded.mismatch.kind === 'argument' || normal.mismatch.kind !== 'argument'
    ? expanded
    : normal;
}

function fitForm(
  binder: Binder,
  callable: Callable,
  args: readonly CallArgument[],
  typeArgs: readonly TypeRef[] | undefined,
  expanded: boolean,
): Fit {
  const slots = mapArguments(callable, args, expanded);
  if (!Array.isArray(slots)) return { ok: false, mismatch: slots as Mismatch };
  const open = args.map((_, i) => parameterType(callable, slots[i] as number, expanded));
  let map: Substitution = new Map();
  let chosen: readonly TypeRef[] = [];
  if (callable.typeParameters.length > 0) {
    if (typeArgs && typeArgs.length !== callable.typeParameters.length)
      return { ok: false, mismatch: { kind: 'typeArgumentCount' } };
    const inputs = args.map((arg, i) => ({
      value: arg.value,
      type: open[i] as TypeRef,
      byReference: arg.modifier === 'ref' || arg.modifier === 'out',
    }));
    const inferred = typeArgs ?? inferTypeArguments(binder, callable.typeParameters, inputs);
    if (!inferred) return { ok: false, mismatch: { kind: 'inference' } };
    chosen = inferred;
    map = new Map(callable.typeParameters.map((each, i) => [each, inferred[i] as TypeRef]));
  } else if (typeArgs && typeArgs.length > 0) return { ok: false, mismatch: { kind: 'typeArgumentCount' } };
  const types = open.map((type) => substitute(type, map));
  const applicable: Applicable = { callable, typeArgs: chosen, map, expanded, slots, types };
  for (const [i, arg] of args.entries()) {
    const parameter = callable.parameters[slots[i] as number] as ParameterInfo;
    if (passes(binder, arg, parameter, types[i] as TypeRef)) continue;
    const mismatch: Mismatch = {
      kind: 'argument',
      argument: i,
      type: types[i] as TypeRef,
      parameter,
      attempt: applicable,
    };
    return { ok: false, mismatch };
  }
  return { ok: true, applicable };
}

/** The parameter of each argument, or why there is none. */
function mapArguments(callable: Callable, args: readonly CallArgument[], expanded: boolean): number[] | Mismatch {
  const { parameters } = callable;
  const slots: number[] = [];
  const taken = new Set<number>();
  let named = false;
  for (const [i, arg] of args.entries()) {
    let slot = i;
    if (arg.name !== undefined) {
      slot = parameters.findIndex((each) => each.name === arg.name);
      if (slot < 0) return { kind: 'name', argument: i };
      if (slot !== i) named = true;
    } else if (named) return { kind: 'count' };
    else if (expanded) slot = Math.min(i, parameters.length - 1);
    if (slot >= parameters.length) return { kind: 'count' };
    const gathers = expanded && slot === parameters.length - 1 && arg.name === undefined;
    if (taken.has(slot) && !gathers) return { kind: 'duplicate', argument: i };
    taken.add(slot);
    slots.push(slot);
  }
  for (const [i, parameter] of parameters.entries()) {
    if (taken.has(i) || parameter.defaultValue) continue;
    if (parameter.modifier === 'params' && expanded) continue;
    return { kind: 'missing', parameter };
  }
  return slots;
}

function parameterType(callable: Callable, slot: number, expanded: boolean): TypeRef {
  const parameter = callable.parameters[slot] as ParameterInfo;
  if (expanded && slot === callable.parameters.length - 1 && parameter.type.kind === 'array')
    return parameter.type.element;
  return parameter.type;
}

function passes(binder: Binder, arg: CallArgument, parameter: ParameterInfo, type: TypeRef): boolean {
  const wanted = parameter.modifier === 'ref' || parameter.modifier === 'out' ? parameter.modifier : '';
  const given = arg.modifier === 'in' ? '' : arg.modifier;
  if (given !== wanted) return false;
  if (wanted !== '') {
    return arg.value.type === type || arg.value.type === NO_TYPE.declaration || arg.value.type === NO_TYPE.error;
  }
  if (isOpen(type)) return false;
  return type !== T.void && classifyImplicit(binder, arg.value, type) !== undefined;
}
