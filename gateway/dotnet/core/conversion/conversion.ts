import type { MethodMember } from '../members.ts';
import type { NamedType, TypeRef } from '../type-ref.ts';

/** How a value of one type becomes a value of another. */
export type Conversion =
  /** No change of the value: the same type, a reference to a base, null. */
  | { readonly kind: 'identity' | 'reference' | 'null' }
  | { readonly kind: 'numeric'; readonly from: TypeRef; readonly to: TypeRef }
  /** Between an enum and a number or another enum. */
  | { readonly kind: 'enum'; readonly from: TypeRef; readonly to: TypeRef }
  | { readonly kind: 'boxing'; readonly from: TypeRef }
  /** Out of `object` or an interface into a value type: the run-time type is tested. */
  | { readonly kind: 'unboxing'; readonly to: TypeRef }
  /** Down to a class, interface or array: the run-time type is tested. */
  | { readonly kind: 'cast'; readonly to: TypeRef }
  /** Into `T?`, out of it, or between two: null stays null or, where the target has none, raises. */
  | {
      readonly kind: 'nullable';
      readonly inner: Conversion;
      readonly fromNullable: boolean;
      readonly toNullable: boolean;
    }
  /** Through an operator that a type declares. */
  | {
      readonly kind: 'user';
      readonly method: MethodMember;
      readonly receiver: NamedType;
      readonly before: Conversion;
      readonly after: Conversion;
      /** Applied to the value inside `T?`. */
      readonly lifted: boolean;
    };

/** The type stays. */
export const IDENTITY: Conversion = { kind: 'identity' };
/** The object stays, seen as another type. */
export const REFERENCE: Conversion = { kind: 'reference' };
