import { T, type TypeRef } from '../core/type-ref.ts';
import { NetArray, NetObject } from '../core/values.ts';
import { unitsOf } from '../primitives/net-arrays.ts';

/** Anything that `foreach` accepts, in JavaScript's terms. */
export type Enumerable = Iterable<unknown>;

/**
 * The elements of an enumerable value in the static form of its element type. A `string` is an `IEnumerable<char>`: its
 * elements are UTF-16 code units.
 */
export function elements(source: unknown): Enumerable {
  if (typeof source === 'string') return unitsOf(source);
  return source as Enumerable;
}

/** Whether `foreach` could run over the value. */
export function isEnumerable(value: unknown): boolean {
  if (typeof value === 'string') return true;
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

/** Element types of classes that are not generic themselves (JArray, GroupCollection…), by full name. */
const elementTypes = new Map<string, TypeRef>();

/** Tells what a class that is no generic collection yields. */
export function declareElementType(className: string, element: TypeRef): void {
  elementTypes.set(className, element);
}

/** The element type of an enumerable value at run time: what its elements must be boxed as. */
export function elementType(source: unknown): TypeRef {
  if (typeof source === 'string') return T.char;
  if (source instanceof NetArray) return source.type.kind === 'array' ? source.type.element : T.object;
  if (!(source instanceof NetObject)) return T.object;
  const type = source.netType;
  if (type.kind !== 'named') return T.object;
  const known = elementTypes.get(type.name);
  if (known) return known;
  const sequence = (source as { elementType?: TypeRef }).elementType;
  return sequence ?? type.args[0] ?? T.object;
}
