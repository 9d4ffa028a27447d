import { arrayOf, T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import type { ArrayInitializer, Expression, Span } from '../parse/syntax.ts';
import { bestCommonType } from './best-common-type.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import { type Bound, NO_TYPE } from './bound.ts';
import { classifyImplicit, convert } from './conversions.ts';
import { constantNode } from './literals.ts';
import { bindType, unsupportedRank } from './type-names.ts';
import { bindValueOrUntyped } from './values.ts';

const SIZE_TYPES: readonly TypeRef[] = [T.int, T.uint, T.long, T.ulong];

/** Binds `new T[n]`, `new T[] { … }` and `new[] { … }`. */
export function bindNewArray(binder: Binder, node: Expression & { kind: 'newArray' }): Bound {
  if (node.dimensions > 1) {
    unsupportedRank(binder, node);
    return errorNode(node);
  }
  if (!node.element) return bindImplicitArray(binder, node);
  const element = bindType(binder, node.element);
  const sizes = node.sizes.map((size) => bindSize(binder, size));
  if (element === NO_TYPE.error || sizes.some(isError)) return errorNode(node);
  const type = arrayOf(element);
  if (!node.initializer) return { kind: 'newArray', sizes, items: undefined, type, span: node };
  const [size] = sizes;
  if (size && size.constant === undefined) {
    return binder.error('CS0150', 'A constant value is expected', size.span);
  }
  const expected = size ? Number(size.constant?.value) : node.initializer.items.length;
  if (expected !== node.initializer.items.length) {
    return binder.error('CS0847', `An array initializer of length '${expected}' is expected`, node.initializer);
  }
  return bindArrayInitializer(binder, node.initializer, type, node);
}

function bindSize(binder: Binder, node: Expression): Bound {
  const value = bindValueOrUntyped(binder, node);
  if (isError(value)) return value;
  if (value.constant && value.type === T.int && (value.constant.value as number) < 0) {
    return binder.error('CS0248', 'Cannot create an array with a negative size', node);
  }
  const type = SIZE_TYPES.find((each) => classifyImplicit(binder, value, each) !== undefined);
  return convert(binder, value, type ?? T.int);
}

function bindImplicitArray(binder: Binder, node: Expression & { kind: 'newArray' }): Bound {
  const items: Bound[] = [];
  for (const item of node.initializer?.items ?? []) {
    if (item.kind === 'arrayInitializer') {
      return binder.error(
        'CS0623',
        'Array initializers can only be used in a variable or field initializer. Try using a new expression instead.',
        item,
      );
    }
    items.push(bindValueOrUntyped(binder, item));
  }
  if (items.some(isError)) return errorNode(node);
  const element = bestCommonType(items);
  if (!element || element === T.void)
    return binder.error('CS0826', 'No best type found for implicitly-typed array', node);
  const converted = items.map((item) => convert(binder, item, element));
  if (converted.some(isError)) return errorNode(node);
  return { kind: 'newArray', sizes: [], items: converted, type: arrayOf(element), span: node };
}

/** Binds `{ … }` for an array of a known type. */
export function bindArrayInitializer(binder: Binder, node: ArrayInitializer, type: TypeRef, span: Span): Bound {
  if (type.kind !== 'array') {
    const message =
      'Can only use array initializer expressions to assign to array types. Try using a new expression instead.';
    return binder.error('CS0622', message, node);
  }
  const items = node.items.map((item) => {
    if (item.kind !== 'arrayInitializer') return convert(binder, bindValueOrUntyped(binder, item), type.element);
    return binder.error(
      'CS0623',
      'Array initializers can only be used in a variable or field initializer. Try using a new expression instead.',
      item,
    );
  });
  if (items.some(isError)) return errorNode(span);
  return { kind: 'newArray', sizes: [constantNode(items.length, T.int, span)], items, type, span };
}
