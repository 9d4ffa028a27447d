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
  const iterate = compileIteration(node);
  return (f) => {
    for (const element of iterate(source(f), f)) {
      f.exec.step();
      f.vars[slot] = element;
      renew?.(f);
      assign(f);
      const completion = body(f);
      if (completion === BREAK) break;
      if (completion !== NORMAL && completion !== CONTINUE) return completion;
    }
    return NORMAL;
  };
}

/** An enumerator of the library. */
interface Enumerator {
  moveNext(): boolean;
  readonly current: unknown;
}

/** How the elements of a sequence are obtained, in static form of the element type. */
export function compileIteration(
  node: BoundStatement & { kind: 'foreach' },
): (sequence: unknown, frame: Frame) => Iterable<unknown> {
  const { via, getEnumerator } = node;
  if (via === 'enumerator' && getEnumerator) {
    const { method, receiver } = getEnumerator;
    return (sequence, f) => {
      if (sequence === null) nullReference();
      return enumerate(method.implementation(sequence, f.exec.callInfo([], receiver)) as Enumerator);
    };
  }
  const boxes = via === 'boxed';
  return (sequence) => {
    if (sequence === null) nullReference();
    return boxes ? boxed(sequence) : elements(sequence);
  };
}

function* enumerate(enumerator: Enumerator): Iterable<unknown> {
  while (enumerator.moveNext()) yield enumerator.current;
}

function* boxed(sequence: unknown): Iterable<unknown> {
  const type = elementType(sequence);
  for (const element of elements(sequence)) yield box(element, type);
}
