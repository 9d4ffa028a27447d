import type { Implementation, Ref } from '../../dotnet/core/define.ts';
import { throwNet } from '../../dotnet/core/exception.ts';
import { isInstance } from '../../dotnet/core/runtime-type.ts';
import { arrayOf, type TypeRef } from '../../dotnet/core/type-ref.ts';
import { universe } from '../../dotnet/core/universe.ts';
import type { NetTuple } from '../../dotnet/core/value-tuple.ts';
import { NetArray } from '../../dotnet/core/values.ts';
import type { Bound, BoundKind } from '../bind/bound.ts';
import type { Compiler } from './compiler.ts';
import { dispatcher, isVirtual, selfFor } from './dispatch.ts';
import { nullReference } from './execution.ts';
import type { Evaluate, Frame } from './frame.ts';

/** A place whose parts have been evaluated: it can be read and written without repeating their effects. */
export interface Place {
  get(): unknown;
  set(value: unknown): void;
}

/** Raises what an index outside an array raises. */
export function indexOutOfRange(): never {
  return throwNet('System.IndexOutOfRangeException', 'Index was outside the bounds of the array.');
}

/** Compiles the evaluation of a place. */
export function compilePlace(compiler: Compiler, node: Bound): (frame: Frame) => Place {
  switch (node.kind) {
    case 'local': {
      const read = compiler.read(node.variable);
      const write = compiler.write(node.variable);
      return (f) => ({ get: () => read(f), set: (value) => write(f, value) });
    }
    case 'declaration': {
      const { variable } = node;
      if (!variable) return () => ({ get: () => undefined, set: () => {} });
      const write = compiler.write(variable);
      return (f) => ({ get: () => undefined, set: (value) => write(f, value) });
    }
    case 'arrayElement':
      return arrayElement(compiler, node);
    case 'property':
      return property(compiler, node);
    case 'tupleItem': {
      const tuple = compilePlace(compiler, node.tuple);
      const { index } = node;
      return (f) => {
        const place = tuple(f);
        return {
          get: () => (place.get() as NetTuple).items[index],
          set: (value) => place.set((place.get() as NetTuple).with(index, value)),
        };
      };
    }
    default:
      throw new Error(`${node.kind} is no place`);
  }
}

function arrayElement(compiler: Compiler, node: BoundKind<'arrayElement'>): (frame: Frame) => Place {
  const array = compiler.expression(node.array);
  const index = compiler.expression(node.indexes[0] as Bound);
  const store = elementStore(node.type);
  return (f) => {
    const target = array(f);
    const at = index(f) as number;
    if (!(target instanceof NetArray)) return nullReference();
    return {
      get: () => (at < 0 || at >= target.items.length ? indexOutOfRange() : target.items[at]),
      set: (value) => store(target, at, value),
    };
  };
}

/** Stores into an array; an array of a derived element type refuses what is no such element. */
export function elementStore(element: TypeRef): (array: NetArray, index: number, value: unknown) => void {
  const declared = arrayOf(element);
  const covariant = universe().isReferenceType(element);
  return (array, index, value) => {
    if (index < 0 || index >= array.items.length) indexOutOfRange();
    if (covariant && array.type !== declared && array.type.kind === 'array' && value !== null) {
      if (!isInstance(value, array.type.element)) {
        throwNet(
          'System.ArrayTypeMismatchException',
          'Attempted to access an element as a type incompatible with the array.',
        );
      }
    }
    array.items[index] = value as number;
  };
}

function property(compiler: Compiler, node: BoundKind<'property'>): (frame: Frame) => Place {
  const member = node.property;
  const self = node.self && compiler.expression(node.self);
  const args = node.args.map(({ value }) => compiler.expression(value));
  const get = member.get as Implementation;
  const set = member.set as Implementation;
  const virtual = isVirtual(member);
  const findGet = virtual
    ? dispatcher(member, node.receiver, (each) => ('get' in each ? each.get : undefined))
    : undefined;
  const findSet = virtual
    ? dispatcher(member, node.receiver, (each) => ('set' in each ? each.set : undefined))
    : undefined;
  const isValue = node.self !== undefined && universe().isValueType(node.self.type);
  return (f) => {
    const target = self?.(f);
    const values = args.map((arg) => arg(f));
    const use = (find: typeof findGet, own: Implementation, extra: readonly unknown[]): unknown => {
      if (self && target === null && !isValue) nullReference();
      const override = self && find?.(target);
      const call = f.exec.callInfo([], override ? override.receiver : node.receiver);
      const run = override ? override.implementation : own;
      if (!self) return run(...extra, call);
      return run(override ? selfFor(override, target) : target, ...values, ...extra, call);
    };
    return { get: () => use(findGet, get, []), set: (value) => void use(findSet, set, [value]) };
  };
}

/** Compiles a `ref` or `out` argument: the Ref to a place. */
export function compileRef(compiler: Compiler, node: Bound): Evaluate {
  if (node.kind === 'local') return compiler.ref(node.variable);
  if (node.kind === 'declaration' && node.variable) return compiler.ref(node.variable);
  const place = compilePlace(compiler, node);
  return (f): Ref => {
    const target = place(f);
    return {
      get value() {
        return target.get();
      },
      set value(value: unknown) {
        target.set(value);
      },
    };
  };
}
