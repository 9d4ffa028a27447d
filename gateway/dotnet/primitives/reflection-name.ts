import type { TypeRef } from '../core/type-ref.ts';

/**
 * The name that `Type.ToString()` and therefore the default `Object.ToString()` print, with arity and bracketed type
 * arguments: ``System.Collections.Generic.List`1[System.String]`` (observed with .NET 10).
 */
export function reflectionName(type: TypeRef): string {
  if (type.kind === 'array') return `${reflectionName(type.element)}[]`;
  if (type.kind === 'parameter') return type.name;
  if (type.args.length === 0) return type.name;
  return `${type.name}\`${type.args.length}[${type.args.map(reflectionName).join(',')}]`;
}

/** `Type.Name`: the last part of the full name, with arity. */
export function shortName(type: TypeRef): string {
  if (type.kind === 'array') return `${shortName(type.element)}[]`;
  if (type.kind === 'parameter') return type.name;
  const last = type.name.slice(Math.max(type.name.lastIndexOf('.'), type.name.lastIndexOf('+')) + 1);
  return type.args.length === 0 ? last : `${last}\`${type.args.length}`;
}
