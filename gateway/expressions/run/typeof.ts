import type { TypeRef } from '../../dotnet/core/type-ref.ts';
import { universe } from '../../dotnet/core/universe.ts';
import type { Evaluate } from './frame.ts';

/** Compiles `typeof(T)`: the System.Type that the library makes for the type. */
export function compileTypeof(type: TypeRef): Evaluate {
  const definition = universe().find('System.Type');
  for (const member of definition?.members('.ctor') ?? []) {
    if (member.kind === 'constructor')
      return (f) => member.implementation(type, f.exec.callInfo([], definition?.self ?? type));
  }
  throw new Error('System.Type has no constructor');
}
