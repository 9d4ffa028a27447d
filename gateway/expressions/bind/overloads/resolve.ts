import { inherits } from '../../../dotnet/core/hierarchy.ts';
import { T, type TypeRef } from '../../../dotnet/core/type-ref.ts';
import { universe } from '../../../dotnet/core/universe.ts';
import type { Binder } from '../binder.ts';
import { fitCallable, type Mismatch } from './applicable.ts';
import { compareCallables } from './better.ts';
import type { Applicable, CallArgument, Callable } from './callable.ts';

export type Resolution =
  | { readonly kind: 'found'; readonly applicable: Applicable }
  | { readonly kind: 'ambiguous'; readonly first: Callable; readonly second: Callable }
  | {
      readonly kind: 'none';
      readonly mismatches: readonly { readonly callable: Callable; readonly mismatch: Mismatch }[];
    };

/** Chooses the overload for the arguments (C# spec 12.6.4). Reports nothing. */
export function resolveOverload(
  binder: Binder,
  callables: readonly Callable[],
  args: readonly CallArgument[],
  typeArgs: readonly TypeRef[] | undefined,
): Resolution {
  const mismatches: { callable: Callable; mismatch: Mismatch }[] = [];
  let applicable: Applicable[] = [];
  for (const callable of callables) {
    const result = fitCallable(binder, callable, args, typeArgs);
    if (result.ok) applicable.push(result.applicable);
    else mismatches.push({ callable, mismatch: result.mismatch });
  }
  if (applicable.length === 0) return { kind: 'none', mismatches };
  if (applicable.length > 1) applicable = withoutHidden(applicable);
  const best = applicable.filter((each) =>
    applicable.every((other) => other === each || compareCallables(each, other, args) < 0),
  );
  const [winner] = best;
  if (winner) return { kind: 'found', applicable: winner };
  const [first, second] = mostlyBest(applicable, args);
  return { kind: 'ambiguous', first: (first as Applicable).callable, second: (second as Applicable).callable };
}

/** Methods of base types give way when a derived type has an applicable one. */
function withoutHidden(applicable: readonly Applicable[]): Applicable[] {
  return applicable.filter((each) => {
    const { declaredBy } = each.callable;
    if (!declaredBy) return true;
    return !applicable.some(({ callable: other }) => {
      if (!other.declaredBy || other.declaredBy === declaredBy || other.candidate?.method.isExtension) return false;
      if (universe().isInterface(declaredBy) && !universe().isInterface(other.declaredBy))
        return other.declaredBy !== T.object;
      return inherits(other.declaredBy, declaredBy);
    });
  });
}

function mostlyBest(applicable: readonly Applicable[], args: readonly CallArgument[]): Applicable[] {
  const undominated = applicable.filter((each) => !applicable.some((other) => compareCallables(other, each, args) < 0));
  return undominated.length > 1 ? undominated : [...applicable];
}
