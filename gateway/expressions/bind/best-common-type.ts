import type { TypeRef } from '../../dotnet/core/type-ref.ts';
import type { Binder } from './binder.ts';
import { type Bound, NO_TYPE } from './bound.ts';
import { classifyImplicit } from './conversions.ts';

const PSEUDO: ReadonlySet<TypeRef> = new Set<TypeRef>(Object.values(NO_TYPE));

/** Whether the expression has a type of its own. */
export function hasType(value: Bound): boolean {
  return !PSEUDO.has(value.type);
}

/** The type among those of `values` to which all of them convert (C# spec 12.6.3.15); undefined when there is no single one. */
export function bestCommonType(binder: Binder, values: readonly Bound[]): TypeRef | undefined {
  const candidates = new Set<TypeRef>();
  for (const value of values) if (hasType(value)) candidates.add(value.type);
  const [first] = candidates;
  if (candidates.size === 1 && first && values.every((value) => value.type === first)) return first;
  const fitting = [...candidates].filter((type) =>
    values.every((value) => classifyImplicit(binder, value, type) !== undefined),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}
