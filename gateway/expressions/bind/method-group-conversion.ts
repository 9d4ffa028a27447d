import { type Conversion, IDENTITY, implicitConversion } from '../../dotnet/core/conversion/index.ts';
import { type DelegateSignature, delegateSignature } from '../../dotnet/core/delegates.ts';
import { substitute } from '../../dotnet/core/substitute.ts';
import { T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import type { Binder } from './binder.ts';
import type { Bound, BoundKind } from './bound.ts';
import { longName, shortName } from './display.ts';
import { extensionCallables, lacksExtension, localCallable, receiverArgument } from './invocation.ts';
import { boxSelf, noDefinition } from './member-access.ts';
import { type Applicable, type CallArgument, callableOf } from './overloads/callable.ts';
import { resolveOverload } from './overloads/resolve.ts';

type MethodGroup = BoundKind<'methodGroup'>;

interface Choice {
  readonly applicable: Applicable;
  readonly viaExtension: boolean;
}

/** The overload that takes arguments of these types. */
function choose(binder: Binder, group: MethodGroup, types: readonly TypeRef[]): Choice | undefined {
  const args: CallArgument[] = types.map((type) => ({
    value: { kind: 'default', type, span: group.span },
    name: undefined,
    nameSpan: undefined,
    modifier: '',
    span: group.span,
  }));
  const callables = group.localFunction ? [localCallable(group.localFunction)] : group.candidates.map(callableOf);
  const resolution = resolveOverload(binder, callables, args, group.typeArgs);
  if (resolution.kind === 'found') return { applicable: resolution.applicable, viaExtension: false };
  if (!group.self) return undefined;
  const extended = resolveOverload(
    binder,
    extensionCallables(group),
    [receiverArgument(group.self), ...args],
    group.typeArgs,
  );
  return extended.kind === 'found' ? { applicable: extended.applicable, viaExtension: true } : undefined;
}

/** The result type that the group gives for these argument types. */
export function methodGroupReturn(binder: Binder, group: MethodGroup, types: readonly TypeRef[]): TypeRef | undefined {
  const choice = choose(binder, group, types);
  return choice && substitute(choice.applicable.callable.returns, choice.applicable.map);
}

/** Whether some overload fits the delegate type. */
export function methodGroupConvertible(binder: Binder, group: MethodGroup, to: TypeRef): boolean {
  const signature = delegateSignature(to);
  if (!signature) return false;
  const choice = choose(binder, group, signature.parameters);
  return choice !== undefined && resultConversion(choice.applicable, signature) !== null;
}

/** How the method's result becomes the delegate's; undefined when the delegate has none, null when it cannot. */
function resultConversion(applicable: Applicable, signature: DelegateSignature): Conversion | undefined | null {
  const returns = substitute(applicable.callable.returns, applicable.map);
  if (signature.returns === T.void) return undefined;
  if (returns === signature.returns) return IDENTITY;
  const conversion = implicitConversion(returns, signature.returns);
  return conversion?.kind === 'reference' ? conversion : null;
}

/** Makes a delegate of the overload that fits. */
export function convertMethodGroup(binder: Binder, group: MethodGroup, to: TypeRef): Bound {
  const signature = delegateSignature(to);
  if (!signature) {
    if (lacksExtension(binder, group))
      return binder.error('CS1061', noDefinition(group.onType ?? T.object, group.name), group.nameSpan);
    const message = `Cannot convert method group '${group.name}' to non-delegate type '${longName(to)}'. Did you intend to invoke the method?`;
    return binder.error('CS0428', message, group.nameSpan);
  }
  const choice = choose(binder, group, signature.parameters);
  if (!choice) {
    return binder.error(
      'CS0123',
      `No overload for '${group.name}' matches delegate '${shortName(to)}'`,
      group.nameSpan,
    );
  }
  const result = resultConversion(choice.applicable, signature);
  if (result === null) {
    const returns = substitute(choice.applicable.callable.returns, choice.applicable.map);
    return binder.error('CS0407', `'${longName(returns)} ${group.name}' has the wrong return type`, group.nameSpan);
  }
  const { callable, typeArgs, types } = choice.applicable;
  const skip = choice.viaExtension ? 1 : 0;
  const argumentConversions = signature.parameters.map(
    (type, i) => implicitConversion(type, types[i + skip] as TypeRef) ?? IDENTITY,
  );
  const local = group.localFunction?.generic?.instantiate(typeArgs) ?? group.localFunction;
  if (local) binder.current.callees.add(local);
  const receiver = callable.candidate?.receiver;
  return {
    kind: 'delegateOfMethod',
    method: callable.candidate?.method,
    localFunction: local,
    receiver,
    typeArgs,
    self: group.self && (receiver && !choice.viaExtension ? boxSelf(group.self, receiver) : group.self),
    argumentConversions,
    resultConversion: result,
    type: to,
    span: group.span,
  };
}
