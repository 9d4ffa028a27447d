import { underlyingNullable } from '../../dotnet/core/box.ts';
import type { TypeDefinition } from '../../dotnet/core/definition.ts';
import { KEYWORD_TYPES } from '../../dotnet/core/keywords.ts';
import { arrayOf, named, T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import { universe } from '../../dotnet/core/universe.ts';
import { MAX_TUPLE, tupleType } from '../../dotnet/core/value-tuple.ts';
import type { NameSyntax, Span, TypeSyntax } from '../parse/syntax.ts';
import type { Binder } from './binder.ts';
import { NO_TYPE } from './bound.ts';
import { shortName } from './display.ts';
import { isKnownButNotAllowed } from './not-allowed.ts';

/** The type that a piece of syntax names. Reports and gives the error type when there is none. */
export function bindType(binder: Binder, node: TypeSyntax): TypeRef {
  switch (node.kind) {
    case 'predefinedType': {
      const type = KEYWORD_TYPES.get(node.name) ?? NO_TYPE.error;
      if (type === T.void) binder.report('CS1547', "Keyword 'void' cannot be used in this context", node);
      return type;
    }
    case 'arrayType': {
      const element = bindType(binder, node.element);
      if (node.dimensions > 1) return unsupportedRank(binder, node);
      return element === NO_TYPE.error ? element : arrayOf(element);
    }
    case 'nullableType': {
      const element = bindType(binder, node.element);
      if (element === NO_TYPE.error) return element;
      if (universe().isValueType(element) && !underlyingNullable(element)) return named('System.Nullable', element);
      const message =
        universe().isReferenceType(element) && !underlyingNullable(element)
          ? `Feature 'nullable reference types' is not available in C# 7.3. Please use language version 8.0 or greater.`
          : `The type '${shortName(element)}' must be a non-nullable value type in order to use it as parameter 'T' in the generic type or method 'Nullable<T>'`;
      binder.report(message.startsWith('Feature') ? 'CS8370' : 'CS0453', message, node);
      return NO_TYPE.error;
    }
    case 'tupleType': {
      const elements = node.elements.map((each) => bindType(binder, each.type));
      if (elements.includes(NO_TYPE.error)) return NO_TYPE.error;
      if (elements.length > MAX_TUPLE) {
        binder.report(
          'APIM',
          `Tuples of more than ${MAX_TUPLE} elements are not supported in policy expressions`,
          node,
        );
        return NO_TYPE.error;
      }
      const type = tupleType(elements);
      const names = tupleNamesOf(node);
      if (names) binder.tupleNames.set(type, [...(binder.tupleNames.get(type) ?? []), names]);
      return type;
    }
    case 'namedType':
      return bindQualifiedName(binder, node.parts);
  }
}

/** Reports arrays of several dimensions, which policies do not use and the interpreter does not have. */
export function unsupportedRank(binder: Binder, span: Span): TypeRef {
  binder.report('APIM', 'Multidimensional arrays are not supported in policy expressions', span);
  return NO_TYPE.error;
}

/** Names of a tuple type's elements, when the syntax gives any. */
export function tupleNamesOf(node: TypeSyntax | undefined): (string | undefined)[] | undefined {
  if (node?.kind !== 'tupleType' || node.elements.every((each) => each.name === undefined)) return undefined;
  return node.elements.map((each) => each.name);
}

function bindQualifiedName(binder: Binder, parts: readonly NameSyntax[]): TypeRef {
  const [first, ...rest] = parts as [NameSyntax, ...NameSyntax[]];
  const parameter = rest.length === 0 && !first.typeArgs ? binder.scope.findType(first.name) : undefined;
  if (parameter) return parameter;
  let definition = findUnqualified(binder, first);
  let args = bindTypeArguments(binder, first);
  let path = first.name;
  for (const part of rest) {
    path = definition ? `${definition.name}.${part.name}` : `${path}.${part.name}`;
    definition = universe().find(path, part.typeArgs?.length ?? 0);
    args = bindTypeArguments(binder, part);
  }
  if (!definition || isKnownButNotAllowed(definition.name)) {
    reportUnknownType(binder, parts);
    return NO_TYPE.error;
  }
  return args.includes(NO_TYPE.error) ? NO_TYPE.error : named(definition.name, ...args);
}

/** The definition that a name without qualification means through the default usings. */
export function findUnqualified(binder: Binder, name: NameSyntax): TypeDefinition | undefined {
  const arity = name.typeArgs?.length ?? 0;
  const [definition, other] = universe().unqualified(name.name, arity);
  if (definition && other) {
    const message = `'${name.name}' is an ambiguous reference between '${definition.name}' and '${other.name}'`;
    binder.report('CS0104', message, name);
  }
  return definition;
}

/** The types between `<` and `>`. */
export function bindTypeArguments(binder: Binder, name: NameSyntax): TypeRef[] {
  return (name.typeArgs ?? []).map((each) => bindType(binder, each));
}

function reportUnknownType(binder: Binder, parts: readonly NameSyntax[]): void {
  const generic = wrongArity(parts);
  if (generic) {
    binder.report(generic.code, generic.message, {
      start: (parts[0] as NameSyntax).start,
      end: (parts.at(-1) as NameSyntax).end,
    });
    return;
  }
  const full = parts.map((part) => part.name).join('.');
  if (full === 'var') {
    binder.report('CS0825', MISPLACED_VAR, parts[0] as NameSyntax);
    return;
  }
  const last = parts.at(-1) as NameSyntax;
  const span = { start: (parts[0] as NameSyntax).start, end: last.end };
  const known = isKnownButNotAllowed(full);
  if (known) {
    binder.report('APIM', notAllowed(known), span);
    return;
  }
  for (let count = parts.length - 1; count > 0; count--) {
    const namespace = parts
      .slice(0, count)
      .map((part) => part.name)
      .join('.');
    if (!universe().isNamespace(namespace)) continue;
    const missing = parts[count] as NameSyntax;
    binder.report('CS0234', unknownInNamespace(nameText(missing), namespace), missing);
    return;
  }
  binder.report('CS0246', unknownType(nameText(parts[0] as NameSyntax)), parts[0] as NameSyntax);
}

const MISPLACED_VAR =
  "The contextual keyword 'var' may only appear within a local variable declaration or in script code";

/** What to say when only the number of type arguments is wrong. */
function wrongArity(parts: readonly NameSyntax[]): { code: string; message: string } | undefined {
  const last = parts.at(-1) as NameSyntax;
  const given = last.typeArgs;
  const path = parts
    .slice(0, -1)
    .map((part) => part.name)
    .join('.');
  for (let arity = 0; arity <= 4; arity++) {
    const definition = path
      ? universe().find(`${path}.${last.name}`, arity)
      : universe().unqualified(last.name, arity)[0];
    if (!definition) continue;
    if (given?.length === 0) return { code: 'CS7003', message: 'Unexpected use of an unbound generic name' };
    const name = shortName(definition.self);
    if (arity === 0)
      return { code: 'CS0308', message: `The non-generic type '${name}' cannot be used with type arguments` };
    return { code: 'CS0305', message: `Using the generic type '${name}' requires ${arity} type arguments` };
  }
  return undefined;
}

function nameText(name: NameSyntax): string {
  return name.typeArgs ? `${name.name}<${','.repeat(Math.max(name.typeArgs.length - 1, 0))}>` : name.name;
}

/** CS0246 as the compiler words it. */
function unknownType(name: string): string {
  return `The type or namespace name '${name}' could not be found (are you missing a using directive or an assembly reference?)`;
}

/** CS0234 as the compiler words it. */
export function unknownInNamespace(name: string, namespace: string): string {
  return `The type or namespace name '${name}' does not exist in the namespace '${namespace}' (are you missing an assembly reference?)`;
}

/** What the service says about a type outside its allow-list. */
export function notAllowed(type: string): string {
  return `Usage of type '${type}' is not supported within expressions`;
}
