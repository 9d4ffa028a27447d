import type { Expression } from '../parse/syntax.ts';
import type { Binder } from './binder.ts';
import type { Bound } from './bound.ts';
import { requireValue } from './values.ts';

/** Runs `bind` where integer overflow raises or wraps. */
export function inChecked<R>(binder: Binder, isChecked: boolean, bind: () => R): R {
  const outer = binder.checkedContext;
  binder.checkedContext = isChecked;
  try {
    return bind();
  } finally {
    binder.checkedContext = outer;
  }
}

/** Binds `checked(x)` and `unchecked(x)`. */
export function bindChecked(binder: Binder, node: Expression & { kind: 'checked' }): Bound {
  return inChecked(binder, node.isChecked, () => requireValue(binder, binder.expression(node.value)));
}
