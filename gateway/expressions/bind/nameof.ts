import { T } from '../../dotnet/core/type-ref.ts';
import type { Expression } from '../parse/syntax.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import type { Bound } from './bound.ts';
import { constantNode } from './literals.ts';

/** Binds `nameof(x)`: the last name, which must mean something. */
export function bindNameof(binder: Binder, node: Expression & { kind: 'call' }): Bound {
  const operand = (node.args[0] as { value: Expression }).value;
  const name = lastName(operand);
  if (name === undefined) return binder.error('CS8081', 'Expression does not have a name.', operand);
  binder.inNameof = true;
  const bound = binder.expression(operand);
  binder.inNameof = false;
  return isError(bound) ? errorNode(node) : constantNode(name, T.string, node);
}

function lastName(node: Expression): string | undefined {
  if (node.kind === 'name') return node.name;
  return node.kind === 'member' ? node.name.name : undefined;
}
