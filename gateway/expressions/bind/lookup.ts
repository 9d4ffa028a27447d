import { allInterfaces, baseChain } from '../../dotnet/core/hierarchy.ts';
import type { MethodMember, PropertyMember } from '../../dotnet/core/members.ts';
import { type NamedType, T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import { universe } from '../../dotnet/core/universe.ts';
import type { MethodCandidate } from './bound.ts';

/** What a member name means on a type. */
export type MemberLookup =
  | { readonly kind: 'property'; readonly property: PropertyMember; readonly receiver: NamedType }
  | { readonly kind: 'methods'; readonly candidates: readonly MethodCandidate[] };

const cache = new Map<TypeRef, Map<string, MemberLookup | null>>();

/** The types whose declarations are searched, the most derived first. */
function lookupChain(type: TypeRef): NamedType[] {
  if (universe().isInterface(type)) return [type as NamedType, ...allInterfaces(type), T.object];
  return baseChain(type);
}

/** Finds a property or methods by name; undefined when the type has none. */
export function lookupMember(type: TypeRef, name: string): MemberLookup | undefined {
  let names = cache.get(type);
  if (!names) {
    names = new Map();
    cache.set(type, names);
  }
  let result = names.get(name);
  if (result === undefined) {
    result = find(type, name) ?? null;
    names.set(name, result);
  }
  return result ?? undefined;
}

function find(type: TypeRef, name: string): MemberLookup | undefined {
  // A class may leave the members of an interface to the declaration of the interface.
  const own = findIn(lookupChain(type), name);
  if (type.kind === 'array' || universe().isInterface(type)) return own;
  if (own && !(own.kind === 'methods' && own.candidates.every(({ receiver }) => receiver === T.object))) return own;
  const inherited = findIn(allInterfaces(type), name);
  if (!own || inherited?.kind !== 'methods' || own.kind !== 'methods') return inherited ?? own;
  return { kind: 'methods', candidates: [...inherited.candidates, ...own.candidates] };
}

function findIn(chain: readonly NamedType[], name: string): MemberLookup | undefined {
  const candidates: MethodCandidate[] = [];
  for (const receiver of chain) {
    for (const member of universe().definition(receiver)?.members(name) ?? []) {
      if (member.kind === 'property' || member.kind === 'constant') {
        if (candidates.length === 0) return { kind: 'property', property: member, receiver };
      } else if (member.kind === 'method') candidates.push({ method: member, receiver });
    }
  }
  return candidates.length > 0 ? { kind: 'methods', candidates } : undefined;
}

/** The constructors of a type. */
export function constructors(type: NamedType): MethodCandidate[] {
  const found: MethodCandidate[] = [];
  for (const member of universe().definition(type)?.members('.ctor') ?? []) {
    if (member.kind === 'constructor') found.push({ method: member, receiver: type });
  }
  return found;
}

/** The indexers of a type: those of the most derived type that has any, then of its bases. */
export function indexers(type: TypeRef): { property: PropertyMember; receiver: NamedType }[] {
  const own = indexersIn(lookupChain(type));
  return own.length > 0 ? own : indexersIn(allInterfaces(type));
}

function indexersIn(chain: readonly NamedType[]): { property: PropertyMember; receiver: NamedType }[] {
  const found: { property: PropertyMember; receiver: NamedType }[] = [];
  for (const receiver of chain) {
    for (const member of universe().definition(receiver)?.members('this') ?? []) {
      if (member.kind === 'indexer') found.push({ property: member, receiver });
    }
  }
  return found;
}

/** The extension methods of a name that the default usings bring in. */
export function extensionMethods(name: string): MethodCandidate[] {
  const found: MethodCandidate[] = [];
  for (const definition of universe().extensions(name)) {
    for (const member of definition.members(name)) {
      if (member.kind === 'method' && member.isExtension)
        found.push({ method: member as MethodMember, receiver: definition.self });
    }
  }
  return found;
}

/** The operators of a sign that a type or its bases declare. */
export function operators(type: TypeRef, sign: string): MethodCandidate[] {
  const found: MethodCandidate[] = [];
  for (const receiver of baseChain(type)) {
    for (const member of universe().definition(receiver)?.members(`operator ${sign}`) ?? []) {
      if (member.kind === 'operator') found.push({ method: member, receiver });
    }
    if (found.length > 0) break;
  }
  return found;
}
