import type { Expression } from '../parse/syntax.ts';
import type { Binder } from './binder.ts';
import { type Bound, NO_TYPE } from './bound.ts';
import { bindType } from './type-names.ts';
import { Variable } from './variables.ts';

/** Binds `out int x` and `out var x`; the type of `var` comes from the parameter. */
export function bindDeclarationExpression(binder: Binder, node: Expression & { kind: 'declaration' }): Bound {
  const type = node.type ? bindType(binder, node.type) : NO_TYPE.declaration;
  const { designation } = node;
  if (designation.kind === 'single') {
    const variable = new Variable(designation.name, type, designation, binder.current);
    binder.declare(variable);
    return { kind: 'declaration', variable, isDiscard: false, type, span: node };
  }
  if (designation.kind === 'discard')
    return { kind: 'declaration', variable: undefined, isDiscard: true, type, span: node };
  return binder.error('CS8185', 'A declaration is not allowed in this context.', node);
}
