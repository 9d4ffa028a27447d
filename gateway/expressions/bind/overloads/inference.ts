import { underlyingNullable } from '../../../dotnet/core/box.ts';
import { implicitConversion } from '../../../dotnet/core/conversion/index.ts';
import { delegateSignature } from '../../../dotnet/core/delegates.ts';
import { findConstruction } from '../../../dotnet/core/hierarchy.ts';
import { isOpen, substitute } from '../../../dotnet/core/substitute.ts';
import { type NamedType, T, type TypeParameter, type TypeRef } from '../../../dotnet/core/type-ref.ts';
import { universe } from '../../../dotnet/core/universe.ts';
import { isTuple } from '../../../dotnet/core/value-tuple.ts';
import { hasType } from '../best-common-type.ts';
import type { Binder } from '../binder.ts';
import type { Bound } from '../bound.ts';
import { methodGroupReturn } from './method-group-return.ts';

interface Bounds {
  readonly exact: Set<TypeRef>;
  readonly lower: Set<TypeRef>;
  readonly upper: Set<TypeRef>;
}

/** An argument with the (open) type of its parameter. */
export interface InferenceInput {
  readonly value: Bound;
  readonly type: TypeRef;
  readonly byReference: boolean;
}

/**
 * Infers the type arguments of a generic method from its arguments (C# spec 12.6.3): two phases of bounds and fixing.
 * @returns one type per parameter, or undefined when some cannot be inferred
 */
export function inferTypeArguments(
  binder: Binder,
  typeParameters: readonly TypeParameter[],
  inputs: readonly InferenceInput[],
): TypeRef[] | undefined {
  return new Inference(binder, typeParameters, inputs).run();
}

class Inference {
  readonly #binder: Binder;
  readonly #parameters: readonly TypeParameter[];
  readonly #inputs: readonly InferenceInput[];
  readonly #bounds = new Map<TypeRef, Bounds>();
  readonly #fixed = new Map<TypeRef, TypeRef>();
  readonly #done = new Set<InferenceInput>();

  constructor(binder: Binder, parameters: readonly TypeParameter[], inputs: readonly InferenceInput[]) {
    this.#binder = binder;
    this.#parameters = parameters;
    this.#inputs = inputs;
    for (const each of parameters) this.#bounds.set(each, { exact: new Set(), lower: new Set(), upper: new Set() });
  }

  run(): TypeRef[] | undefined {
    for (const input of this.#inputs) this.#firstPhase(input.value, input.type, input.byReference);
    while (this.#fixed.size < this.#parameters.length) {
      for (const input of this.#inputs) this.#outputs(input);
      if (!this.#fixNext()) return undefined;
    }
    return this.#parameters.map((each) => this.#fixed.get(each) as TypeRef);
  }

  #firstPhase(value: Bound, type: TypeRef, byReference: boolean): void {
    if (value.kind === 'unboundLambda') {
      const types = value.lambda.parameterTypes;
      const signature = types && delegateSignature(type);
      if (signature) for (const [i, each] of types.entries()) this.#exact(each, signature.parameters[i] ?? T.object);
      return;
    }
    if (value.kind === 'tuple' && isTuple(type)) {
      for (const [i, item] of value.items.entries()) this.#firstPhase(item, type.args[i] ?? T.object, false);
      return;
    }
    if (!hasType(value) || value.type === T.void) return;
    if (byReference) this.#exact(value.type, type);
    else this.#lower(value.type, type);
  }

  /** Fixes the parameters that depend on no other; failing that, those on which others depend. */
  #fixNext(): boolean {
    const open = this.#parameters.filter((each) => !this.#fixed.has(each));
    let ready = open.filter((each) => !open.some((other) => this.#dependsOn(each, other)));
    if (ready.length === 0)
      ready = open.filter((each) => this.#hasBounds(each) && open.some((other) => this.#dependsOn(other, each)));
    if (ready.length === 0) return false;
    return ready.every((each) => this.#fix(each));
  }

  #hasBounds(parameter: TypeRef): boolean {
    const bounds = this.#bounds.get(parameter);
    return bounds !== undefined && bounds.exact.size + bounds.lower.size + bounds.upper.size > 0;
  }

  #dependsOn(parameter: TypeRef, other: TypeRef, seen = new Set<TypeRef>()): boolean {
    for (const input of this.#inputs) {
      if (this.#done.has(input)) continue;
      if (!this.#outputTypes(input).some((type) => mentions(type, parameter))) continue;
      for (const source of this.#parameters) {
        if (this.#fixed.has(source) || seen.has(source)) continue;
        if (!this.#inputTypes(input).some((type) => mentions(type, source))) continue;
        if (source === other) return true;
        seen.add(source);
        if (this.#dependsOn(source, other, seen)) return true;
      }
    }
    return false;
  }

  #inputTypes({ value, type }: InferenceInput): readonly TypeRef[] {
    const needsTypes =
      value.kind === 'methodGroup' || (value.kind === 'unboundLambda' && value.lambda.parameterTypes === undefined);
    return needsTypes ? (delegateSignature(type)?.parameters ?? []) : [];
  }

  #outputTypes({ value, type }: InferenceInput): readonly TypeRef[] {
    if (value.kind !== 'methodGroup' && value.kind !== 'unboundLambda') return [];
    const signature = delegateSignature(type);
    return signature ? [signature.returns] : [];
  }

  /** Second phase: what lambdas and method groups return, once their parameters are known. */
  #outputs(input: InferenceInput): void {
    if (this.#done.has(input)) return;
    const returns = this.#outputTypes(input)[0];
    if (!returns || !isOpen(returns)) return;
    const open = (type: TypeRef): boolean =>
      this.#parameters.some((each) => !this.#fixed.has(each) && mentions(type, each));
    if (this.#inputTypes(input).some(open)) return;
    const signature = delegateSignature(input.type);
    if (!signature) return;
    this.#done.add(input);
    const types = signature.parameters.map((each) => substitute(each, this.#fixed));
    const result = this.#returnType(input.value, types);
    if (result && result !== T.void) this.#lower(result, returns);
  }

  #returnType(value: Bound, types: readonly TypeRef[]): TypeRef | undefined {
    if (value.kind === 'unboundLambda') {
      const { parameterCount } = value.lambda;
      if (parameterCount !== undefined && parameterCount !== types.length) return undefined;
      if (types.some(isOpen)) return undefined;
      return value.lambda.bind(types).inferred;
    }
    return value.kind === 'methodGroup' ? methodGroupReturn(this.#binder, value, types) : undefined;
  }

  #open(type: TypeRef): Bounds | undefined {
    return this.#fixed.has(type) ? undefined : this.#bounds.get(type);
  }

  #exact(from: TypeRef, to: TypeRef): void {
    const bounds = this.#open(to);
    if (bounds) bounds.exact.add(from);
    else if (from.kind === 'array' && to.kind === 'array') this.#exact(from.element, to.element);
    else if (sameDefinition(from, to) && from.kind === 'named' && to.kind === 'named') {
      for (const [i, arg] of from.args.entries()) this.#exact(arg, to.args[i] as TypeRef);
    }
  }

  #lower(from: TypeRef, to: TypeRef): void {
    const bounds = this.#open(to);
    if (bounds) {
      bounds.lower.add(from);
      return;
    }
    if (!isOpen(to)) return;
    if (to.kind === 'array') {
      if (from.kind === 'array') this.#element(from.element, to.element);
      return;
    }
    if (to.kind !== 'named') return;
    const inner = underlyingNullable(to);
    if (inner) {
      const source = underlyingNullable(from);
      if (source) this.#lower(source, inner);
      else if (universe().isValueType(from)) this.#lower(from, inner);
      return;
    }
    const found = sameDefinition(from, to) ? [from as NamedType] : findConstruction(from, to.name, to.args.length);
    const [only] = found;
    if (!only || found.length > 1) return;
    const variance = universe().definition(to)?.variance ?? [];
    for (const [i, arg] of only.args.entries()) {
      const target = to.args[i] as TypeRef;
      if (!universe().isReferenceType(arg) || variance[i] === '' || variance[i] === undefined) this.#exact(arg, target);
      else if (variance[i] === 'out') this.#lower(arg, target);
      else this.#upper(arg, target);
    }
  }

  #upper(from: TypeRef, to: TypeRef): void {
    const bounds = this.#open(to);
    if (bounds) {
      bounds.upper.add(from);
      return;
    }
    if (from.kind === 'array' && to.kind === 'array') {
      this.#element(from.element, to.element, true);
      return;
    }
    if (to.kind !== 'named' || from.kind !== 'named') return;
    const found = sameDefinition(from, to) ? [to] : findConstruction(to, from.name, from.args.length);
    const [only] = found;
    if (!only || found.length > 1) return;
    const variance = universe().definition(from)?.variance ?? [];
    for (const [i, arg] of from.args.entries()) {
      const target = only.args[i] as TypeRef;
      if (!universe().isReferenceType(arg) || variance[i] === '' || variance[i] === undefined) this.#exact(arg, target);
      else if (variance[i] === 'out') this.#upper(arg, target);
      else this.#lower(arg, target);
    }
  }

  #element(from: TypeRef, to: TypeRef, upper = false): void {
    if (!universe().isReferenceType(from)) this.#exact(from, to);
    else if (upper) this.#upper(from, to);
    else this.#lower(from, to);
  }

  /** Chooses the type of one parameter from its bounds (C# spec 12.6.3.12). */
  #fix(parameter: TypeRef): boolean {
    const bounds = this.#bounds.get(parameter);
    if (!bounds) return false;
    let candidates = new Set<TypeRef>([...bounds.exact, ...bounds.lower, ...bounds.upper]);
    const keep = (test: (candidate: TypeRef) => boolean): void => {
      candidates = new Set([...candidates].filter(test));
    };
    for (const bound of bounds.exact) keep((each) => each === bound);
    for (const bound of bounds.lower) keep((each) => converts(bound, each));
    for (const bound of bounds.upper) keep((each) => converts(each, bound));
    const best = [...candidates].filter((each) => [...candidates].every((other) => converts(other, each)));
    const [chosen] = best;
    if (!chosen || best.length > 1) return false;
    this.#fixed.set(parameter, chosen);
    return true;
  }
}

function converts(from: TypeRef, to: TypeRef): boolean {
  return from === to || implicitConversion(from, to) !== undefined;
}

function sameDefinition(a: TypeRef, b: TypeRef): boolean {
  return (
    a.kind === 'named' &&
    b.kind === 'named' &&
    a.name === b.name &&
    a.args.length === b.args.length &&
    a.args.length > 0
  );
}

/** Whether the type parameter occurs in the type. */
function mentions(type: TypeRef, parameter: TypeRef): boolean {
  if (type === parameter) return true;
  if (type.kind === 'array') return mentions(type.element, parameter);
  return type.kind === 'named' && type.args.some((arg) => mentions(arg, parameter));
}
