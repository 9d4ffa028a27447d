import { universe } from '../../dotnet/core/universe.ts';
import type { TypeSyntax } from '../parse/syntax.ts';
import type { Binder } from './binder.ts';
import { shortName } from './display.ts';

/** What to say when a generic type is named without its type arguments; undefined when that is not the case. */
export function isKnownGeneric(_binder: Binder, node: TypeSyntax): string | undefined {
  if (node.kind !== 'namedType' || node.parts.length !== 1) return undefined;
  const [part] = node.parts;
  if (!part || part.typeArgs || universe().unqualified(part.name, 0).length > 0) return undefined;
  for (let arity = 1; arity <= 4; arity++) {
    const [definition] = universe().unqualified(part.name, arity);
    if (definition) return `Using the generic type '${shortName(definition.self)}' requires ${arity} type arguments`;
  }
  return undefined;
}
