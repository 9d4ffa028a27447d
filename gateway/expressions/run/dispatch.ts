import { box, needsBox, unbox } from '../../dotnet/core/box.ts';
import type { Implementation } from '../../dotnet/core/define.ts';
import { baseChain } from '../../dotnet/core/hierarchy.ts';
import type { MethodMember, PropertyMember } from '../../dotnet/core/members.ts';
import { runtimeTypeOf } from '../../dotnet/core/runtime-type.ts';
import { substitute, typeArguments } from '../../dotnet/core/substitute.ts';
import type { NamedType, TypeRef } from '../../dotnet/core/type-ref.ts';
import { universe } from '../../dotnet/core/universe.ts';
import { NetObject } from '../../dotnet/core/values.ts';

/** What a call of a member runs on a receiver of a certain run-time type. */
export interface Target {
  readonly implementation: Implementation;
  readonly receiver: NamedType;
  /** The override expects its receiver unboxed. */
  readonly unboxes: boolean;
  /** The override's result needs a box where the called member gives an object. */
  readonly boxes: TypeRef | undefined;
}

/** Whether calls of the member look at the run-time type: members of classes and interfaces that can be derived from. */
export function isVirtual(member: MethodMember | PropertyMember): boolean {
  return !member.isStatic && (member.owner.kind === 'class' || member.owner.kind === 'interface');
}

type Select = (member: MethodMember | PropertyMember) => Implementation | undefined;

/**
 * Makes the function that finds the override of `member` for a receiver; undefined where the member itself runs. The last
 * answer is kept, since a place in the code mostly sees one type.
 */
export function dispatcher(
  member: MethodMember | PropertyMember,
  receiver: NamedType,
  select: Select,
): (self: unknown) => Target | undefined {
  const known = new Map<TypeRef, Target | undefined>();
  let lastType: TypeRef | undefined;
  let last: Target | undefined;
  return (self) => {
    const type = self instanceof NetObject ? self.netType : runtimeTypeOf(self);
    if (type === receiver || type === undefined) return undefined;
    if (type === lastType) return last;
    if (!known.has(type)) known.set(type, findOverride(member, receiver, type, select));
    lastType = type;
    last = known.get(type);
    return last;
  };
}

function findOverride(
  member: MethodMember | PropertyMember,
  receiver: NamedType,
  type: TypeRef,
  select: Select,
): Target | undefined {
  const wanted = parameterTypes(member, receiver);
  const returns = resultType(member, receiver);
  const name = member.kind === 'indexer' ? 'this' : member.name;
  for (const each of baseChain(type)) {
    if (each.name === receiver.name && each.args.length === receiver.args.length) return undefined;
    for (const candidate of universe().definition(each)?.members(name) ?? []) {
      if (candidate.kind !== member.kind || candidate.isStatic) continue;
      const types = parameterTypes(candidate as MethodMember, each);
      if (types.length !== wanted.length || types.some((one, i) => one !== wanted[i])) continue;
      const implementation = select(candidate as MethodMember);
      if (!implementation) continue;
      const own = resultType(candidate as MethodMember, each);
      const boxes = needsBox(own) && !needsBox(returns) ? own : undefined;
      return { implementation, receiver: each, unboxes: universe().isValueType(each), boxes };
    }
  }
  return undefined;
}

function parameterTypes(member: MethodMember | PropertyMember, receiver: NamedType): TypeRef[] {
  const map = typeArguments(member.owner, receiver);
  return member.parameters.map((each) => substitute(each.type, map));
}

function resultType(member: MethodMember | PropertyMember, receiver: NamedType): TypeRef {
  const type = 'returns' in member ? member.returns : member.type;
  return substitute(type, typeArguments(member.owner, receiver));
}

/** The receiver as the override wants it. */
export function selfFor(target: Target, self: unknown): unknown {
  return target.unboxes ? unbox(self) : self;
}

/** The override's result as the caller of the base member wants it. */
export function resultOf(target: Target, value: unknown): unknown {
  return target.boxes ? box(value, target.boxes) : value;
}
