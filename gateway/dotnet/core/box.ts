import { NetDecimal } from './decimal.ts';
import { T, type TypeRef } from './type-ref.ts';
import { Boxed } from './values.ts';

/** Types whose static form is a bare JavaScript number or bigint and which therefore need a box to be an `object`. */
const primitives: ReadonlySet<TypeRef> = new Set<TypeRef>([
  T.char,
  T.sbyte,
  T.byte,
  T.short,
  T.ushort,
  T.int,
  T.uint,
  T.long,
  T.ulong,
  T.float,
  T.double,
]);

/** The `T` of `T?`, or undefined when `type` is not a nullable value type. */
export function underlyingNullable(type: TypeRef): TypeRef | undefined {
  return type.kind === 'named' && type.name === 'System.Nullable' ? type.args[0] : undefined;
}

/** Whether values of `type` look different as `object` (see the table in values.ts). */
export function needsBox(type: TypeRef): boolean {
  return primitives.has(underlyingNullable(type) ?? type);
}

/**
 * The value as `object` sees it.
 * @param value in the static form of `type`
 */
export function box(value: unknown, type: TypeRef): unknown {
  if (value === null || value === undefined) return null;
  const underlying = underlyingNullable(type) ?? type;
  return primitives.has(underlying) ? new Boxed(underlying, value as number | bigint) : value;
}

/** The static form of a value held as `object`. No check is made: test the run-time type first. */
export function unbox(value: unknown): unknown {
  return value instanceof Boxed ? value.value : value;
}

const ZERO: ReadonlyMap<TypeRef, unknown> = new Map<TypeRef, unknown>([
  [T.bool, false],
  [T.char, 0],
  [T.sbyte, 0],
  [T.byte, 0],
  [T.short, 0],
  [T.ushort, 0],
  [T.int, 0],
  [T.uint, 0],
  [T.long, 0n],
  [T.ulong, 0n],
  [T.float, 0],
  [T.double, 0],
  [T.decimal, NetDecimal.zero],
]);

/** `default(type)` of the types that the language itself knows; undefined for every other type. */
export function primitiveDefault(type: TypeRef): unknown {
  return ZERO.get(type);
}
