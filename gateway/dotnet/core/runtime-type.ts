import { underlyingNullable } from './box.ts';
import { throwNet } from './exception.ts';
import { inherits } from './hierarchy.ts';
import { T, type TypeRef } from './type-ref.ts';
import { NetObject } from './values.ts';

/** The run-time type of a value in `object` form; undefined for null. */
export function runtimeTypeOf(value: unknown): TypeRef | undefined {
  if (typeof value === 'string') return T.string;
  if (value instanceof NetObject) return value.netType;
  if (typeof value === 'boolean') return T.bool;
  return undefined;
}

/** `value is type` for a value in `object` form. */
export function isInstance(value: unknown, type: TypeRef): boolean {
  const actual = runtimeTypeOf(value);
  if (actual === undefined) return false;
  return actual === type || inherits(actual, underlyingNullable(type) ?? type);
}

/** The full name as exception messages of the runtime print it: `System.Collections.Generic.List`1[System.Int32]`. */
function reflectionText(type: TypeRef): string {
  if (type.kind === 'array') return `${reflectionText(type.element)}[]`;
  if (type.kind === 'parameter') return type.name;
  if (type.args.length === 0) return type.name;
  return `${type.name}\`${type.args.length}[${type.args.map(reflectionText).join(',')}]`;
}

/** Raises the InvalidCastException of a failed reference cast or unboxing, worded as .NET does. */
export function throwInvalidCast(value: unknown, to: TypeRef): never {
  const from = runtimeTypeOf(value) ?? T.object;
  return throwNet(
    'System.InvalidCastException',
    `Unable to cast object of type '${reflectionText(from)}' to type '${reflectionText(to)}'.`,
  );
}
