import { box } from '../dotnet/core/box.ts';
import type { CallInfo, Runtime } from '../dotnet/core/define.ts';
import { allInterfaces, baseChain } from '../dotnet/core/hierarchy.ts';
import type { MethodMember, PropertyMember } from '../dotnet/core/members.ts';
import { substitute, typeArguments } from '../dotnet/core/substitute.ts';
import { universe } from '../dotnet/core/universe.ts';
import { NetArray, NetObject } from '../dotnet/core/values.ts';

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
 * Calls the instance method whose parameters fit the arguments, as `object`. Parameters that have defaults, and a
 * `params` array, may be left out.
 * @param args in static form
 * @throws Error when there is none
 */
export function callMethod(value: NetObject, name: string, args: readonly unknown[], runtime: Runtime): unknown {
  for (const owner of baseChain(value.netType)) {
    const definition = universe().definition(owner);
    const member = definition
      ?.members(name)
      .find((each): each is MethodMember => each.kind === 'method' && !each.isStatic && takes(each, args));
    if (!definition || !member) continue;
    const type = substitute(member.returns, typeArguments(definition, owner));
    const given = member.parameters.map((parameter, i) => {
      if (i < args.length) return args[i];
      return parameter.modifier === 'params' ? new NetArray(parameter.type, []) : parameter.defaultValue?.value;
    });
    return box(member.implementation(value, ...given, callInfo(owner, runtime)), type);
  }
  throw new Error(`no method ${name}`);
}

function takes({ parameters }: MethodMember, args: readonly unknown[]): boolean {
  const rest = parameters.slice(args.length);
  return (
    parameters.length >= args.length &&
    rest.every(({ modifier, defaultValue }) => modifier === 'params' || defaultValue !== undefined) &&
    args.every((arg, i) => !(arg instanceof NetObject) || arg.netType === parameters[i]?.type)
  );
}

function callInfo(receiver: CallInfo['receiver'], runtime: Runtime): CallInfo {
  return { typeArgs: [], receiver, runtime };
}
