import { underlyingNullable } from './box.ts';
import { substitute, typeArguments } from './substitute.ts';
import { type NamedType, named, T, type TypeRef } from './type-ref.ts';
import { universe } from './universe.ts';

/** Generic interfaces that every one-dimensional array implements. */
const ARRAY_INTERFACES = [
  'System.Collections.Generic.IList',
  'System.Collections.Generic.ICollection',
  'System.Collections.Generic.IEnumerable',
  'System.Collections.Generic.IReadOnlyList',
  'System.Collections.Generic.IReadOnlyCollection',
];
const ARRAY = named('System.Array');
const ENUMERABLE = named('System.Collections.IEnumerable');

/** The base class of a closed or open type; undefined for System.Object, interfaces and type parameters. */
function baseType(type: TypeRef): NamedType | undefined {
  if (type.kind === 'array') return ARRAY;
  const definition = universe().definition(type);
  if (!definition) return type.kind === 'named' ? T.object : undefined;
  if (definition.base === null) return undefined;
  return substitute(definition.base, typeArguments(definition, type)) as NamedType;
}

const interfaceCache = new Map<TypeRef, readonly NamedType[]>();

/** Every interface the type implements, its own and inherited ones. */
export function allInterfaces(type: TypeRef): readonly NamedType[] {
  const cached = interfaceCache.get(type);
  if (cached) return cached;
  const found = new Set<NamedType>();
  if (type.kind === 'array') {
    for (const name of ARRAY_INTERFACES) if (universe().find(name, 1)) found.add(named(name, type.element));
    found.add(ENUMERABLE);
  }
  const definition = universe().definition(type);
  if (definition) {
    const map = typeArguments(definition, type);
    for (const declared of definition.interfaces) {
      const each = substitute(declared, map) as NamedType;
      found.add(each);
      for (const inherited of allInterfaces(each)) found.add(inherited);
    }
  }
  const base = baseType(type);
  if (base) for (const each of allInterfaces(base)) found.add(each);
  const list = [...found];
  interfaceCache.set(type, list);
  return list;
}

/** The type itself, then its base classes up to System.Object. */
export function baseChain(type: TypeRef): NamedType[] {
  const chain: NamedType[] = [];
  let current: TypeRef | undefined = type;
  if (current.kind === 'array') current = ARRAY;
  while (current?.kind === 'named') {
    chain.push(current);
    current = baseType(current);
  }
  return chain;
}

/** Whether a value of class, interface, delegate or array type `from` is a `to` without any change of representation. */
export function isReferenceConvertible(from: TypeRef, to: TypeRef): boolean {
  if (from === to || to === T.object) return universe().isReferenceType(from);
  if (!universe().isReferenceType(from) || !universe().isReferenceType(to)) return false;
  return inherits(from, to);
}

const inheritance = new Map<TypeRef, Map<TypeRef, boolean>>();

/** Whether `to` is among the base classes and interfaces of `from`, variance included; value types may ask as well. */
export function inherits(from: TypeRef, to: TypeRef): boolean {
  if (from === to || to === T.object) return true;
  let answers = inheritance.get(from);
  if (!answers) {
    answers = new Map();
    inheritance.set(from, answers);
  }
  let answer = answers.get(to);
  if (answer === undefined) {
    answers.set(to, false);
    answer = findInherits(from, to);
    answers.set(to, answer);
  }
  return answer;
}

function findInherits(from: TypeRef, to: TypeRef): boolean {
  if (to.kind === 'array') {
    return from.kind === 'array' && isReferenceConvertible(from.element, to.element);
  }
  if (from.kind === 'array' && to.kind === 'named' && to.args.length === 1 && ARRAY_INTERFACES.includes(to.name)) {
    const [element] = to.args;
    if (element && (from.element === element || isReferenceConvertible(from.element, element))) return true;
  }
  if (variantOf(from, to)) return true;
  if (universe().isInterface(to)) return allInterfaces(from).some((each) => each === to || variantOf(each, to));
  return baseChain(from).includes(to as NamedType);
}

/** Whether two constructions of one generic interface or delegate differ only as variance allows. */
function variantOf(from: TypeRef, to: TypeRef): boolean {
  if (from.kind !== 'named' || to.kind !== 'named' || from.name !== to.name) return false;
  if (from.args.length === 0 || from.args.length !== to.args.length) return false;
  const definition = universe().definition(to);
  if (!definition) return false;
  return from.args.every((arg, i) => {
    const target = to.args[i] as TypeRef;
    if (arg === target) return true;
    const variance = definition.variance[i];
    if (variance === 'out') return isReferenceConvertible(arg, target);
    return variance === 'in' && isReferenceConvertible(target, arg);
  });
}

/** The construction of the generic interface or class `name` that `type` is, implements or derives from. */
export function findConstruction(type: TypeRef, name: string, arity: number): NamedType[] {
  const matches = (each: NamedType): boolean => each.name === name && each.args.length === arity;
  return [...new Set([...baseChain(type), ...allInterfaces(type)].filter(matches))];
}

/** Whether `T?` of a value type, or a reference type: whether null is a value. */
export function acceptsNull(type: TypeRef): boolean {
  return universe().isReferenceType(type) || underlyingNullable(type) !== undefined;
}
