import { T } from '../../dotnet/core/type-ref.ts';
import type { Expression } from '../parse/syntax.ts';
import { type Binder, isError } from './binder.ts';
import type { Bound } from './bound.ts';
import { classifyImplicit, convert, reportUntypedConditional } from './conversions.ts';
import { userTruth } from './operators/user-defined.ts';
import { bindValueOrUntyped } from './values.ts';

/** Binds an expression that decides: it converts to bool or has an `operator true`. */
export function bindCondition(binder: Binder, node: Expression): Bound {
  const value = bindValueOrUntyped(binder, node);
  if (isError(value)) return value;
  if (value.kind === 'unboundConditional') return reportUntypedConditional(binder, value);
  if (classifyImplicit(binder, value, T.bool) === undefined) {
    const truth = userTruth(value, 'true');
    if (truth) return truth;
  }
  return convert(binder, value, T.bool);
}
