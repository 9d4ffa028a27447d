import { substitute } from '../../../dotnet/core/substitute.ts';
import { type TypeRef, typeName } from '../../../dotnet/core/type-ref.ts';
import type { Span } from '../../parse/syntax.ts';
import type { Binder } from '../binder.ts';
import { NO_TYPE } from '../bound.ts';
import { longName, methodName, shortName } from '../display.ts';
import type { Mismatch } from './applicable.ts';
import type { CallArgument, Callable } from './callable.ts';
import type { Resolution } from './resolve.ts';

/** Where and about what a failed call is reported. */
export interface CallSite {
  /** The name that was called. */
  readonly name: string;
  readonly nameSpan: Span;
  /** What to say when the number of arguments fits no overload. */
  readonly wrongCount: (count: number) => { readonly code: string; readonly message: string };
  /** Whether the receiver of an extension method is counted as the first argument. */
  readonly isExtension: boolean;
}

/** Reports why no overload could be chosen, about the one that came closest, as the C# compiler does. */
export function reportResolution(
  binder: Binder,
  resolution: Exclude<Resolution, { kind: 'found' }>,
  args: readonly CallArgument[],
  site: CallSite,
): void {
  if (resolution.kind === 'ambiguous') {
    const both = [resolution.first, resolution.second].sort(order);
    const [first, second] = both.map((each) => describe(each, true));
    const message = `The call is ambiguous between the following methods or properties: '${first}' and '${second}'`;
    binder.report('CS0121', message, site.nameSpan);
    return;
  }
  if (args.some((arg) => arg.value.type === NO_TYPE.error)) return;
  const { mismatches } = resolution;
  if (args.some(({ value }) => value.kind === 'unboundLambda' && value.lambda.failed)) {
    reportLambdaErrors(binder, args);
    return;
  }
  const badArgument = mismatches
    .filter(({ mismatch }) => mismatch.kind === 'argument')
    .sort((a, b) => order(a.callable, b.callable))[0];
  if (badArgument) {
    reportArguments(binder, badArgument.mismatch as Mismatch & { kind: 'argument' }, args);
    return;
  }
  const inference = mismatches.find(({ mismatch }) => mismatch.kind === 'inference');
  if (inference && !reportLambdaErrors(binder, args)) {
    const message = `The type arguments for method '${describe(inference.callable)}' cannot be inferred from the usage. Try specifying the type arguments explicitly.`;
    binder.report('CS0411', message, site.nameSpan);
  }
  if (inference) return;
  reportShape(binder, mismatches, args, site);
}

/**
 * The compiler speaks about the first overload in the order of its assembly, which mostly is that of the names of the
 * parameters' types.
 */
function order(a: Callable, b: Callable): number {
  const [first, second] = [a, b].map(({ parameters }) => parameters.map(({ type }) => sortKey(type)).join(' '));
  return a.declaredBy === b.declaredBy && first !== second ? ((first ?? '') < (second ?? '') ? -1 : 1) : 0;
}

/** Types of `System` itself come before those of namespaces below it. */
function sortKey(type: TypeRef): string {
  const name = typeName(type);
  return `${(name.split('<')[0] ?? '').split('.').length} ${name}`;
}

function reportShape(
  binder: Binder,
  mismatches: readonly { readonly callable: Callable; readonly mismatch: Mismatch }[],
  args: readonly CallArgument[],
  site: CallSite,
): void {
  const named = mismatches.find(({ mismatch }) => mismatch.kind === 'name');
  if (named?.mismatch.kind === 'name') {
    const arg = args[named.mismatch.argument];
    const message = `The best overload for '${site.name}' does not have a parameter named '${arg?.name}'`;
    binder.report('CS1739', message, arg?.nameSpan ?? site.nameSpan);
    return;
  }
  const duplicate = mismatches.find(({ mismatch }) => mismatch.kind === 'duplicate');
  if (duplicate?.mismatch.kind === 'duplicate') {
    const arg = args[duplicate.mismatch.argument];
    const message = arg?.name
      ? `Named argument '${arg.name}' cannot be specified multiple times`
      : `Named argument specifies a parameter for which a positional argument has already been given`;
    binder.report(arg?.name ? 'CS1740' : 'CS1744', message, arg?.nameSpan ?? site.nameSpan);
    return;
  }
  const [only] = mismatches;
  if (only && mismatches.length === 1 && only.mismatch.kind === 'missing') {
    const { parameter } = only.mismatch;
    const message = `There is no argument given that corresponds to the required parameter '${parameter.name}' of '${describe(only.callable)}'`;
    binder.report('CS7036', message, site.nameSpan);
    return;
  }
  if (only?.mismatch.kind === 'typeArgumentCount' && only.callable.typeParameters.length === 0) {
    const message = `The non-generic method '${describe(only.callable)}' cannot be used with type arguments`;
    binder.report('CS0308', message, site.nameSpan);
    return;
  }
  if (only?.mismatch.kind === 'typeArgumentCount') {
    const message = `Using the generic method '${describe(only.callable)}' requires ${only.callable.typeParameters.length} type arguments`;
    binder.report('CS0305', message, site.nameSpan);
    return;
  }
  const count = args.length - (site.isExtension ? 1 : 0);
  const { code, message } = site.wrongCount(count);
  binder.report(code, message, site.nameSpan);
}

/** Reports every argument that does not convert to the parameters of the closest overload. */
function reportArguments(
  binder: Binder,
  mismatch: Mismatch & { kind: 'argument' },
  args: readonly CallArgument[],
): void {
  const { argument: i, type, parameter } = mismatch;
  const arg = args[i] as CallArgument;
  const number = i + 1;
  const wanted = parameter.modifier === 'ref' || parameter.modifier === 'out' ? parameter.modifier : '';
  if (wanted !== '' && arg.modifier !== wanted) {
    binder.report('CS1620', `Argument ${number} must be passed with the '${wanted}' keyword`, arg.value.span);
    return;
  }
  if (wanted === '' && (arg.modifier === 'ref' || arg.modifier === 'out')) {
    binder.report('CS1615', `Argument ${number} may not be passed with the '${arg.modifier}' keyword`, arg.value.span);
    return;
  }
  if (arg.value.kind === 'unboundLambda') {
    const before = binder.errors.length;
    binder.constructs.convertLambda(binder, arg.value, type);
    if (binder.errors.length > before) return;
  }
  const from = wanted ? `${wanted} ${longName(arg.value.type)}` : longName(arg.value.type);
  const to = wanted ? `${wanted} ${longName(type)}` : longName(type);
  binder.report('CS1503', `Argument ${number}: cannot convert from '${from}' to '${to}'`, arg.value.span);
}

/** A lambda whose body is wrong explains a failed inference better than CS0411 does. */
function reportLambdaErrors(binder: Binder, args: readonly CallArgument[]): boolean {
  const before = binder.errors.length;
  for (const { value } of args) {
    if (value.kind !== 'unboundLambda') continue;
    value.lambda.reportTried();
  }
  return binder.errors.length > before;
}

/** A callable as messages name it. */
export function describe(callable: Callable, qualified = false): string {
  const { candidate } = callable;
  if (candidate) {
    const map = new Map<TypeRef, TypeRef>();
    for (const [i, each] of candidate.method.owner.parameters.entries()) {
      const arg = candidate.receiver.args[i];
      if (arg) map.set(each, arg);
    }
    return methodName(candidate.method, map, qualified);
  }
  const parameters = callable.parameters.map((each) => shortName(substitute(each.type, new Map()))).join(', ');
  return `${callable.name}(${parameters})`;
}
