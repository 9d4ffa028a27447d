import { anonymousType } from '../../dotnet/core/anonymous.ts';
import { T } from '../../dotnet/core/type-ref.ts';
import type { Expression } from '../parse/syntax.ts';
import { hasType } from './best-common-type.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import type { Bound } from './bound.ts';
import { longName } from './display.ts';
import { bindValueOrUntyped } from './values.ts';

/** Binds `new { A = 1, x.B, c }`. */
export function bindAnonymousObject(binder: Binder, node: Expression & { kind: 'anonymousObject' }): Bound {
  const names: string[] = [];
  const values: Bound[] = [];
  for (const member of node.members) {
    const value = bindValueOrUntyped(binder, member.value);
    const name = member.name ?? impliedName(member.value);
    if (name === undefined) {
      const message =
        'Invalid anonymous type member declarator. Anonymous type members must be declared with a member assignment, simple name or member access.';
      binder.report('CS0746', message, member.span);
    } else if (names.includes(name)) {
      binder.report('CS0833', `An anonymous type cannot have multiple properties with the same name`, member.span);
    } else if (!isError(value) && (!hasType(value) || value.type === T.void)) {
      binder.report('CS0828', `Cannot assign '${longName(value.type)}' to anonymous type property`, member.span);
    } else if (!isError(value)) {
      names.push(name);
      values.push(value);
    }
  }
  if (names.length !== node.members.length) return errorNode(node);
  const type = anonymousType(
    names,
    values.map((value) => value.type),
  );
  return { kind: 'anonymous', names, values, type, span: node };
}

/** The name that an expression lends to a member: its last name. */
export function impliedName(node: Expression): string | undefined {
  if (node.kind === 'name') return node.name;
  if (node.kind === 'member') return node.name.name;
  return node.kind === 'conditionalAccess' ? impliedName(node.whenPresent) : undefined;
}
