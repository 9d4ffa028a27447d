import { underlyingNullable } from '../box.ts';
import { baseChain } from '../hierarchy.ts';
import { KEYWORD_TYPES } from '../keywords.ts';
import type { MethodMember } from '../members.ts';
import { substitute, typeArguments } from '../substitute.ts';
import { type NamedType, named, T, type TypeRef } from '../type-ref.ts';
import { universe } from '../universe.ts';
import { standardExplicit, standardImplicit } from './classify.ts';
import type { Conversion } from './conversion.ts';

interface Candidate {
  readonly method: MethodMember;
  readonly receiver: NamedType;
  readonly from: TypeRef;
  readonly to: TypeRef;
  readonly lifted: boolean;
}

export type UserDefined =
  | { readonly conversion: Conversion }
  | { readonly ambiguous: readonly [TypeRef, TypeRef] }
  | undefined;

/** The user-defined implicit conversion (C# spec 10.5.4). */
export function userImplicit(from: TypeRef, to: TypeRef): UserDefined {
  if (universe().isInterface(from) || universe().isInterface(to)) return undefined;
  return resolve(from, to, ['implicit'], standardImplicit, standardImplicit);
}

/** The user-defined explicit conversion (C# spec 10.5.5). */
export function userExplicit(from: TypeRef, to: TypeRef): UserDefined {
  if (universe().isInterface(from) || universe().isInterface(to)) return undefined;
  const encompasses = (a: TypeRef, b: TypeRef): Conversion | undefined =>
    standardImplicit(a, b) ?? (standardImplicit(b, a) ? standardExplicit(a, b) : undefined);
  return resolve(from, to, ['implicit', 'explicit'], encompasses, encompasses);
}

type Standard = (from: TypeRef, to: TypeRef) => Conversion | undefined;

function resolve(from: TypeRef, to: TypeRef, kinds: readonly string[], before: Standard, after: Standard): UserDefined {
  const candidates: Candidate[] = [];
  for (const declaring of declaringTypes(from, to)) {
    for (const kind of kinds) collect(declaring, kind, from, to, before, after, candidates);
  }
  if (candidates.length === 0) return undefined;
  const source = mostSpecificSource(candidates, from, before === standardImplicit);
  const target = mostSpecificTarget(candidates, to, after === standardImplicit);
  const best = candidates.filter((each) => each.from === source && each.to === target);
  const unlifted = best.filter((each) => !each.lifted);
  const [chosen, other] = unlifted.length > 0 ? unlifted : best;
  if (!chosen || other) return { ambiguous: [from, to] };
  const first = before(from, chosen.from);
  const last = after(chosen.to, to);
  if (!first || !last) return undefined;
  const { method, receiver, lifted } = chosen;
  return { conversion: { kind: 'user', method, receiver, before: first, after: last, lifted } };
}

/** The types that are searched for operators: both sides without `?`, with the base classes of each. */
function declaringTypes(from: TypeRef, to: TypeRef): Set<NamedType> {
  const types = new Set<NamedType>();
  for (const side of [underlyingNullable(from) ?? from, underlyingNullable(to) ?? to]) {
    if (side.kind === 'named' && !isPrimitive(side)) for (const each of baseChain(side)) types.add(each);
  }
  return types;
}

/** Types whose conversions the language defines itself. */
function isPrimitive(type: TypeRef): boolean {
  return PRIMITIVE.has(type);
}

const PRIMITIVE: ReadonlySet<TypeRef> = new Set(KEYWORD_TYPES.values());

function collect(
  declaring: NamedType,
  kind: string,
  from: TypeRef,
  to: TypeRef,
  before: Standard,
  after: Standard,
  found: Candidate[],
): void {
  const definition = universe().definition(declaring);
  for (const member of definition?.members(kind) ?? []) {
    if (member.kind !== 'implicit' && member.kind !== 'explicit') continue;
    const map = definition ? typeArguments(definition, declaring) : new Map<TypeRef, TypeRef>();
    const parameter = substitute(member.parameters[0]?.type ?? T.object, map);
    const returns = substitute(member.returns, map);
    if (before(from, parameter) && after(returns, to)) {
      found.push({ method: member, receiver: declaring, from: parameter, to: returns, lifted: false });
    }
    const liftable = universe().isValueType(parameter) && universe().isValueType(returns);
    if (!liftable || underlyingNullable(parameter) || underlyingNullable(returns)) continue;
    const liftedFrom = named('System.Nullable', parameter);
    const liftedTo = named('System.Nullable', returns);
    if (underlyingNullable(from) && before(from, liftedFrom) && after(liftedTo, to)) {
      found.push({ method: member, receiver: declaring, from: liftedFrom, to: liftedTo, lifted: true });
    }
  }
}

function mostSpecificSource(candidates: readonly Candidate[], from: TypeRef, implicitOnly: boolean): TypeRef {
  const types = candidates.map((each) => each.from);
  if (types.includes(from)) return from;
  if (implicitOnly) return mostEncompassed(types);
  const wider = types.filter((each) => standardImplicit(from, each));
  return wider.length > 0 ? mostEncompassed(wider) : mostEncompassing(types);
}

function mostSpecificTarget(candidates: readonly Candidate[], to: TypeRef, implicitOnly: boolean): TypeRef {
  const types = candidates.map((each) => each.to);
  if (types.includes(to)) return to;
  if (implicitOnly) return mostEncompassing(types);
  const narrower = types.filter((each) => standardImplicit(each, to));
  return narrower.length > 0 ? mostEncompassing(narrower) : mostEncompassed(types);
}

function mostEncompassed(types: readonly TypeRef[]): TypeRef {
  return types.find((each) => types.every((other) => standardImplicit(each, other))) ?? (types[0] as TypeRef);
}

function mostEncompassing(types: readonly TypeRef[]): TypeRef {
  return types.find((each) => types.every((other) => standardImplicit(other, each))) ?? (types[0] as TypeRef);
}
