import { NetAnonymous } from '../../dotnet/core/anonymous.ts';
import { throwOverflow } from '../../dotnet/core/conversion/index.ts';
import { defaultValue } from '../../dotnet/core/default-value.ts';
import { type NamedType, T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import { NetTuple } from '../../dotnet/core/value-tuple.ts';
import { NetArray } from '../../dotnet/core/values.ts';
import type { Bound, BoundKind } from '../bind/bound.ts';
import type { Compiler } from './compiler.ts';
import type { Evaluate } from './frame.ts';

/** Compiles a creation with an initialiser. */
export function compileCreate(compiler: Compiler, node: BoundKind<'create'>): Evaluate {
  const value = compiler.expression(node.value);
  const initializers = node.initializers.map((each) => compiler.expression(each));
  const { slot } = node.temp;
  return (f) => {
    const object = value(f);
    f.vars[slot] = object;
    for (const each of initializers) {
      each(f);
      // An initialiser may contain the same creation again, in a lambda of its own frame or right here in a loop.
      f.vars[slot] = object;
    }
    return f.vars[slot];
  };
}

/** Compiles `new { … }`. */
export function compileAnonymous(compiler: Compiler, node: BoundKind<'anonymous'>): Evaluate {
  const values = node.values.map((each) => compiler.expression(each));
  const type = node.type as NamedType;
  return (f) =>
    f.exec.checkResult(
      new NetAnonymous(
        type,
        values.map((value, i) => ({ name: node.names[i] as string, type: type.args[i] as TypeRef, value: value(f) })),
      ),
    );
}

/** Compiles a tuple literal. */
export function compileTuple(compiler: Compiler, node: BoundKind<'tuple'>): Evaluate {
  const items = node.items.map((each) => compiler.expression(each));
  const type = node.type as NamedType;
  return (f) =>
    f.exec.checkResult(
      new NetTuple(
        type,
        items.map((item) => item(f)),
      ),
    );
}

/** Compiles the creation of an array. */
export function compileNewArray(compiler: Compiler, node: BoundKind<'newArray'>): Evaluate {
  const { type } = node;
  const element = type.kind === 'array' ? type.element : T.object;
  const bytes = element === T.byte;
  if (node.items) {
    const items = node.items.map((each) => compiler.expression(each));
    return (f) => {
      f.exec.checkSize(items.length);
      const values = items.map((item) => item(f));
      return new NetArray(type, bytes ? Uint8Array.from(values as number[]) : values);
    };
  }
  const size = compiler.expression(node.sizes[0] as Bound);
  const fill = defaultValue(element);
  return (f) => {
    const count = Number(size(f));
    if (count < 0) throwOverflow();
    f.exec.checkSize(count);
    f.exec.charge(count);
    return new NetArray(type, bytes ? new Uint8Array(count) : new Array<unknown>(count).fill(fill));
  };
}
