import { delegateSignature } from '../../dotnet/core/delegates.ts';
import { findConstruction } from '../../dotnet/core/hierarchy.ts';
import { substitute } from '../../dotnet/core/substitute.ts';
import { type NamedType, T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import type { Expression, Span } from '../parse/syntax.ts';
import { bindArguments, convertArguments } from './arguments.ts';
import { type Binder, errorNode, isError } from './binder.ts';
import { type Bound, type BoundKind, type MethodCandidate, NO_TYPE } from './bound.ts';
import { longName, methodName, shortName } from './display.ts';
import { extensionMethods } from './lookup.ts';
import { boxSelf, extensionGroup, memberOf, nameSpan, noDefinition } from './member-access.ts';
import { bindNameof } from './nameof.ts';
import { type Applicable, type CallArgument, type Callable, callableOf } from './overloads/callable.ts';
import { type CallSite, describe, reportResolution } from './overloads/report.ts';
import { type Resolution, resolveOverload } from './overloads/resolve.ts';
import { requireValue } from './values.ts';
import type { LocalFunction } from './variables.ts';

type MethodGroup = BoundKind<'methodGroup'>;

/** Binds a call. */
export function bindCall(binder: Binder, node: Expression & { kind: 'call' }): Bound {
  const isNameof = node.target.kind === 'name' && node.target.name === 'nameof' && !binder.scope.find('nameof');
  if (isNameof && node.args.length === 1) return bindNameof(binder, node);
  const target = bindCallTarget(binder, node.target);
  const args = bindArguments(binder, node.args);
  if (isError(target) || args.some(({ value }) => isError(value))) return errorNode(node);
  if (target.kind === 'methodGroup') return callMethodGroup(binder, target, args, node);
  return callValue(binder, target, args, node);
}

/** Binds what is called. A property that is no delegate does not hide an extension method of its name. */
function bindCallTarget(binder: Binder, node: Expression): Bound {
  if (node.kind !== 'member') return binder.expression(node);
  const receiver = binder.expression(node.target);
  if (isError(receiver)) return receiver;
  const member = memberOf(binder, receiver, node.name, node);
  const hides = member.kind === 'property' || member.kind === 'arrayLength';
  if (!hides || delegateSignature(member.type) || extensionMethods(node.name.name).length === 0) return member;
  if (receiver.kind === 'typeName') return member;
  return extensionGroup(binder, receiver, node.name, node);
}

/** Calls a method group with these arguments. */
export function callMethodGroup(binder: Binder, group: MethodGroup, args: readonly CallArgument[], span: Span): Bound {
  if (group.typeArgs?.includes(NO_TYPE.error)) return errorNode(span);
  if (group.localFunction) return callLocalFunction(binder, group.localFunction, group, args, span);
  const wanted = group.candidates.filter(({ method }) => method.isStatic === (group.self === undefined));
  const instance = resolveOverload(binder, wanted.map(callableOf), args, group.typeArgs);
  if (instance.kind === 'found') return methodCall(binder, group, instance.applicable, args, span);
  const extensions = group.self ? extensionCallables(group) : [];
  if (extensions.length > 0 && group.self) {
    const all = [receiverArgument(group.self), ...args];
    const resolution = resolveOverload(binder, extensions, all, group.typeArgs);
    if (resolution.kind === 'found') return extensionCall(binder, resolution.applicable, all, span);
    if (group.candidates.length === 0) return reportExtension(binder, group, resolution, all, span);
  }
  if (wanted.length < group.candidates.length) {
    // Methods of the other kind are only looked at to say that they are.
    const others = group.candidates.filter((each) => !wanted.includes(each));
    const other = resolveOverload(binder, others.map(callableOf), args, group.typeArgs);
    if (other.kind === 'found') return methodCall(binder, group, other.applicable, args, span);
    if (wanted.length === 0) return reportCall(binder, group, other, args, span);
  }
  return reportCall(binder, group, instance, args, span);
}

/** Extension methods of the group's name as callables that take the receiver first. */
export function extensionCallables(group: MethodGroup): Callable[] {
  return extensionMethods(group.name).map(callableOf);
}

/** Whether a group has nothing but extension methods, none of which takes its receiver. */
export function lacksExtension(binder: Binder, group: MethodGroup): boolean {
  if (group.candidates.length > 0 || group.localFunction || !group.self) return false;
  const receivers = extensionCallables(group).map((each) => ({ ...each, parameters: each.parameters.slice(0, 1) }));
  const resolution = resolveOverload(binder, receivers, [receiverArgument(group.self)], group.typeArgs);
  const { type } = group.self;
  return (
    resolution.kind === 'none' &&
    resolution.mismatches.every(({ callable, mismatch }) => {
      const wanted = callable.parameters[0]?.type;
      if (mismatch.kind !== 'inference' || wanted?.kind !== 'named') return mismatch.kind === 'argument';
      return wanted.args.length > 0 && findConstruction(type, wanted.name, wanted.args.length).length === 0;
    })
  );
}

/** The receiver of an extension method as its first argument. */
export function receiverArgument(self: Bound): CallArgument {
  return { value: self, name: undefined, nameSpan: undefined, modifier: '', span: self.span };
}

function methodCall(
  binder: Binder,
  group: MethodGroup,
  chosen: Applicable,
  args: readonly CallArgument[],
  span: Span,
): Bound {
  const candidate = chosen.callable.candidate as MethodCandidate;
  const { method, receiver } = candidate;
  if (group.self === undefined && !method.isStatic) {
    const message = `An object reference is required for the non-static field, method, or property '${methodName(method)}'`;
    return binder.error('CS0120', message, group.span);
  }
  if (group.self && method.isStatic) {
    const message = `Member '${methodName(method)}' cannot be accessed with an instance reference; qualify it with a type name instead`;
    return binder.error('CS0176', message, group.span);
  }
  const self = group.self && boxSelf(group.self, receiver);
  return callNode(binder, candidate, self, chosen, args, span);
}

function callNode(
  binder: Binder,
  { method, receiver }: MethodCandidate,
  self: Bound | undefined,
  chosen: Applicable,
  args: readonly CallArgument[],
  span: Span,
): Bound {
  return {
    kind: 'call',
    method,
    receiver,
    typeArgs: chosen.typeArgs,
    self,
    args: convertArguments(binder, args, chosen, span),
    type: substitute(chosen.callable.returns, chosen.map),
    span,
  };
}

function extensionCall(binder: Binder, chosen: Applicable, args: readonly CallArgument[], span: Span): Bound {
  return callNode(binder, chosen.callable.candidate as MethodCandidate, undefined, chosen, args, span);
}

function reportExtension(
  binder: Binder,
  group: MethodGroup,
  resolution: Exclude<Resolution, { kind: 'found' }>,
  args: readonly CallArgument[],
  span: Span,
): Bound {
  const type = group.self?.type ?? T.object;
  if (resolution.kind === 'none') {
    const fitting = resolution.mismatches.filter(({ mismatch }) => mismatch.kind !== 'typeArgumentCount');
    const wrongArgument = fitting.filter(({ mismatch }) => mismatch.kind === 'argument');
    const wrongReceiver = wrongArgument.filter(
      ({ mismatch }) => mismatch.kind === 'argument' && mismatch.argument === 0,
    );
    const [first] = wrongReceiver;
    if (fitting.length === 0) return binder.error('CS1061', noDefinition(type, group.name), group.nameSpan);
    if (first && wrongReceiver.length === wrongArgument.length) {
      const wanted = (first.mismatch as { type: TypeRef }).type;
      const message = `'${shortName(type)}' does not contain a definition for '${group.name}' and the best extension method overload '${describe(first.callable)}' requires a receiver of type '${longName(wanted)}'`;
      return binder.error('CS1929', message, group.self?.span ?? group.nameSpan);
    }
    const mismatches = fitting.filter((each) => !wrongReceiver.includes(each));
    reportResolution(binder, { kind: 'none', mismatches }, args, site(group, true));
  } else reportResolution(binder, resolution, args, site(group, true));
  return errorNode(span);
}

function reportCall(
  binder: Binder,
  group: MethodGroup,
  resolution: Exclude<Resolution, { kind: 'found' }>,
  args: readonly CallArgument[],
  span: Span,
): Bound {
  reportResolution(binder, resolution, args, site(group, false));
  return errorNode(span);
}

function site(group: MethodGroup, isExtension: boolean): CallSite {
  return {
    name: group.name,
    nameSpan: group.nameSpan,
    isExtension,
    wrongCount: (count) => ({
      code: 'CS1501',
      message: `No overload for method '${group.name}' takes ${count} arguments`,
    }),
  };
}

function callLocalFunction(
  binder: Binder,
  target: LocalFunction,
  group: MethodGroup,
  args: readonly CallArgument[],
  span: Span,
): Bound {
  const callable = localCallable(target);
  const resolution = resolveOverload(binder, [callable], args, group.typeArgs);
  if (resolution.kind !== 'found') {
    reportResolution(binder, resolution, args, site(group, false));
    return errorNode(span);
  }
  const called = target.generic ? target.generic.instantiate(resolution.applicable.typeArgs) : target;
  binder.current.callees.add(called);
  const type = called.returns;
  const call: Bound = {
    kind: 'localCall',
    target: called,
    args: convertArguments(binder, args, resolution.applicable, span),
    type,
    span,
  };
  return target.tupleNames ? { ...call, tupleNames: target.tupleNames } : call;
}

/** A local function as overload resolution sees it. */
export function localCallable(target: LocalFunction): Callable {
  return {
    name: target.name,
    parameters: target.parameters,
    typeParameters: target.generic?.typeParameters ?? [],
    returns: target.returns,
    declaredBy: undefined,
    candidate: undefined,
    localFunction: target,
  };
}

/** Calls a delegate. */
function callValue(
  binder: Binder,
  bound: Bound,
  args: readonly CallArgument[],
  node: Expression & { kind: 'call' },
): Bound {
  const target = requireValue(binder, bound);
  if (isError(target)) return target;
  const signature = delegateSignature(target.type);
  if (!signature) {
    if (target.kind === 'property' && node.target.kind === 'member') {
      const owner = shortName(target.receiver as NamedType);
      const message = `Non-invocable member '${owner}.${target.property.name}' cannot be used like a method.`;
      return binder.error('CS1955', message, nameSpan(binder, target.self, node.target.name));
    }
    return binder.error('CS0149', 'Method name expected', target.span);
  }
  const parameters = signature.parameters.map((type: TypeRef, i) => ({
    name: `arg${i}`,
    type,
    modifier: '' as const,
    defaultValue: undefined,
  }));
  const callable: Callable = {
    name: 'Invoke',
    parameters,
    typeParameters: [],
    returns: signature.returns,
    declaredBy: undefined,
    candidate: undefined,
    localFunction: undefined,
  };
  const resolution = resolveOverload(binder, [callable], args, undefined);
  if (resolution.kind !== 'found') {
    const mismatch = resolution.kind === 'none' ? resolution.mismatches[0]?.mismatch : undefined;
    if (mismatch && mismatch.kind !== 'argument') {
      const message = `Delegate '${shortName(target.type)}' does not take ${args.length} arguments`;
      return binder.error('CS1593', message, node);
    }
    reportResolution(binder, resolution, args, {
      name: longName(target.type),
      nameSpan: node.target,
      isExtension: false,
      wrongCount: (count) => ({
        code: 'CS1593',
        message: `Delegate '${shortName(target.type)}' does not take ${count} arguments`,
      }),
    });
    return errorNode(node);
  }
  const converted = convertArguments(binder, args, resolution.applicable, node);
  return { kind: 'invoke', target, args: converted, type: signature.returns, span: node };
}
