import type { Expression } from '../parse/syntax.ts';
import type { Binder } from './binder.ts';
import { type Bound, NO_TYPE } from './bound.ts';
import { methodName, shortName } from './display.ts';

/** Binds an expression that must be a value, though it may lack a type: null, a lambda, a method group. */
export function bindValueOrUntyped(binder: Binder, node: Expression): Bound {
  return requireValue(binder, binder.expression(node));
}

/** Binds an expression that must have a type: an operand, a receiver. */
export function bindValue(binder: Binder, node: Expression): Bound {
  const value = bindValueOrUntyped(binder, node);
  if (value.kind === 'methodGroup')
    return binder.error('CS0119', notValid(methodGroupName(value), 'method'), value.nameSpan);
  return value;
}

/** Refuses the names of types and namespaces. */
export function requireValue(binder: Binder, value: Bound): Bound {
  if (value.kind === 'typeName') return binder.error('CS0119', notValid(shortName(value.named), 'type'), value.span);
  if (value.kind === 'namespace') {
    return binder.error('CS0118', `'${value.name}' is a namespace but is used like a variable`, value.span);
  }
  return value;
}

function notValid(name: string, what: string): string {
  return `'${name}' is a ${what}, which is not valid in the given context`;
}

function methodGroupName(group: Bound & { kind: 'methodGroup' }): string {
  const [first] = group.candidates;
  return first ? methodName(first.method) : group.name;
}

/** Whether the expression has neither a type nor an error: null, lambdas and the like. */
export function isUntyped(value: Bound): boolean {
  return (
    value.type === NO_TYPE.null ||
    value.type === NO_TYPE.lambda ||
    value.type === NO_TYPE.methodGroup ||
    value.type === NO_TYPE.default
  );
}
