/**
 * References to types: what the binder reasons with. A `TypeRef` is interned: the same type is the same object, so types
 * are compared with `===`.
 */

/** A type as written in C#, closed or open. */
export type TypeRef = NamedType | ArrayType | TypeParameter;

/** A class, struct, interface, enum or delegate with its type arguments (`[]` when not generic). */
export interface NamedType {
  readonly kind: 'named';
  /** Full name without arity: `System.Collections.Generic.List`. With `arity` it identifies the definition. */
  readonly name: string;
  readonly args: readonly TypeRef[];
}

/** `T[]`. */
export interface ArrayType {
  readonly kind: 'array';
  readonly element: TypeRef;
}

/** A type parameter of a generic type or method, by owner and name. */
export interface TypeParameter {
  readonly kind: 'parameter';
  readonly name: string;
}

const interned = new Map<string, TypeRef>();

/** The type's C# full name: `System.Collections.Generic.List<System.Int32>[]`. */
export function typeName(type: TypeRef): string {
  if (type.kind === 'array') return `${typeName(type.element)}[]`;
  if (type.kind === 'parameter') return `!${type.name}`;
  return type.args.length === 0 ? type.name : `${type.name}<${type.args.map(typeName).join(',')}>`;
}

function intern<T extends TypeRef>(type: T): T {
  const key = typeName(type);
  const known = interned.get(key);
  if (known) return known as T;
  interned.set(key, type);
  return type;
}

/** The interned reference to a named type. @param name full name, e.g. `System.Int32` */
export function named(name: string, ...args: readonly TypeRef[]): NamedType {
  return intern({ kind: 'named', name, args });
}

/** The interned reference to `element[]`. */
export function arrayOf(element: TypeRef): ArrayType {
  return intern({ kind: 'array', element });
}

/** The interned reference to a type parameter. */
export function parameter(name: string): TypeParameter {
  return intern({ kind: 'parameter', name });
}

/** Types that the language itself names. */
export const T = {
  object: named('System.Object'),
  string: named('System.String'),
  bool: named('System.Boolean'),
  char: named('System.Char'),
  sbyte: named('System.SByte'),
  byte: named('System.Byte'),
  short: named('System.Int16'),
  ushort: named('System.UInt16'),
  int: named('System.Int32'),
  uint: named('System.UInt32'),
  long: named('System.Int64'),
  ulong: named('System.UInt64'),
  float: named('System.Single'),
  double: named('System.Double'),
  decimal: named('System.Decimal'),
  void: named('System.Void'),
} as const;
