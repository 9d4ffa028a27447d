import { underlyingNullable } from '../box.ts';
import { inherits, isReferenceConvertible } from '../hierarchy.ts';
import { named, T, type TypeRef } from '../type-ref.ts';
import { universe } from '../universe.ts';
import { type Conversion, IDENTITY, REFERENCE } from './conversion.ts';
import { isImplicitNumeric, isNumeric } from './numeric.ts';

const VALUE_TYPE = named('System.ValueType');
const ENUM = named('System.Enum');

/** The standard implicit conversion between two types (C# spec 10.4.2); undefined when there is none. */
export function standardImplicit(from: TypeRef, to: TypeRef): Conversion | undefined {
  if (from === to) return IDENTITY;
  if (isImplicitNumeric(from, to)) return { kind: 'numeric', from, to };
  const target = underlyingNullable(to);
  if (target) {
    const source = underlyingNullable(from);
    const inner = source || isValue(from) ? standardImplicit(source ?? from, target) : undefined;
    if (inner && (inner.kind === 'identity' || inner.kind === 'numeric')) {
      return { kind: 'nullable', inner, fromNullable: source !== undefined, toNullable: true };
    }
    return undefined;
  }
  if (isValue(from)) return boxing(from, to);
  return isReferenceConvertible(from, to) ? REFERENCE : undefined;
}

function isValue(type: TypeRef): boolean {
  return universe().isValueType(type);
}

function boxing(from: TypeRef, to: TypeRef): Conversion | undefined {
  if (isValue(to)) return undefined;
  const source = underlyingNullable(from) ?? from;
  const allowed =
    to === T.object ||
    to === VALUE_TYPE ||
    (to === ENUM && universe().isEnum(source)) ||
    (universe().isInterface(to) && inherits(source, to));
  return allowed ? { kind: 'boxing', from } : undefined;
}

/** The standard explicit conversion: the reverse of an implicit one, casts, unboxing, enums; undefined when there is none. */
export function standardExplicit(from: TypeRef, to: TypeRef): Conversion | undefined {
  const implicit = standardImplicit(from, to);
  if (implicit) return implicit;
  if (isNumeric(from) && isNumeric(to)) return { kind: 'numeric', from, to };
  if (isEnumConvertible(from, to)) return { kind: 'enum', from, to };
  const source = underlyingNullable(from);
  const target = underlyingNullable(to);
  if ((source || target) && isValue(from) && isValue(to)) {
    const inner = standardExplicit(source ?? from, target ?? to);
    if (inner && (inner.kind === 'identity' || inner.kind === 'numeric' || inner.kind === 'enum')) {
      return { kind: 'nullable', inner, fromNullable: source !== undefined, toNullable: target !== undefined };
    }
    return undefined;
  }
  if (isValue(to)) return boxing(to, from) ? { kind: 'unboxing', to } : undefined;
  if (isValue(from)) return undefined;
  return isCastable(from, to) ? { kind: 'cast', to } : undefined;
}

function isEnumConvertible(from: TypeRef, to: TypeRef): boolean {
  const fromEnum = universe().isEnum(from);
  const toEnum = universe().isEnum(to);
  return (fromEnum && (toEnum || isNumeric(to))) || (toEnum && isNumeric(from));
}

/** Whether a reference of type `from` may at run time be a `to` (C# spec 10.3.5). */
function isCastable(from: TypeRef, to: TypeRef): boolean {
  if (isReferenceConvertible(to, from)) return true;
  if (from.kind === 'array' && to.kind === 'array') {
    return standardExplicit(from.element, to.element)?.kind === 'cast';
  }
  if (from.kind === 'array' || to.kind === 'array') return isArrayInterfaceCast(from, to);
  const fromInterface = universe().isInterface(from);
  const toInterface = universe().isInterface(to);
  // A class that is not sealed may have a derived class that implements the interface.
  if (toInterface) return fromInterface || !isSealed(from);
  if (fromInterface) return !isSealed(to);
  return universe().isDelegate(from) && universe().isDelegate(to) && sameDefinition(from, to);
}

function isArrayInterfaceCast(from: TypeRef, to: TypeRef): boolean {
  const [array, other] = from.kind === 'array' ? [from, to] : [to, from];
  if (array.kind !== 'array' || other.kind !== 'named' || !universe().isInterface(other)) return false;
  const [element] = other.args;
  return (
    element !== undefined &&
    standardExplicit(array.element, element)?.kind !== 'user' &&
    universe().isReferenceType(element)
  );
}

function sameDefinition(a: TypeRef, b: TypeRef): boolean {
  return a.kind === 'named' && b.kind === 'named' && a.name === b.name && a.args.length === b.args.length;
}

/** Classes of .NET that are sealed; a cast between them and an interface they lack is an error. */
const SEALED: ReadonlySet<TypeRef> = new Set<TypeRef>([
  T.string,
  named('System.Uri'),
  named('System.Text.StringBuilder'),
  named('System.TimeZoneInfo'),
]);

function isSealed(type: TypeRef): boolean {
  return SEALED.has(type) || universe().isDelegate(type);
}
