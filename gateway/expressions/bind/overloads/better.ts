import { underlyingNullable } from '../../../dotnet/core/box.ts';
import { implicitConversion } from '../../../dotnet/core/conversion/index.ts';
import { delegateSignature } from '../../../dotnet/core/delegates.ts';
import { substitute } from '../../../dotnet/core/substitute.ts';
import { T, type TypeRef } from '../../../dotnet/core/type-ref.ts';
import { universe } from '../../../dotnet/core/universe.ts';
import type { Bound } from '../bound.ts';
import type { Applicable, CallArgument } from './callable.ts';

/**
 * Compares two applicable callables (C# spec 12.6.4.3).
 * @returns negative when `a` is better, positive when `b` is, 0 when neither
 */
export function compareCallables(a: Applicable, b: Applicable, args: readonly CallArgument[]): number {
  let better = 0;
  for (const [i, arg] of args.entries()) {
    const order = betterConversion(arg.value, a.types[i] as TypeRef, b.types[i] as TypeRef);
    if (order === 0) continue;
    if (better !== 0 && Math.sign(order) !== Math.sign(better)) return 0;
    better = order;
  }
  if (better !== 0) return better;
  if (args.every((_, i) => a.types[i] === b.types[i])) return tieBreak(a, b, args.length);
  // As the compiler does, beyond the letter of the specification: `Split(null)` is the overload without defaults.
  return Number(usesDefaults(a, args.length)) - Number(usesDefaults(b, args.length));
}

function tieBreak(a: Applicable, b: Applicable, count: number): number {
  const generic = Number(a.callable.typeParameters.length > 0) - Number(b.callable.typeParameters.length > 0);
  if (generic !== 0) return generic;
  const expanded = Number(a.expanded) - Number(b.expanded);
  if (expanded !== 0) return expanded;
  if (a.expanded && a.callable.parameters.length !== b.callable.parameters.length) {
    return b.callable.parameters.length - a.callable.parameters.length;
  }
  if (a.expanded && b.expanded) {
    const [first, second] = [a, b].map(({ callable, map }) =>
      substitute(callable.parameters.at(-1)?.type ?? T.object, map),
    );
    if (first && second && first !== second) return betterTarget(undefined, first, second);
  }
  const defaults = Number(usesDefaults(a, count)) - Number(usesDefaults(b, count));
  if (defaults !== 0) return defaults;
  return moreSpecific(a, b);
}

function usesDefaults({ callable, slots, expanded }: Applicable, count: number): boolean {
  const given = new Set(slots).size;
  const gathered = expanded && !slots.includes(callable.parameters.length - 1) ? 1 : 0;
  return count > 0 || callable.parameters.length > 0 ? given + gathered < callable.parameters.length : false;
}

/** The more specific of two signatures before substitution: `T[]` beats `T`, `List<T>` beats `IEnumerable<T>`-less `T`. */
function moreSpecific(a: Applicable, b: Applicable): number {
  let result = 0;
  for (const [i, slot] of a.slots.entries()) {
    const order = specificity(a.callable, slot) - specificity(b.callable, b.slots[i] as number);
    if (order === 0) continue;
    if (result !== 0 && Math.sign(order) !== Math.sign(result)) return 0;
    result = order;
  }
  return result;
}

function specificity(callable: Applicable['callable'], slot: number): number {
  const parameter = callable.candidate?.method.parameters[slot] ?? callable.parameters[slot];
  return parameter ? openness(parameter.type) : 0;
}

/** How much of the type is a type parameter: the less, the more specific. */
function openness(type: TypeRef): number {
  if (type.kind === 'parameter') return 1;
  if (type.kind === 'array') return openness(type.element) / 2;
  return type.args.length === 0 ? 0 : type.args.reduce((sum, arg) => sum + openness(arg), 0) / (2 * type.args.length);
}

/** Which of two conversions of one expression is better (C# spec 12.6.4.5): negative for the first. */
function betterConversion(value: Bound, a: TypeRef, b: TypeRef): number {
  if (a === b) return 0;
  const exactA = matchesExactly(value, a);
  const exactB = matchesExactly(value, b);
  if (exactA !== exactB) return exactA ? -1 : 1;
  return betterTarget(value, a, b);
}

function matchesExactly(value: Bound, type: TypeRef): boolean {
  if (value.type === type) return true;
  if (value.kind !== 'unboundLambda') return false;
  const signature = delegateSignature(type);
  if (!signature) return false;
  const inferred = value.lambda.bind(signature.parameters).inferred;
  return inferred !== undefined && inferred === signature.returns;
}

const SIGNED: readonly TypeRef[] = [T.sbyte, T.short, T.int, T.long];
const UNSIGNED: readonly TypeRef[] = [T.byte, T.ushort, T.uint, T.ulong];

function betterTarget(value: Bound | undefined, a: TypeRef, b: TypeRef): number {
  const forward = implicitConversion(a, b) !== undefined;
  const backward = implicitConversion(b, a) !== undefined;
  if (forward !== backward) return forward ? -1 : 1;
  const delegates = betterDelegate(value, a, b);
  if (delegates !== 0) return delegates;
  const plainA = underlyingNullable(a) ?? a;
  const plainB = underlyingNullable(b) ?? b;
  if (SIGNED.includes(plainA) && UNSIGNED.includes(plainB)) return -1;
  if (UNSIGNED.includes(plainA) && SIGNED.includes(plainB)) return 1;
  return 0;
}

function betterDelegate(value: Bound | undefined, a: TypeRef, b: TypeRef): number {
  if (value?.kind !== 'unboundLambda' || !universe().isDelegate(a) || !universe().isDelegate(b)) return 0;
  const first = delegateSignature(a);
  const second = delegateSignature(b);
  if (!first || !second || first.parameters.length !== second.parameters.length) return 0;
  if (first.parameters.some((type, i) => type !== second.parameters[i])) return 0;
  if (first.returns === second.returns) return 0;
  if (first.returns === T.void) return 1;
  if (second.returns === T.void) return -1;
  return betterTarget(undefined, first.returns, second.returns);
}
