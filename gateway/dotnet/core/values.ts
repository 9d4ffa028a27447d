/**
 * How .NET values are held in JavaScript. The binder knows every static type, so values are unboxed where the type is
 * known and carry their type only where .NET boxes them (conversion to `object`, an interface or an unconstrained `T`).
 *
 * | .NET                            | statically typed            | as `object`            |
 * | ------------------------------- | --------------------------- | ---------------------- |
 * | bool, string, null              | boolean, string, null       | the same               |
 * | char                            | number (UTF-16 code unit)   | Boxed                  |
 * | sbyte byte short ushort int uint| number                      | Boxed                  |
 * | long ulong                      | bigint                      | Boxed                  |
 * | float double                    | number                      | Boxed                  |
 * | decimal, other structs, classes | a NetObject                 | the same               |
 * | enum                            | EnumValue                   | the same               |
 * | T?                              | null or as T                | null or as T boxed     |
 * | T[]                             | NetArray                    | the same               |
 * | delegate, lambda                | NetDelegate                 | the same               |
 *
 * Anything enumerable has `[Symbol.iterator]` and yields elements in the *statically typed* form of its element type.
 */
import type { TypeRef } from './type-ref.ts';

/** Base of every JavaScript class that stands for a .NET class or struct. */
export abstract class NetObject {
  /** The run-time type, with its type arguments. */
  abstract get netType(): TypeRef;
}

/** A value type held as `object`. Immutable; equality is by type and value. */
export class Boxed extends NetObject {
  readonly type: TypeRef;
  readonly value: number | bigint;
  constructor(type: TypeRef, value: number | bigint) {
    super();
    this.type = type;
    this.value = value;
  }
  override get netType(): TypeRef {
    return this.type;
  }
}

/** A value of an enum type; flag combinations are values of their own. Compare by `value`, never by identity. */
export class EnumValue extends NetObject {
  readonly type: TypeRef;
  readonly value: number;
  constructor(type: TypeRef, value: number) {
    super();
    this.type = type;
    this.value = value;
  }
  override get netType(): TypeRef {
    return this.type;
  }
}

/** A one-dimensional .NET array. `byte[]` holds a Uint8Array, every other element type a plain array. */
export class NetArray extends NetObject {
  readonly type: TypeRef;
  readonly items: unknown[] | Uint8Array;
  constructor(type: TypeRef, items: unknown[] | Uint8Array) {
    super();
    this.type = type;
    this.items = items;
  }
  override get netType(): TypeRef {
    return this.type;
  }
  [Symbol.iterator](): Iterator<unknown> {
    return this.items[Symbol.iterator]();
  }
}

/** A delegate: lambdas arrive in library code as this. Arguments and result are in statically typed form. */
export class NetDelegate extends NetObject {
  readonly type: TypeRef;
  readonly invoke: (...args: unknown[]) => unknown;
  constructor(type: TypeRef, invoke: (...args: unknown[]) => unknown) {
    super();
    this.type = type;
    this.invoke = invoke;
  }
  override get netType(): TypeRef {
    return this.type;
  }
}
