import { type NamedType, named } from '../core/type-ref.ts';

/** The namespace of the types that only policies have; expressions name them without it. */
const NAMESPACE = 'Microsoft.Azure.ApiManagement';

/** The full name of one of those types. */
export const fullName = (name: string): string => `${NAMESPACE}.${name}`;

/** The reference to one of those types. */
export const contextType = (name: string): NamedType => named(fullName(name));
