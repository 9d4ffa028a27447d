import { primitiveDefault } from '../core/box.ts';
import { declarations } from '../core/define.ts';
import type { TypeRef } from '../core/type-ref.ts';
import { EnumValue } from '../core/values.ts';
import { enumDeclaration } from './enum-text.ts';

const structs = new Map<string, (type: TypeRef) => unknown>();

/** Tells the value of `default(T)` of a struct that is not a language primitive. */
export function declareDefault(name: string, make: (type: TypeRef) => unknown): void {
  structs.set(name, make);
}

/** `default(T)` in static form: zero, the zero struct, the enum member 0, or null. */
export function defaultValue(type: TypeRef): unknown {
  const primitive = primitiveDefault(type);
  if (primitive !== undefined) return primitive;
  if (type.kind !== 'named') return null;
  const struct = structs.get(type.name);
  if (struct) return struct(type);
  return enumDeclaration(type.name, declarations().enums) ? new EnumValue(type, 0) : null;
}
