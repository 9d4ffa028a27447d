import { implicitConversion } from '../../dotnet/core/conversion/index.ts';
import { substitute, typeArguments } from '../../dotnet/core/substitute.ts';
import { T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import type { Expression, Span } from '../parse/syntax.ts';
import { bindArguments, convertArguments } from './arguments.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import type { Bound } from './bound.ts';
import { classifyImplicit, convert } from './conversions.ts';
import { longName } from './display.ts';
import { indexers } from './lookup.ts';
import type { CallArgument, Callable } from './overloads/callable.ts';
import { reportResolution } from './overloads/report.ts';
import { resolveOverload } from './overloads/resolve.ts';
import { bindValue, isUntyped } from './values.ts';

/** Binds `target[args]`. */
export function bindIndex(binder: Binder, node: Expression & { kind: 'index' }): Bound {
  const target = bindValue(binder, node.target);
  const args = bindArguments(binder, node.args);
  if (isError(target)) return errorNode(node);
  return bindElementAccess(binder, target, args, node);
}

/** Binds an element of an array or an indexer of a bound target. */
export function bindElementAccess(binder: Binder, target: Bound, args: readonly CallArgument[], span: Span): Bound {
  if (args.some((arg) => isError(arg.value)) || isError(target)) return errorNode(span);
  if (target.type.kind === 'array') return arrayElement(binder, target, target.type.element, args, span);
  const found = isUntyped(target) ? [] : indexers(target.type);
  if (found.length === 0) {
    const message = `Cannot apply indexing with [] to an expression of type '${longName(target.type)}'`;
    return binder.error('CS0021', message, span);
  }
  const byCallable = new Map<Callable, (typeof found)[number]>();
  for (const each of found) {
    const map = typeArguments(each.property.owner, each.receiver);
    const callable: Callable = {
      name: 'this',
      parameters: each.property.parameters.map((one) => ({ ...one, type: substitute(one.type, map) })),
      typeParameters: [],
      returns: substitute(each.property.type, map),
      declaredBy: each.receiver,
      candidate: undefined,
      localFunction: undefined,
    };
    byCallable.set(callable, each);
  }
  const resolution = resolveOverload(binder, [...byCallable.keys()], args, undefined);
  if (resolution.kind !== 'found') {
    reportResolution(binder, resolution, args, {
      name: 'this',
      nameSpan: span,
      isExtension: false,
      wrongCount: (count) => ({ code: 'CS1501', message: `No overload for method 'this' takes ${count} arguments` }),
    });
    return errorNode(span);
  }
  const { callable } = resolution.applicable;
  const { property, receiver } = byCallable.get(callable) as (typeof found)[number];
  const converted = convertArguments(binder, args, resolution.applicable, span);
  return { kind: 'property', property, receiver, self: target, args: converted, type: callable.returns, span };
}

const INDEX_TYPES: readonly TypeRef[] = [T.int, T.uint, T.long, T.ulong];

function arrayElement(
  binder: Binder,
  array: Bound,
  element: TypeRef,
  args: readonly CallArgument[],
  span: Span,
): Bound {
  if (args.length !== 1) {
    return binder.error('CS0022', `Wrong number of indices inside []; expected 1`, span);
  }
  const [arg] = args as [CallArgument];
  const type = INDEX_TYPES.find((each) => classifyImplicit(binder, arg.value, each) !== undefined);
  const index = convert(binder, arg.value, type ?? T.int);
  if (isError(index)) return errorNode(span);
  const number = index.type === T.int ? index : convertIndex(index);
  return { kind: 'arrayElement', array, indexes: [number], type: element, span };
}

/** Wider indexes than `int` are used by their numeric value. */
function convertIndex(index: Bound): Bound {
  const conversion = implicitConversion(index.type, T.double) ?? ({ kind: 'identity' } as const);
  return { kind: 'convert', operand: index, conversion, isChecked: false, type: T.double, span: index.span };
}
