import { NetTypeObject } from '../../dotnet/core/type-object.ts';
import type { TypeRef } from '../../dotnet/core/type-ref.ts';
import type { Evaluate } from './frame.ts';

/** Compiles `typeof(T)`. */
export function compileTypeof(type: TypeRef): Evaluate {
  const object = NetTypeObject.of(type);
  return () => object;
}
