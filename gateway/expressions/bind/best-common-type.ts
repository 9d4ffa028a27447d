import { implicitConversion } from '../../dotnet/core/conversion/index.ts';
import type { TypeRef } from '../../dotnet/core/type-ref.ts';
import { type Bound, NO_TYPE } from './bound.ts';

const PSEUDO: ReadonlySet<TypeRef> = new Set<TypeRef>(Object.values(NO_TYPE));

/** Whether the expression has a type of its own. */
export function hasType(value: Bound): boolean {
  return !PSEUDO.has(value.type);
}

/**
 * The type among those of `values` to which the others convert (C# spec 12.6.3.15); undefined when there is no single one.
 * Values without a type of their own have no say; whether they convert is for the caller to find.
 */
export function bestCommonType(values: readonly Bound[]): TypeRef | undefined {
  const candidates = new Set<TypeRef>();
  for (const value of values) if (hasType(value)) candidates.add(value.type);
  const all = [...candidates];
  const converts = (from: TypeRef, to: TypeRef): boolean => from === to || implicitConversion(from, to) !== undefined;
  const fitting = all.filter((type) => all.every((other) => converts(other, type)));
  return fitting.length === 1 ? fitting[0] : undefined;
}
