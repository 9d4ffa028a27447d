import type { TypeDefinition } from './definition.ts';
import { arrayOf, named, type TypeRef } from './type-ref.ts';

/** What type parameters stand for. */
export type Substitution = ReadonlyMap<TypeRef, TypeRef>;

/** `type` with its type parameters replaced. Those that the map lacks stay. */
export function substitute(type: TypeRef, map: Substitution): TypeRef {
  if (map.size === 0) return type;
  switch (type.kind) {
    case 'parameter':
      return map.get(type) ?? type;
    case 'array': {
      const element = substitute(type.element, map);
      return element === type.element ? type : arrayOf(element);
    }
    case 'named': {
      if (type.args.length === 0) return type;
      let changed = false;
      const args = type.args.map((arg) => {
        const replaced = substitute(arg, map);
        if (replaced !== arg) changed = true;
        return replaced;
      });
      return changed ? named(type.name, ...args) : type;
    }
  }
}

const NONE: Substitution = new Map();
const known = new WeakMap<TypeRef, Substitution>();

/** The type arguments of `type`, by the parameters of its definition. */
export function typeArguments(definition: TypeDefinition, type: TypeRef): Substitution {
  if (type.kind !== 'named' || type.args.length === 0) return NONE;
  let map = known.get(type);
  if (!map) {
    map = new Map(definition.parameters.map((each, i) => [each, type.args[i] as TypeRef]));
    known.set(type, map);
  }
  return map;
}

/** Whether a type parameter occurs in `type`. */
export function isOpen(type: TypeRef): boolean {
  if (type.kind === 'parameter') return true;
  if (type.kind === 'array') return isOpen(type.element);
  return type.args.some(isOpen);
}
