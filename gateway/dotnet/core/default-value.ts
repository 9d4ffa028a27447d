import { primitiveDefault, underlyingNullable } from './box.ts';
import type { Runtime } from './define.ts';
import { named, T, type TypeRef } from './type-ref.ts';
import { universe } from './universe.ts';
import { EnumValue } from './values.ts';

const IDLE: Runtime = {
  now: () => 0,
  randomBytes: (count) => new Uint8Array(count),
  platform: 'linux',
  charge: () => {},
};
const defaults = new Map<TypeRef, unknown>();

/**
 * `default(type)` in static form. A declared struct gives what its constructor without parameters makes; structs are
 * immutable, so that one value serves all.
 */
export function defaultValue(type: TypeRef): unknown {
  const primitive = primitiveDefault(type);
  if (primitive !== undefined) return primitive;
  const known = defaults.get(type);
  if (known !== undefined) return known;
  const value = structDefault(type);
  defaults.set(type, value);
  return value;
}

function structDefault(type: TypeRef): unknown {
  if (type.kind !== 'named' || underlyingNullable(type)) return null;
  const definition = universe().definition(type);
  if (definition?.kind === 'enum') return new EnumValue(type, 0);
  if (definition?.kind !== 'struct' || type === T.void) return null;
  for (const member of definition.members('.ctor')) {
    if (member.kind === 'constructor' && member.parameters.length === 0) {
      return member.implementation({ typeArgs: [], receiver: named(type.name, ...type.args), runtime: IDLE });
    }
  }
  return null;
}
