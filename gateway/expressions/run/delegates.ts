import type { Ref } from '../../dotnet/core/define.ts';
import { throwNet } from '../../dotnet/core/exception.ts';
import { universe } from '../../dotnet/core/universe.ts';
import { NetDelegate } from '../../dotnet/core/values.ts';
import type { BoundKind } from '../bind/bound.ts';
import { type Compiler, invoke } from './compiler.ts';
import { compileConversion } from './conversions.ts';
import { dispatcher, isVirtual, resultOf, selfFor } from './dispatch.ts';
import type { Evaluate, Frame } from './frame.ts';

/** Compiles the conversion of a method group: a delegate that converts its arguments and result. */
export function compileDelegateOfMethod(compiler: Compiler, node: BoundKind<'delegateOfMethod'>): Evaluate {
  const converters = node.argumentConversions.map((each) => compileConversion(each, false));
  const after = node.resultConversion && compileConversion(node.resultConversion, false);
  const { type } = node;
  const run = node.localFunction ? localTarget(compiler, node) : libraryTarget(compiler, node);
  return (f) => {
    const call = run(f);
    return new NetDelegate(type, (...args) => {
      const values = args.map((arg, i) => converters[i]?.(arg, f) ?? arg);
      const result = call(values);
      return after ? after(result, f) : result;
    });
  };
}

type Prepare = (frame: Frame) => (args: readonly unknown[]) => unknown;

function localTarget(compiler: Compiler, node: BoundKind<'delegateOfMethod'>): Prepare {
  const info = (node.localFunction as NonNullable<typeof node.localFunction>).info;
  const loaders = [...info.captures.keys()].map((variable): ((frame: Frame) => Ref) => compiler.ref(variable));
  const code = compiler.code(info);
  return (f) => {
    const captured = loaders.map((load) => load(f));
    return (args) => invoke(code, captured, args, f.exec);
  };
}

function libraryTarget(compiler: Compiler, node: BoundKind<'delegateOfMethod'>): Prepare {
  const { method, receiver, typeArgs } = node;
  if (!method || !receiver) throw new Error('a delegate needs a method');
  const { implementation } = method;
  const self = node.self && compiler.expression(node.self);
  if (!self) return (f) => (args) => implementation(...args, f.exec.callInfo(typeArgs, receiver));
  const isValue = node.self !== undefined && universe().isValueType(node.self.type);
  const find = isVirtual(method)
    ? dispatcher(method, receiver, (each) => ('implementation' in each ? each.implementation : undefined))
    : undefined;
  return (f) => {
    const target = self(f);
    if (target === null && !isValue && !method.isExtension) {
      throwNet('System.ArgumentException', "Delegate to an instance method cannot have null 'this'.");
    }
    const override = method.isStatic ? undefined : find?.(target);
    return (args) => {
      const call = f.exec.callInfo(typeArgs, override ? override.receiver : receiver);
      if (override) return resultOf(override, override.implementation(selfFor(override, target), ...args, call));
      return implementation(target, ...args, call);
    };
  };
}
