import { T } from '../../dotnet/core/type-ref.ts';
import { MAX_TUPLE, tupleType } from '../../dotnet/core/value-tuple.ts';
import type { Expression } from '../parse/syntax.ts';
import { impliedName } from './anonymous-objects.ts';
import { hasType } from './best-common-type.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import { type Bound, NO_TYPE } from './bound.ts';
import { bindValueOrUntyped } from './values.ts';

/** Binds `(a, b)`; without a type of its own when an element has none. */
export function bindTuple(binder: Binder, node: Expression & { kind: 'tuple' }): Bound {
  const items = node.elements.map((each) => bindValueOrUntyped(binder, each.value));
  if (items.some(isError)) return errorNode(node);
  if (items.length > MAX_TUPLE) {
    return binder.error(
      'APIM',
      `Tuples of more than ${MAX_TUPLE} elements are not supported in policy expressions`,
      node,
    );
  }
  const names = node.elements.map((each) => each.name ?? impliedName(each.value));
  const typed = items.every((item) => hasType(item) && item.type !== T.void);
  const type = typed ? tupleType(items.map((item) => item.type)) : NO_TYPE.tuple;
  return { kind: 'tuple', items, names, tupleNames: names, type, span: node };
}
