import { type NamedType, named, type TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';

/** `IEnumerable<element>`. */
export function enumerableOf(element: TypeRef): NamedType {
  return named('System.Collections.Generic.IEnumerable', element);
}

/** A lazy sequence: what LINQ operators return. Every enumeration starts the generator anew. */
export class Sequence extends NetObject {
  readonly elementType: TypeRef;
  readonly #start: () => Iterator<unknown>;
  constructor(element: TypeRef, start: () => Iterator<unknown>) {
    super();
    this.elementType = element;
    this.#start = start;
  }
  override get netType(): TypeRef {
    return enumerableOf(this.elementType);
  }
  [Symbol.iterator](): Iterator<unknown> {
    return this.#start();
  }
}
