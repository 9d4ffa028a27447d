import { NetArray } from '../../dotnet/core/values.ts';
import type { Bound, BoundKind } from '../bind/bound.ts';
import type { Compiler } from './compiler.ts';
import { nullReference } from './execution.ts';
import type { Evaluate } from './frame.ts';
import { compilePlace, elementStore } from './places.ts';

/** Compiles `place = value`. */
export function compileAssign(compiler: Compiler, node: BoundKind<'assign'>): Evaluate {
  const { target } = node;
  const value = compiler.expression(node.value);
  if (target.kind === 'local') {
    const write = compiler.write(target.variable);
    return (f) => {
      const result = value(f);
      write(f, result);
      return result;
    };
  }
  if (target.kind === 'arrayElement') {
    const array = compiler.expression(target.array);
    const index = compiler.expression(target.indexes[0] as Bound);
    const store = elementStore(target.type);
    return (f) => {
      const into = array(f);
      const at = index(f) as number;
      const result = value(f);
      if (!(into instanceof NetArray)) return nullReference();
      store(into, at, result);
      return result;
    };
  }
  const place = compilePlace(compiler, target);
  return (f) => {
    const into = place(f);
    const result = value(f);
    into.set(result);
    return result;
  };
}

/** Compiles `place op= value`, `++` and `--`: the parts of the place are evaluated once. */
export function compileCompound(compiler: Compiler, node: BoundKind<'compound'>): Evaluate {
  const value = compiler.expression(node.value);
  const { givesBefore } = node;
  const { slot } = node.temp;
  if (node.target.kind === 'local') {
    const read = compiler.read(node.target.variable);
    const write = compiler.write(node.target.variable);
    return (f) => {
      const before = read(f);
      f.vars[slot] = before;
      const after = value(f);
      write(f, after);
      return givesBefore ? before : after;
    };
  }
  const place = compilePlace(compiler, node.target);
  return (f) => {
    const into = place(f);
    const before = into.get();
    f.vars[slot] = before;
    const after = value(f);
    into.set(after);
    return givesBefore ? before : after;
  };
}

/** Compiles a deconstruction: the source, then one effect after the other. */
export function compileDeconstruct(compiler: Compiler, node: BoundKind<'deconstruct'>): Evaluate {
  const source = compiler.expression(node.source);
  const parts = node.parts.map((part) => compiler.expression(part));
  const result = compiler.expression(node.result);
  const { slot } = node.temp;
  return (f) => {
    f.vars[slot] = source(f);
    for (const part of parts) part(f);
    return result(f);
  };
}
