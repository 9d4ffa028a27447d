import { NetDecimal } from '../../dotnet/core/decimal.ts';
import { T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import type { Expression, LiteralValue, Span } from '../parse/syntax.ts';
import type { Binder } from './binder.ts';
import { type Bound, NO_TYPE } from './bound.ts';

/** A constant in static form. */
export function constantNode(value: unknown, type: TypeRef, span: Span): Bound {
  return { kind: 'constant', type, span, constant: { value } };
}

/** Binds a literal; the type of a number is the first that holds it (C# spec 6.4.5.3). */
export function bindLiteral(binder: Binder, node: Expression & { kind: 'literal' }): Bound {
  const { value } = node;
  switch (value.kind) {
    case 'null':
      return { kind: 'null', type: NO_TYPE.null, span: node, constant: { value: null } };
    case 'bool':
      return constantNode(value.value, T.bool, node);
    case 'char':
      return constantNode(value.value, T.char, node);
    case 'string':
      return constantNode(value.value, T.string, node);
    case 'real':
      return real(binder, value, node);
    case 'integer':
      return integer(value, node);
  }
}

function real(binder: Binder, value: LiteralValue & { kind: 'real' }, span: Span): Bound {
  if (value.suffix === 'm') {
    try {
      return constantNode(NetDecimal.fromLiteral(value.text), T.decimal, span);
    } catch {
      return binder.error('CS0594', "Floating-point constant is outside the range of type 'decimal'", span);
    }
  }
  const number = Number(value.text);
  return value.suffix === 'f' ? constantNode(Math.fround(number), T.float, span) : constantNode(number, T.double, span);
}

function integer({ value, suffix }: LiteralValue & { kind: 'integer' }, span: Span): Bound {
  const type = integerLiteralType(value, suffix);
  return constantNode(type === T.long || type === T.ulong ? value : Number(value), type, span);
}

function integerLiteralType(value: bigint, suffix: '' | 'u' | 'l' | 'ul'): TypeRef {
  if (suffix === '' && value < 2n ** 31n) return T.int;
  if (suffix !== 'l' && suffix !== 'ul' && value < 2n ** 32n) return T.uint;
  if (suffix !== 'u' && suffix !== 'ul' && value < 2n ** 63n) return T.long;
  return T.ulong;
}
