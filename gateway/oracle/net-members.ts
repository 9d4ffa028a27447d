import { box } from '../dotnet/core/box.ts';
import type { CallInfo, Runtime } from '../dotnet/core/define.ts';
import { allInterfaces, baseChain } from '../dotnet/core/hierarchy.ts';
import type { MethodMember, PropertyMember } from '../dotnet/core/members.ts';
import { substitute, typeArguments } from '../dotnet/core/substitute.ts';
import { universe } from '../dotnet/core/universe.ts';
import type { NetObject } from '../dotnet/core/values.ts';

/** Reads a property of a value through the library's declarations, as `object`. @throws Error when there is none */
export function readProperty(value: NetObject, name: string, runtime: Runtime): unknown {
  for (const owner of [...baseChain(value.netType), ...allInterfaces(value.netType)]) {
    const definition = universe().definition(owner);
    const member = definition
      ?.members(name)
      .find((each): each is PropertyMember => each.kind === 'property' && !each.isStatic && each.get !== undefined);
    if (!definition || !member?.get) continue;
    const type = substitute(member.type, typeArguments(definition, owner));
    return box(member.get(value, callInfo(owner, runtime)), type);
  }
  throw new Error(`no property ${name}`);
}

/**
 * Calls an instance method with as many parameters as arguments are given, as `object`.
 * @param args in static form
 * @throws Error when there is none
 */
export function callMethod(value: NetObject, name: string, args: readonly unknown[], runtime: Runtime): unknown {
  for (const owner of baseChain(value.netType)) {
    const definition = universe().definition(owner);
    const member = definition
      ?.members(name)
      .find((each): each is MethodMember => each.kind === 'method' && !each.isStatic && takes(each, args.length));
    if (!definition || !member) continue;
    const type = substitute(member.returns, typeArguments(definition, owner));
    const given = member.parameters.map((parameter, i) => (i < args.length ? args[i] : parameter.defaultValue?.value));
    return box(member.implementation(value, ...given, callInfo(owner, runtime)), type);
  }
  throw new Error(`no method ${name}`);
}

function takes({ parameters }: MethodMember, count: number): boolean {
  if (parameters.length === count) return true;
  const last = parameters.at(-1);
  // `params` arrays after the arguments given are left empty by the caller.
  return parameters.length === count + 1 && last?.defaultValue !== undefined;
}

function callInfo(receiver: CallInfo['receiver'], runtime: Runtime): CallInfo {
  return { typeArgs: [], receiver, runtime };
}
