import { substitute, typeArguments } from '../../dotnet/core/substitute.ts';
import type { TypeRef } from '../../dotnet/core/type-ref.ts';
import { isTuple, tupleType } from '../../dotnet/core/value-tuple.ts';
import type { Designation, Expression, Span } from '../parse/syntax.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import { type Bound, type BoundArgument, NO_TYPE } from './bound.ts';
import { convert } from './conversions.ts';
import { shortName } from './display.ts';
import { lookupMember } from './lookup.ts';
import { isWritable, reportNotAssignable } from './places.ts';
import { bindType } from './type-names.ts';
import { bindValueOrUntyped, requireValue } from './values.ts';
import { Variable } from './variables.ts';

/** One place on the left of a deconstruction. */
type Target =
  | { readonly kind: 'place'; readonly place: Bound }
  | { readonly kind: 'variable'; readonly variable: Variable }
  | { readonly kind: 'discard'; readonly type: TypeRef | undefined; readonly span: Span }
  | { readonly kind: 'nested'; readonly targets: readonly Target[]; readonly span: Span };

/** Whether the left side of an assignment takes a value apart. */
export function isDeconstruction(node: Expression): boolean {
  return node.kind === 'tuple' || (node.kind === 'declaration' && node.designation.kind === 'parenthesized');
}

/** Binds `(a, b) = value` and `var (a, b) = value`. */
export function bindDeconstruction(binder: Binder, left: Expression, right: Expression, span: Span): Bound {
  const value = bindValueOrUntyped(binder, right);
  const target = bindTarget(binder, left);
  if (isError(value)) return errorNode(span);
  return deconstruct(binder, target, value, span);
}

/** Takes an element of a loop apart. */
export function deconstructInto(binder: Binder, left: Expression | Designation, value: Bound, span: Span): Bound {
  const isDesignation = left.kind === 'single' || left.kind === 'discard' || left.kind === 'parenthesized';
  const target =
    isDesignation && !('value' in left)
      ? bindDesignation(binder, left as Designation, undefined)
      : bindTarget(binder, left as Expression);
  return deconstruct(binder, target, value, span);
}

function bindTarget(binder: Binder, node: Expression): Target {
  if (node.kind === 'tuple') {
    return { kind: 'nested', targets: node.elements.map((each) => bindTarget(binder, each.value)), span: node };
  }
  if (node.kind === 'declaration') {
    const type = node.type && bindType(binder, node.type);
    return bindDesignation(binder, node.designation, type);
  }
  if (node.kind === 'name' && node.name === '_' && !binder.scope.find('_')) {
    return { kind: 'discard', type: undefined, span: node };
  }
  const place = requireValue(binder, binder.expression(node));
  if (isError(place)) return { kind: 'place', place };
  if (!isWritable(place)) {
    reportNotAssignable(binder, place, 'assignment');
    return { kind: 'place', place: errorNode(node) };
  }
  return { kind: 'place', place };
}

function bindDesignation(binder: Binder, node: Designation, type: TypeRef | undefined): Target {
  switch (node.kind) {
    case 'discard':
      return { kind: 'discard', type, span: node };
    case 'parenthesized':
      return {
        kind: 'nested',
        targets: node.parts.map((part) => bindDesignation(binder, part, undefined)),
        span: node,
      };
    case 'single': {
      const variable = new Variable(node.name, type ?? NO_TYPE.declaration, node, binder.current);
      binder.declare(variable);
      return { kind: 'variable', variable };
    }
  }
}

function deconstruct(binder: Binder, target: Target, value: Bound, span: Span): Bound {
  if (target.kind !== 'nested') return errorNode(span);
  const items = value.kind === 'tuple' ? value.items : undefined;
  if (items && items.length === target.targets.length) return deconstructLiteral(binder, target.targets, items, span);
  const temp = binder.temp(value.type, span);
  const source = binder.read(temp, value.span);
  const parts = takeApart(binder, target, source, value, span);
  if (!parts || parts.some(isError)) {
    forget(binder, target);
    return errorNode(span);
  }
  return { kind: 'deconstruct', source: value, temp, parts, result: source, type: value.type, span };
}

/** Variables whose type could not be found silence what follows. */
function forget(binder: Binder, target: Target): void {
  if (target.kind === 'nested') for (const each of target.targets) forget(binder, each);
  else if (target.kind === 'variable' && target.variable.type === NO_TYPE.declaration) {
    const { variable } = target;
    variable.type = NO_TYPE.error;
    const message = `Cannot infer the type of implicitly-typed deconstruction variable '${variable.name}'.`;
    binder.report('CS8130', message, variable.span);
  }
}

/** `(a, b) = (b, a)`: the right side is evaluated completely before anything is assigned. */
function deconstructLiteral(binder: Binder, targets: readonly Target[], items: readonly Bound[], span: Span): Bound {
  const parts: Bound[] = [];
  const assignments: Bound[] = [];
  const types: TypeRef[] = [];
  for (const [i, target] of targets.entries()) {
    const item = items[i] as Bound;
    if (target.kind === 'nested') {
      const temp = binder.temp(item.type, item.span);
      parts.push({
        kind: 'assign',
        target: binder.read(temp, item.span),
        value: item,
        type: item.type,
        span: item.span,
      });
      assignments.push(...(takeApart(binder, target, binder.read(temp, item.span), item, span) ?? [errorNode(span)]));
      types.push(item.type);
      continue;
    }
    const type = targetType(target) ?? item.type;
    const converted = convert(binder, item, type);
    const temp = binder.temp(converted.type, item.span);
    parts.push({ kind: 'assign', target: binder.read(temp, item.span), value: converted, type, span: item.span });
    assignments.push(store(binder, target, binder.read(temp, item.span)));
    types.push(converted.type);
  }
  const all = [...parts, ...assignments];
  if (all.some(isError)) return errorNode(span);
  const type = tupleType(types);
  const temp = binder.temp(type, span);
  const nothing: Bound = { kind: 'constant', type, span, constant: { value: null } };
  return { kind: 'deconstruct', source: nothing, temp, parts: all, result: nothing, type, span };
}

function targetType(target: Target): TypeRef | undefined {
  if (target.kind === 'place') return target.place.type;
  if (target.kind === 'discard') return target.type;
  if (target.kind === 'variable')
    return target.variable.type === NO_TYPE.declaration ? undefined : target.variable.type;
  return undefined;
}

/** The assignments of the parts of `source`; undefined when it cannot be taken apart, which has then been reported. */
function takeApart(
  binder: Binder,
  target: Target & { kind: 'nested' },
  source: Bound,
  value: Bound,
  span: Span,
): Bound[] | undefined {
  const count = target.targets.length;
  if (isTuple(source.type)) {
    const { args } = source.type;
    if (args.length !== count) {
      binder.report(
        'CS8132',
        `Cannot deconstruct a tuple of '${args.length}' elements into '${count}' variables.`,
        span,
      );
      return undefined;
    }
    return target.targets.flatMap((each, i) => {
      const item: Bound = { kind: 'tupleItem', tuple: source, index: i, type: args[i] as TypeRef, span: value.span };
      return each.kind === 'nested' ? (takeApart(binder, each, item, value, span) ?? []) : [store(binder, each, item)];
    });
  }
  return throughMethod(binder, target, source, value);
}

/** Uses a `Deconstruct(out …)` method of the type. */
function throughMethod(
  binder: Binder,
  target: Target & { kind: 'nested' },
  source: Bound,
  value: Bound,
): Bound[] | undefined {
  const count = target.targets.length;
  const found = lookupMember(source.type, 'Deconstruct');
  const candidate =
    found?.kind === 'methods' ? found.candidates.find(({ method }) => method.parameters.length === count) : undefined;
  if (!candidate) {
    const message = `No suitable 'Deconstruct' instance or extension method was found for type '${shortName(source.type)}', with ${count} out parameters and a void return type.`;
    binder.report('CS8129', message, value.span);
    return undefined;
  }
  const map = typeArguments(candidate.method.owner, candidate.receiver);
  const temps = candidate.method.parameters.map((each) => binder.temp(substitute(each.type, map), value.span));
  const args: BoundArgument[] = temps.map((temp) => ({ value: binder.read(temp, value.span), mode: 'out' }));
  const { method, receiver } = candidate;
  const call: Bound = {
    kind: 'call',
    method,
    receiver,
    typeArgs: [],
    self: source,
    args,
    type: method.returns,
    span: value.span,
  };
  const stores = target.targets.flatMap((each, i) => {
    const item = binder.read(temps[i] as Variable, value.span);
    return each.kind === 'nested'
      ? (takeApart(binder, each, item, value, value.span) ?? [])
      : [store(binder, each, item)];
  });
  return [call, ...stores];
}

function store(binder: Binder, target: Target, value: Bound): Bound {
  const { span } = value;
  switch (target.kind) {
    case 'nested':
      return errorNode(span);
    case 'discard': {
      const converted = target.type ? convert(binder, value, target.type) : value;
      const temp = binder.temp(converted.type, span);
      return { kind: 'assign', target: binder.read(temp, span), value: converted, type: converted.type, span };
    }
    case 'variable': {
      const { variable } = target;
      if (variable.type === NO_TYPE.declaration) variable.type = value.type;
      const converted = convert(binder, value, variable.type);
      return isError(converted)
        ? converted
        : { kind: 'assign', target: binder.read(variable, span), value: converted, type: variable.type, span };
    }
    case 'place': {
      const converted = convert(binder, value, target.place.type);
      return isError(converted)
        ? converted
        : { kind: 'assign', target: target.place, value: converted, type: target.place.type, span };
    }
  }
}
