import { KEYWORD_TYPES } from '../../dotnet/core/keywords.ts';
import { named, T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import { universe } from '../../dotnet/core/universe.ts';
import type { Expression, NameSyntax } from '../parse/syntax.ts';
import type { Binder } from './binder.ts';
import { type Bound, NO_TYPE } from './bound.ts';
import { lookupMember } from './lookup.ts';
import { memberOf } from './member-access.ts';
import { isKnownButNotAllowed } from './not-allowed.ts';
import { bindTypeArguments, findUnqualified, notAllowed } from './type-names.ts';
import { typeNode } from './type-node.ts';
import { LocalFunction, Variable } from './variables.ts';

/** Binds a simple name: a local, `context`, a type, a namespace. */
export function bindName(binder: Binder, node: Expression & { kind: 'name' }): Bound {
  const found = binder.scope.find(node.name);
  const symbol = node.typeArgs && !(found instanceof LocalFunction) ? undefined : found;
  if (symbol instanceof Variable) {
    if (symbol.span.start > node.start) {
      return binder.error('CS0841', `Cannot use local variable '${node.name}' before it is declared`, node);
    }
    return binder.read(symbol, node);
  }
  if (symbol instanceof LocalFunction)
    return localFunctionGroup(symbol, node, node.typeArgs && bindTypeArguments(binder, node));
  if (symbol) return symbol.read(node);
  if (node.name === 'context' && !node.typeArgs) return bindContext(binder, node);
  if (binder.scope.declaredLater(node.name)) {
    return binder.error('CS0841', `Cannot use local variable '${node.name}' before it is declared`, node);
  }
  const definition = findUnqualified(binder, node);
  if (definition) return typeNode(named(definition.name, ...bindTypeArguments(binder, node)), node);
  if (universe().isNamespace(node.name))
    return { kind: 'namespace', name: node.name, type: NO_TYPE.symbol, span: node };
  const inherited = lookupMember(T.object, node.name);
  // The code of an expression stands in a class, which has the static methods of object.
  if (inherited?.kind === 'methods' && inherited.candidates.some(({ method }) => method.isStatic)) {
    return memberOf(binder, typeNode(T.object, node), node, node);
  }
  const refused = isKnownButNotAllowed(node.name);
  if (refused) return binder.error('APIM', notAllowed(refused), node);
  return binder.error('CS0103', `The name '${node.name}' does not exist in the current context`, node);
}

/** Binds a keyword such as `string` before a dot. */
export function bindPredefined(node: Expression & { kind: 'predefined' }): Bound {
  return typeNode(KEYWORD_TYPES.get(node.name) as TypeRef, node);
}

function bindContext(binder: Binder, node: NameSyntax): Bound {
  if (!binder.contextType) {
    return binder.error('APIM', "The type of 'context' is not declared, so the expression cannot use it", node);
  }
  return { kind: 'context', type: binder.contextType, span: node };
}

function localFunctionGroup(target: LocalFunction, node: NameSyntax, typeArgs: readonly TypeRef[] | undefined): Bound {
  return {
    kind: 'methodGroup',
    name: target.name,
    nameSpan: node,
    self: undefined,
    onType: undefined,
    candidates: [],
    typeArgs,
    localFunction: target,
    type: NO_TYPE.methodGroup,
    span: node,
  };
}
