import type { Implementation, Ref } from '../../dotnet/core/define.ts';
import { universe } from '../../dotnet/core/universe.ts';
import { NetDelegate } from '../../dotnet/core/values.ts';
import type { BoundArgument, BoundKind } from '../bind/bound.ts';
import { type Compiler, invoke } from './compiler.ts';
import { dispatcher, isVirtual, resultOf, selfFor, type Target } from './dispatch.ts';
import { noTypeArgs, nullReference } from './execution.ts';
import type { Evaluate, Frame } from './frame.ts';
import { compileRef } from './places.ts';

/** Compiles the arguments of a call. */
function compileArguments(compiler: Compiler, args: readonly BoundArgument[]): Evaluate[] {
  return args.map(({ value, mode }) => (mode === 'value' ? compiler.expression(value) : compileRef(compiler, value)));
}

/** Evaluates arguments in order, leaving room for the CallInfo at the end. */
function evaluateAll(args: readonly Evaluate[], frame: Frame): unknown[] {
  const values: unknown[] = new Array(args.length + 1);
  for (let i = 0; i < args.length; i++) values[i] = (args[i] as Evaluate)(frame);
  return values;
}

/** Compiles a call of a library member. */
export function compileCall(compiler: Compiler, node: BoundKind<'call'>): Evaluate {
  const { method, receiver, typeArgs } = node;
  const args = compileArguments(compiler, node.args);
  const { implementation } = method;
  if (!node.self) return staticCall(implementation, args, typeArgs, receiver);
  const self = compiler.expression(node.self);
  const nullable = universe().isValueType(node.self.type);
  const count = args.length;
  const find = isVirtual(method)
    ? dispatcher(method, receiver, (each) => ('implementation' in each ? each.implementation : undefined))
    : undefined;
  return (f) => {
    const { exec } = f;
    const target = self(f);
    const values = evaluateAll(args, f);
    if (target === null && !nullable) nullReference();
    const override = find?.(target);
    let result: unknown;
    if (override) {
      values[count] = exec.callInfo(typeArgs, override.receiver);
      result = resultOf(override, override.implementation(selfFor(override, target), ...values));
    } else {
      const call = exec.callInfo(typeArgs, receiver);
      if (count === 0) result = implementation(target, call);
      else if (count === 1) result = implementation(target, values[0], call);
      else {
        values[count] = call;
        result = implementation(target, ...values);
      }
    }
    exec.checkReceiver(target);
    return exec.checkResult(result);
  };
}

function staticCall(
  implementation: Implementation,
  args: readonly Evaluate[],
  typeArgs: BoundKind<'call'>['typeArgs'],
  receiver: BoundKind<'call'>['receiver'],
): Evaluate {
  const [first, second, third] = args;
  if (!first) return (f) => f.exec.checkResult(implementation(f.exec.callInfo(typeArgs, receiver)));
  if (!second) {
    return (f) => {
      const a = first(f);
      return f.exec.checkResult(implementation(a, f.exec.callInfo(typeArgs, receiver)));
    };
  }
  if (!third) {
    return (f) => {
      const a = first(f);
      const b = second(f);
      return f.exec.checkResult(implementation(a, b, f.exec.callInfo(typeArgs, receiver)));
    };
  }
  return (f) => {
    const values = evaluateAll(args, f);
    values[args.length] = f.exec.callInfo(typeArgs, receiver);
    return f.exec.checkResult(implementation(...values));
  };
}

/** Compiles the call of a delegate. */
export function compileInvoke(compiler: Compiler, node: BoundKind<'invoke'>): Evaluate {
  const target = compiler.expression(node.target);
  const args = compileArguments(compiler, node.args);
  return (f) => {
    const delegate = target(f);
    const values = args.map((arg) => arg(f));
    if (!(delegate instanceof NetDelegate)) return nullReference();
    return delegate.invoke(...values);
  };
}

/** The Refs that a function captures, as the current function's frame holds them. */
function captureLoaders(compiler: Compiler, info: BoundKind<'lambda'>['body']): ((frame: Frame) => Ref)[] {
  return [...info.captures.keys()].map((variable) => compiler.ref(variable));
}

/** Compiles the creation of a delegate from a lambda. */
export function compileLambda(compiler: Compiler, node: BoundKind<'lambda'>): Evaluate {
  const loaders = captureLoaders(compiler, node.body);
  const code = compiler.code(node.body);
  const { type } = node;
  return (f) => {
    const { exec } = f;
    const captured = loaders.map((load) => load(f));
    return new NetDelegate(type, (...args) => invoke(code, captured, args, exec));
  };
}

/** Compiles the call of a local function, whose captures come from the frame of the caller. */
export function compileLocalCall(compiler: Compiler, node: BoundKind<'localCall'>): Evaluate {
  const { info } = node.target;
  const args = compileArguments(compiler, node.args);
  const loaders = captureLoaders(compiler, info);
  const code = compiler.code(info);
  return (f) => {
    const values = args.map((arg) => arg(f));
    return invoke(
      code,
      loaders.map((load) => load(f)),
      values,
      f.exec,
    );
  };
}

/** Compiles the reading of a property or indexer. */
export function compileProperty(compiler: Compiler, node: BoundKind<'property'>): Evaluate {
  const { property, receiver } = node;
  const get = property.get as Implementation;
  if (!node.self) return (f) => f.exec.checkResult(get(f.exec.callInfo(noTypeArgs, receiver)));
  const self = compiler.expression(node.self);
  const args = compileArguments(compiler, node.args);
  const nullable = universe().isValueType(node.self.type);
  const find = isVirtual(property)
    ? dispatcher(property, receiver, (each) => ('get' in each ? each.get : undefined))
    : undefined;
  const [index] = args;
  if (!index) {
    return (f) => {
      const target = self(f);
      if (target === null && !nullable) nullReference();
      const override = find?.(target);
      if (override) return overridden(f, override, target, []);
      return f.exec.checkResult(get(target, f.exec.callInfo(noTypeArgs, receiver)));
    };
  }
  if (args.length === 1) {
    return (f) => {
      const target = self(f);
      const key = index(f);
      if (target === null && !nullable) nullReference();
      const override = find?.(target);
      if (override) return overridden(f, override, target, [key]);
      return f.exec.checkResult(get(target, key, f.exec.callInfo(noTypeArgs, receiver)));
    };
  }
  return (f) => {
    const target = self(f);
    const keys = args.map((arg) => arg(f));
    if (target === null && !nullable) nullReference();
    const override = find?.(target);
    if (override) return overridden(f, override, target, keys);
    return f.exec.checkResult(get(target, ...keys, f.exec.callInfo(noTypeArgs, receiver)));
  };
}

/** Reads the property as the type of the object at hand has it. */
function overridden({ exec }: Frame, override: Target, target: unknown, keys: readonly unknown[]): unknown {
  const call = exec.callInfo(noTypeArgs, override.receiver);
  return exec.checkResult(resultOf(override, override.implementation(selfFor(override, target), ...keys, call)));
}
