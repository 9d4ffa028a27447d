import type { TypeRef } from '../../../dotnet/core/type-ref.ts';
import type { Binder } from '../binder.ts';
import type { BoundKind } from '../bound.ts';

/** The result type of the overload that a method group gives for these argument types; undefined when there is none. */
export function methodGroupReturn(
  binder: Binder,
  group: BoundKind<'methodGroup'>,
  types: readonly TypeRef[],
): TypeRef | undefined {
  return binder.constructs.methodGroupReturn(binder, group, types);
}
