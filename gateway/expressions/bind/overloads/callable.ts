import type { ParameterInfo } from '../../../dotnet/core/members.ts';
import { type Substitution, substitute, typeArguments } from '../../../dotnet/core/substitute.ts';
import type { NamedType, TypeParameter, TypeRef } from '../../../dotnet/core/type-ref.ts';
import type { Span } from '../../parse/syntax.ts';
import type { Bound, MethodCandidate } from '../bound.ts';
import type { LocalFunction } from '../variables.ts';

/** An argument before a parameter has given it its type. */
export interface CallArgument {
  readonly value: Bound;
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly modifier: '' | 'ref' | 'out' | 'in';
  readonly span: Span;
}

/** Anything that can be called: methods, constructors, indexers, operators, delegates, local functions. */
export interface Callable {
  readonly name: string;
  /** Types are those of the receiver; the method's own type parameters are still open. */
  readonly parameters: readonly ParameterInfo[];
  readonly typeParameters: readonly TypeParameter[];
  readonly returns: TypeRef;
  /** The type that declares it; those of base types give way to those of derived ones. */
  readonly declaredBy: NamedType | undefined;
  readonly candidate: MethodCandidate | undefined;
  readonly localFunction: LocalFunction | undefined;
}

/** A callable with the decision how the arguments meet its parameters. */
export interface Applicable {
  readonly callable: Callable;
  readonly typeArgs: readonly TypeRef[];
  /** The method's type parameters by what they stand for. */
  readonly map: Substitution;
  /** Whether trailing arguments are gathered into the `params` array. */
  readonly expanded: boolean;
  /** For each argument, the index of its parameter. */
  readonly slots: readonly number[];
  /** For each argument, the type it converts to. */
  readonly types: readonly TypeRef[];
}

/** A method seen through the type on which it was found. */
export function callableOf(candidate: MethodCandidate): Callable {
  const { method, receiver } = candidate;
  const map = typeArguments(method.owner, receiver);
  const parameters =
    map.size === 0
      ? method.parameters
      : method.parameters.map((each) => ({ ...each, type: substitute(each.type, map) }));
  return {
    name: method.name,
    parameters,
    typeParameters: method.typeParameters,
    returns: substitute(method.returns, map),
    declaredBy: receiver,
    candidate,
    localFunction: undefined,
  };
}
