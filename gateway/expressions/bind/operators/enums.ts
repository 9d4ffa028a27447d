import { underlyingNullable } from '../../../dotnet/core/box.ts';
import { named, T, type TypeRef } from '../../../dotnet/core/type-ref.ts';
import { universe } from '../../../dotnet/core/universe.ts';
import { EnumValue } from '../../../dotnet/core/values.ts';
import type { Span } from '../../parse/syntax.ts';
import type { Binder } from '../binder.ts';
import { type Bound, type Evaluate2, NO_TYPE } from '../bound.ts';
import { classifyImplicit, convert } from '../conversions.ts';

type Comparison = (a: number, b: number) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
};

const LOGICAL: Readonly<Record<string, (a: number, b: number) => number>> = {
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
};

/** Binds the operators of enums: comparison, flags, and adding or subtracting numbers. */
export function bindEnumOperator(binder: Binder, op: string, left: Bound, right: Bound, span: Span): Bound | undefined {
  const type = enumOf(left) ?? enumOf(right);
  if (!type) return undefined;
  const lifted = [left, right].some((each) => each.type === NO_TYPE.null || underlyingNullable(each.type));
  const operand = lifted ? named('System.Nullable', type) : type;
  const fits = (value: Bound, target: TypeRef): boolean => classifyImplicit(binder, value, target) !== undefined;
  const make = (a: Bound, b: Bound, evaluate: Evaluate2, result: TypeRef): Bound => {
    const comparison = result === T.bool;
    const mode = !lifted ? '' : op === '==' ? 'equal' : op === '!=' ? 'unequal' : comparison ? 'false' : 'null';
    const resultType = mode === 'null' ? named('System.Nullable', result) : result;
    const node: Bound = { kind: 'binary', left: a, right: b, evaluate, lifted: mode, type: resultType, span };
    if (!a.constant || !b.constant || lifted) return node;
    const value = evaluate(a.constant.value as never, b.constant.value as never);
    return { kind: 'constant', type: result, span, constant: { value } };
  };
  // `e - 0` is an enum: the number is an int already, while as an enum the zero would have to be converted.
  const isOffset = op === '-' && enumOf(left) && (underlyingNullable(right.type) ?? right.type) === T.int;
  if (!isOffset && fits(left, operand) && fits(right, operand)) {
    const a = convert(binder, left, operand);
    const b = convert(binder, right, operand);
    const compare = COMPARISONS[op];
    if (compare) return make(a, b, (x: EnumValue, y: EnumValue) => compare(x.value, y.value), T.bool);
    const combine = LOGICAL[op];
    if (combine)
      return make(a, b, (x: EnumValue, y: EnumValue) => new EnumValue(type, combine(x.value, y.value)), type);
    if (op === '-') return make(a, b, (x: EnumValue, y: EnumValue) => (x.value - y.value) | 0, T.int);
  }
  if (op !== '+' && op !== '-') return undefined;
  const number = lifted ? named('System.Nullable', T.int) : T.int;
  const sign = op === '+' ? 1 : -1;
  if (enumOf(left) && fits(right, number)) {
    const evaluate = (x: EnumValue, y: number): EnumValue => new EnumValue(type, (x.value + sign * y) | 0);
    return make(convert(binder, left, operand), convert(binder, right, number), evaluate, type);
  }
  if (enumOf(right) && fits(left, number)) {
    const evaluate = (x: number, y: EnumValue): EnumValue => new EnumValue(type, (x + sign * y.value) | 0);
    return make(convert(binder, left, number), convert(binder, right, operand), evaluate, type);
  }
  return undefined;
}

function enumOf(value: Bound): TypeRef | undefined {
  const type = underlyingNullable(value.type) ?? value.type;
  return universe().isEnum(type) ? type : undefined;
}
