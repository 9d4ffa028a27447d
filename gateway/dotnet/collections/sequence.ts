import { type NamedType, named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';

/** `IEnumerable<element>`. */
export function enumerableOf(element: TypeRef): NamedType {
  return named('System.Collections.Generic.IEnumerable', element);
}

/** A lazy sequence: what LINQ operators return. Every enumeration starts the generator anew. */
export class Sequence extends NetObject {
  readonly elementType: TypeRef;
  /** The enumerables that this one yields one after the other, where that is all it does: they can be copied whole. */
  readonly parts: readonly unknown[] | undefined;
  readonly #start: () => Iterator<unknown>;
  readonly #type: TypeRef;
  /** @param type what the sequence is at run time; a plain IEnumerable unless told */
  constructor(
    element: TypeRef,
    start: () => Iterator<unknown>,
    type: TypeRef = enumerableOf(element),
    parts?: readonly unknown[],
  ) {
    super();
    this.elementType = element;
    this.parts = parts;
    this.#start = start;
    this.#type = type;
  }
  override get netType(): TypeRef {
    return this.#type;
  }
  [Symbol.iterator](): Iterator<unknown> {
    return this.#start();
  }
}
