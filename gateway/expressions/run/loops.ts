import { elements, elementType } from '../../dotnet/collections/enumerate.ts';
import { box } from '../../dotnet/core/box.ts';
import type { BoundStatement } from '../bind/bound.ts';
import type { Compiler } from './compiler.ts';
import { nullReference } from './execution.ts';
import { BREAK, CONTINUE, type Execute, type Frame, NORMAL } from './frame.ts';

/** Compiles `while` and `do`. */
export function compileWhile(compiler: Compiler, node: BoundStatement & { kind: 'while' | 'do' }): Execute {
  const condition = compiler.expression(node.condition);
  const body = compiler.statement(node.body);
  const testsFirst = node.kind === 'while';
  return (f) => {
    for (let first = !testsFirst; first || condition(f); first = false) {
      f.exec.step();
      const completion = body(f);
      if (completion === BREAK) break;
      if (completion !== NORMAL && completion !== CONTINUE) return completion;
    }
    return NORMAL;
  };
}

/** Compiles `for`; its variables are one set for all rounds. */
export function compileFor(compiler: Compiler, node: BoundStatement & { kind: 'for' }): Execute {
  const renew = compiler.renew(node.variables);
  const initializers = node.initializers.map((each) => compiler.statement(each));
  const condition = node.condition && compiler.expression(node.condition);
  const iterators = node.iterators.map((each) => compiler.expression(each));
  const body = compiler.statement(node.body);
  return (f) => {
    renew?.(f);
    for (const each of initializers) each(f);
    while (!condition || condition(f)) {
      f.exec.step();
      const completion = body(f);
      if (completion === BREAK) break;
      if (completion !== NORMAL && completion !== CONTINUE) return completion;
      for (const each of iterators) each(f);
    }
    return NORMAL;
  };
}

/** Compiles `foreach`; its variables are made anew for each element. */
export function compileForeach(compiler: Compiler, node: BoundStatement & { kind: 'foreach' }): Execute {
  const source = compiler.expression(node.source);
  const renew = compiler.renew(node.variables);
  const assign = compiler.expression(node.assign);
  const body = compiler.statement(node.body);
  const { slot } = node.element;
  const boxed = node.via === 'boxed';
  return (f) => {
    const sequence = source(f);
    if (sequence === null) nullReference();
    const type = boxed ? elementType(sequence) : undefined;
    for (const element of iterate(sequence, f)) {
      f.exec.step();
      f.vars[slot] = type ? box(element, type) : element;
      renew?.(f);
      assign(f);
      const completion = body(f);
      if (completion === BREAK) break;
      if (completion !== NORMAL && completion !== CONTINUE) return completion;
    }
    return NORMAL;
  };
}

function iterate(sequence: unknown, _frame: Frame): Iterable<unknown> {
  return elements(sequence);
}
