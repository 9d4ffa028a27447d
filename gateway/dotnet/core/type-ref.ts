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

/** The type's C# full name: `System.Collections.Generic.List<System.Int32>[]`. */
export function typeName(type: TypeRef): string {
  if (type.kind === 'array') return `${typeName(type.element)}[]`;
  if (type.kind === 'parameter') return `!${type.name}`;
  return type.args.length === 0 ? type.name : `${type.name}<${type.args.map(typeName).join(',')}>`;
}

/** Where interned types are found: by name, then by one argument after the other. */
interface Node {
  type: NamedType | undefined;
  readonly next: Map<TypeRef, Node>;
}

const byName = new Map<string, Node>();
const arrays = new Map<TypeRef, ArrayType>();
const parameters = new Map<string, TypeParameter>();

function below<Key>(map: Map<Key, Node>, key: Key): Node {
  let node = map.get(key);
  if (!node) {
    node = { type: undefined, next: new Map() };
    map.set(key, node);
  }
  return node;
}

/** The interned reference to a named type. @param name full name, e.g. `System.Int32` */
export function named(name: string, ...args: readonly TypeRef[]): NamedType {
  let node = below(byName, name);
  for (const arg of args) node = below(node.next, arg);
  node.type ??= { kind: 'named', name, args };
  return node.type;
}

/** The interned reference to `element[]`. */
export function arrayOf(element: TypeRef): ArrayType {
  let type = arrays.get(element);
  if (!type) {
    type = { kind: 'array', element };
    arrays.set(element, type);
  }
  return type;
}

/** The interned reference to a type parameter. */
export function parameter(name: string): TypeParameter {
  let type = parameters.get(name);
  if (!type) {
    type = { kind: 'parameter', name };
    parameters.set(name, type);
  }
  return type;
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
