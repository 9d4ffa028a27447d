import { underlyingNullable } from '../../dotnet/core/box.ts';
import type { PropertyMember } from '../../dotnet/core/members.ts';
import { substitute, typeArguments } from '../../dotnet/core/substitute.ts';
import { type NamedType, named, T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import { universe } from '../../dotnet/core/universe.ts';
import { isTuple } from '../../dotnet/core/value-tuple.ts';
import type { Expression, NameSyntax, Span } from '../parse/syntax.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import { type Bound, NO_TYPE } from './bound.ts';
import { reportUntypedConditional } from './conversions.ts';
import { longName, methodName, shortName } from './display.ts';
import { extensionMethods, lookupMember } from './lookup.ts';
import { isKnownButNotAllowed, isRefusedNamespace } from './not-allowed.ts';
import { bindType, bindTypeArguments, notAllowed, unknownInNamespace } from './type-names.ts';
import { typeNode } from './type-node.ts';
import { isUntyped } from './values.ts';

/** Binds `target.name`. */
export function bindMember(binder: Binder, node: Expression & { kind: 'member' }): Bound {
  const target = binder.expression(node.target);
  if (isError(target)) {
    for (const each of node.name.typeArgs ?? []) bindType(binder, each);
    return errorNode(node);
  }
  return memberOf(binder, target, node.name, node);
}

/** Binds the member of an already bound target. */
export function memberOf(binder: Binder, target: Bound, name: NameSyntax, span: Span): Bound {
  if (target.kind === 'namespace') return namespaceMember(binder, target.name, name, span);
  if (target.kind === 'typeName') return staticMember(binder, target, name, span);
  if (target.kind === 'methodGroup') {
    const [first] = target.candidates;
    const name = first ? methodName(first.method) : target.name;
    return binder.error('CS0119', `'${name}' is a method, which is not valid in the given context`, target.nameSpan);
  }
  if (target.kind === 'unboundConditional') return reportUntypedConditional(binder, target);
  if (isUntyped(target) || target.type === T.void) {
    const message = `Operator '.' cannot be applied to operand of type '${longName(target.type)}'`;
    const dot = binder.text.lastIndexOf('.', name.start);
    return binder.error('CS0023', message, target.type === T.void ? { start: dot, end: dot + 1 } : span);
  }
  return instanceMember(binder, target, name, span);
}

function namespaceMember(binder: Binder, namespace: string, name: NameSyntax, span: Span): Bound {
  const full = `${namespace}.${name.name}`;
  const refused = isKnownButNotAllowed(full);
  if (refused) return binder.error('APIM', notAllowed(refused), span);
  const definition = universe().find(full, name.typeArgs?.length ?? 0);
  if (definition) return typeNode(named(definition.name, ...bindTypeArguments(binder, name)), span);
  if (universe().isNamespace(full) || isRefusedNamespace(full))
    return { kind: 'namespace', name: full, type: NO_TYPE.symbol, span };
  return binder.error('CS0234', unknownInNamespace(name.name, namespace), span);
}

function staticMember(binder: Binder, target: Bound & { kind: 'typeName' }, name: NameSyntax, span: Span): Bound {
  const type = target.named;
  const found = lookupMember(type, name.name);
  if (!found) {
    const nested =
      type.kind === 'named' ? universe().find(`${type.name}.${name.name}`, name.typeArgs?.length ?? 0) : undefined;
    if (nested) return typeNode(named(nested.name, ...bindTypeArguments(binder, name)), span);
    return binder.error('CS0117', `'${shortName(type)}' does not contain a definition for '${name.name}'`, name);
  }
  if (found.kind === 'methods') return methodGroup(binder, found.candidates, undefined, type, name, span);
  if (!found.property.isStatic && !binder.inNameof) {
    const message = `An object reference is required for the non-static field, method, or property '${shortName(type)}.${name.name}'`;
    return binder.error('CS0120', message, span);
  }
  return propertyNode(found.property, found.receiver, undefined, span);
}

function instanceMember(binder: Binder, target: Bound, name: NameSyntax, span: Span): Bound {
  const { type } = target;
  const special = specialMember(binder, target, name.name, span);
  if (special) return special;
  const found = lookupMember(type, name.name);
  if (found?.kind === 'methods') return methodGroup(binder, found.candidates, target, type, name, span);
  if (found) {
    if (found.property.isStatic) {
      const message = `Member '${shortName(found.receiver)}.${name.name}' cannot be accessed with an instance reference; qualify it with a type name instead`;
      return binder.error('CS0176', message, span);
    }
    return propertyNode(found.property, found.receiver, target, span);
  }
  if (extensionMethods(name.name).length > 0) return methodGroup(binder, [], target, type, name, span);
  return binder.error('CS1061', noDefinition(type, name.name), nameSpan(binder, target, name));
}

/** Where messages about a member point: its name, behind `?.` the dot before it. */
export function nameSpan(binder: Binder, target: Bound | undefined, name: NameSyntax): Span {
  const end = name.start + name.name.length;
  const isConditional = target && binder.text.slice(target.span.start, target.span.end) === '?.';
  return { start: isConditional ? target.span.end - 1 : name.start, end };
}

/** CS1061 as the compiler words it. */
export function noDefinition(type: TypeRef, name: string): string {
  const text = shortName(type);
  return `'${text}' does not contain a definition for '${name}' and no accessible extension method '${name}' accepting a first argument of type '${text}' could be found (are you missing a using directive or an assembly reference?)`;
}

/** Members that the language knows itself: the length of an array, named tuple elements. */
function specialMember(binder: Binder, target: Bound, name: string, span: Span): Bound | undefined {
  if (target.type.kind === 'array') {
    return name === 'Length' ? { kind: 'arrayLength', array: target, type: T.int, span } : undefined;
  }
  if (isTuple(target.type)) {
    let index = target.tupleNames?.indexOf(name) ?? -1;
    if (index < 0 && /^Item[1-9]$/.test(name)) index = Number(name.slice(4)) - 1;
    if (index < 0 && !target.tupleNames) index = declaredIndex(binder, target.type, name);
    const type = target.type.args[index];
    return type ? { kind: 'tupleItem', tuple: target, index, type, span } : undefined;
  }
  return undefined;
}

/** The element that tuple types of the text call `name`; -1 where none does or they do not agree. */
function declaredIndex(binder: Binder, type: TypeRef, name: string): number {
  const indexes = new Set((binder.tupleNames.get(type) ?? []).map((names) => names.indexOf(name)));
  indexes.delete(-1);
  const [only] = indexes;
  return indexes.size === 1 && only !== undefined ? only : -1;
}

/** The node for reading a property, field or constant. */
function propertyNode(property: PropertyMember, receiver: NamedType, self: Bound | undefined, span: Span): Bound {
  const type = substitute(property.type, typeArguments(property.owner, receiver));
  if (property.kind === 'constant') return { kind: 'constant', type, span, constant: { value: property.value } };
  return { kind: 'property', property, receiver, self: self && boxSelf(self, receiver), args: [], type, span };
}

/** A value type is boxed when a member of a class or interface is used on it. */
export function boxSelf(self: Bound, receiver: TypeRef): Bound {
  if (!universe().isValueType(self.type) || self.type === receiver || universe().isValueType(receiver)) return self;
  const from = underlyingNullable(self.type) ?? self.type;
  const conversion = { kind: 'boxing', from } as const;
  return { kind: 'convert', operand: self, conversion, isChecked: false, type: T.object, span: self.span };
}

/** The extension methods of a name on a value. */
export function extensionGroup(binder: Binder, self: Bound, name: NameSyntax, span: Span): Bound {
  return methodGroup(binder, [], self, self.type, name, span);
}

function methodGroup(
  binder: Binder,
  candidates: (Bound & { kind: 'methodGroup' })['candidates'],
  self: Bound | undefined,
  onType: TypeRef,
  name: NameSyntax,
  span: Span,
): Bound {
  return {
    kind: 'methodGroup',
    name: name.name,
    nameSpan: nameSpan(binder, self, name),
    self,
    onType,
    candidates,
    typeArgs: name.typeArgs && bindTypeArguments(binder, name),
    localFunction: undefined,
    type: NO_TYPE.methodGroup,
    span,
  };
}
