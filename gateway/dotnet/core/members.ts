import type { Implementation } from './define.ts';
import type { TypeDefinition } from './definition.ts';
import type { TypeParameter, TypeRef } from './type-ref.ts';

/** A parameter of a method, constructor, indexer or delegate. Types may mention the owner's and the method's `T`. */
export interface ParameterInfo {
  readonly name: string;
  readonly type: TypeRef;
  readonly modifier: '' | 'ref' | 'out' | 'params' | 'this';
  /** The value of an argument left out, in static form; undefined when the parameter is required. */
  readonly defaultValue: { readonly value: unknown } | undefined;
}

interface MemberBase {
  readonly name: string;
  readonly isStatic: boolean;
  /** The type that declares the member. */
  readonly owner: TypeDefinition;
  /** The key of the declaration, for messages to authors of declarations. */
  readonly signature: string;
}

/** A method, constructor, operator or conversion. */
export interface MethodMember extends MemberBase {
  readonly kind: 'method' | 'constructor' | 'operator' | 'implicit' | 'explicit';
  readonly isExtension: boolean;
  readonly typeParameters: readonly TypeParameter[];
  readonly parameters: readonly ParameterInfo[];
  readonly returns: TypeRef;
  readonly implementation: Implementation;
}

/** A property, field, constant or indexer. */
export interface PropertyMember extends MemberBase {
  readonly kind: 'property' | 'indexer' | 'constant';
  readonly type: TypeRef;
  /** Of an indexer; empty otherwise. */
  readonly parameters: readonly ParameterInfo[];
  readonly get: Implementation | undefined;
  readonly set: Implementation | undefined;
  /** Of a constant, in static form. */
  readonly value: unknown;
}

/** A member as the binder sees it. */
export type Member = MethodMember | PropertyMember;

/** Whether the last parameter is `params`. */
export function hasParams(member: { readonly parameters: readonly ParameterInfo[] }): boolean {
  return member.parameters.at(-1)?.modifier === 'params';
}
