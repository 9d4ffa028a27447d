import { hasParams, type ParameterInfo } from '../../dotnet/core/members.ts';
import { substitute } from '../../dotnet/core/substitute.ts';
import { arrayOf, type TypeRef } from '../../dotnet/core/type-ref.ts';
import type { Argument, Span } from '../parse/syntax.ts';
import { type Binder, errorNode } from './binder.ts';
import { type Bound, type BoundArgument, NO_TYPE } from './bound.ts';
import { convert } from './conversions.ts';
import type { Applicable, CallArgument } from './overloads/callable.ts';
import { isAssignable, reportNotAssignable } from './places.ts';
import { bindValueOrUntyped } from './values.ts';

/** Binds the arguments of a call without converting them yet. */
export function bindArguments(binder: Binder, args: readonly Argument[]): CallArgument[] {
  return args.map((arg) => {
    const value = bindArgument(binder, arg);
    return {
      value,
      name: arg.name?.text,
      nameSpan: arg.name,
      modifier: arg.modifier,
      span: arg,
    };
  });
}

function bindArgument(binder: Binder, arg: Argument): Bound {
  if (arg.modifier === 'out' && arg.value.kind === 'name' && arg.value.name === '_' && !binder.scope.find('_')) {
    return { kind: 'declaration', variable: undefined, isDiscard: true, type: NO_TYPE.declaration, span: arg.value };
  }
  const value = bindValueOrUntyped(binder, arg.value);
  if (
    (arg.modifier === 'ref' || arg.modifier === 'out') &&
    value.kind !== 'declaration' &&
    value.type !== NO_TYPE.error
  ) {
    if (!isAssignable(value)) {
      reportNotAssignable(binder, value, 'argument');
      return errorNode(value.span);
    }
  }
  return value;
}

/** Converts the arguments to the parameters of the chosen overload, in the order of the parameters, defaults filled in. */
export function convertArguments(
  binder: Binder,
  args: readonly CallArgument[],
  chosen: Applicable,
  span: Span,
): BoundArgument[] {
  const { callable, slots, expanded, map } = chosen;
  const { parameters } = callable;
  const last = parameters.length - 1;
  const result: (BoundArgument | undefined)[] = new Array(parameters.length).fill(undefined);
  const gathered: Bound[] = [];
  for (const [i, arg] of args.entries()) {
    const slot = slots[i] as number;
    const parameter = parameters[slot] as ParameterInfo;
    const type = chosen.types[i] as TypeRef;
    const mode = parameter.modifier === 'ref' || parameter.modifier === 'out' ? parameter.modifier : 'value';
    const value = mode === 'value' ? convert(binder, arg.value, type) : place(binder, arg.value, type);
    if (expanded && slot === last) gathered.push(value);
    else result[slot] = { value, mode };
  }
  if (expanded && hasParams(callable)) {
    const declared = substitute((parameters[last] as ParameterInfo).type, map);
    const element = declared.kind === 'array' ? declared.element : declared;
    const array: Bound = { kind: 'newArray', sizes: [], items: gathered, type: arrayOf(element), span };
    result[last] = { value: array, mode: 'value' };
  }
  return parameters.map((parameter, i) => {
    const given = result[i];
    if (given) return given;
    const type = substitute(parameter.type, map);
    const fallback = parameter.defaultValue?.value;
    const value: Bound =
      fallback === undefined
        ? { kind: 'default', type, span }
        : { kind: 'constant', type, span, constant: { value: fallback } };
    return { value, mode: 'value' };
  });
}

/** The place that a `ref` or `out` argument names; `out var` gets its type here. */
function place(binder: Binder, value: Bound, type: TypeRef): Bound {
  if (value.kind !== 'declaration') return value;
  if (value.variable && value.variable.type === NO_TYPE.declaration) value.variable.type = type;
  if (value.isDiscard || !value.variable) {
    const temp = binder.temp(type, value.span);
    return { kind: 'declaration', variable: temp, isDiscard: true, type, span: value.span };
  }
  return { ...value, type };
}
