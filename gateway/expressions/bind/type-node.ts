import type { TypeRef } from '../../dotnet/core/type-ref.ts';
import type { Span } from '../parse/syntax.ts';
import { type Bound, NO_TYPE } from './bound.ts';

/** The node for the name of a type. */
export function typeNode(type: TypeRef, span: Span): Bound {
  return { kind: 'typeName', named: type, type: NO_TYPE.symbol, span };
}
