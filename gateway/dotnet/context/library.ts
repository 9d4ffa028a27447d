/** Members of the library that the context graph uses by name, so that it needs no module of theirs. */
import type { CallInfo } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import { type NamedType, T } from '../core/type-ref.ts';
import { universe } from '../core/universe.ts';

/** Calls `type.Parse(string)`, or the constructor that takes a string. */
function call(type: NamedType, name: 'Parse' | '.ctor', text: string, info: CallInfo): unknown {
  for (const member of universe().definition(type)?.members(name) ?? []) {
    if (!('implementation' in member) || member.parameters.length !== 1) continue;
    if (member.parameters[0]?.type !== T.string) continue;
    return member.implementation(text, { ...info, typeArgs: [], receiver: type });
  }
  return throwNet('System.NotSupportedException', `${type.name} is not supported here.`);
}

/** `Type.Parse(text)`. */
export const parse = (type: NamedType, text: string, info: CallInfo): unknown => call(type, 'Parse', text, info);

/** `new Type(text)`. */
export const construct = (type: NamedType, text: string, info: CallInfo): unknown => call(type, '.ctor', text, info);
