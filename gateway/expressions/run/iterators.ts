import { NetThrow } from '../../dotnet/core/exception.ts';
import { named, T, type TypeRef } from '../../dotnet/core/type-ref.ts';
import { NetObject } from '../../dotnet/core/values.ts';
import type { BoundStatement } from '../bind/bound.ts';
import type { Code, Compiler, Generate } from './compiler.ts';
import { BREAK, CONTINUE, NORMAL, RETURN } from './frame.ts';
import { compileIteration } from './loops.ts';

/** The sequence that calling an iterator gives; each enumeration runs the body from its start. */
class NetIterator extends NetObject {
  readonly elementType: TypeRef;
  readonly #start: () => Iterator<unknown>;

  constructor(elementType: TypeRef, start: () => Iterator<unknown>) {
    super();
    this.elementType = elementType;
    this.#start = start;
  }

  override get netType(): TypeRef {
    return named('System.Collections.Generic.IEnumerable', this.elementType);
  }

  [Symbol.iterator](): Iterator<unknown> {
    return this.#start();
  }
}

/** Compiles the body of an iterator. */
export function compileIterator(compiler: Compiler, node: BoundStatement, code: Code): void {
  const generate = compileGenerate(compiler, node);
  const element = code.info.yields ?? T.object;
  code.generate = generate;
  code.sequence = (start) => new NetIterator(element, () => generate(start()));
}

/** Whether a statement yields, outside of functions of its own. */
function yields(node: BoundStatement): boolean {
  switch (node.kind) {
    case 'yield':
      return true;
    case 'block':
      return node.statements.some(yields);
    case 'if':
      return yields(node.then) || (node.otherwise !== undefined && yields(node.otherwise));
    case 'while':
    case 'do':
    case 'for':
    case 'foreach':
    case 'using':
      return yields(node.body);
    case 'switch':
      return node.sections.some((section) => section.body.some(yields));
    case 'try':
      return yields(node.body) || (node.finallyBody !== undefined && yields(node.finallyBody));
    default:
      return false;
  }
}

/** Compiles a statement of an iterator's body. */
function compileGenerate(compiler: Compiler, node: BoundStatement): Generate {
  if (!yields(node)) {
    const run = compiler.statement(node);
    // biome-ignore lint/correctness/useYield: what yields nothing still has to fit among what does
    return function* (f) {
      return run(f);
    };
  }
  switch (node.kind) {
    case 'yield':
      return compileYield(compiler, node);
    case 'block': {
      const renew = compiler.renew(node.variables);
      const statements = node.statements.map((each) => compileGenerate(compiler, each));
      return function* (f) {
        renew?.(f);
        for (const statement of statements) {
          const completion = yield* statement(f);
          if (completion !== NORMAL) return completion;
        }
        return NORMAL;
      };
    }
    case 'if': {
      const condition = compiler.expression(node.condition);
      const then = compileGenerate(compiler, node.then);
      const otherwise = node.otherwise && compileGenerate(compiler, node.otherwise);
      return function* (f) {
        if (condition(f)) return yield* then(f);
        return otherwise ? yield* otherwise(f) : NORMAL;
      };
    }
    case 'while':
    case 'do':
    case 'for':
      return compileLoop(compiler, node);
    case 'foreach':
      return compileForeach(compiler, node);
    case 'try':
      return compileTry(compiler, node);
    default:
      throw new Error(`yield inside ${node.kind} is not supported`);
  }
}

function compileYield(compiler: Compiler, node: BoundStatement & { kind: 'yield' }): Generate {
  const value = node.value && compiler.expression(node.value);
  return function* (f) {
    if (!value) return RETURN;
    f.exec.step();
    yield value(f);
    return NORMAL;
  };
}

function compileLoop(compiler: Compiler, node: BoundStatement & { kind: 'while' | 'do' | 'for' }): Generate {
  const isFor = node.kind === 'for';
  const renew = isFor ? compiler.renew(node.variables) : undefined;
  const initializers = isFor ? node.initializers.map((each) => compiler.statement(each)) : [];
  const condition = node.condition && compiler.expression(node.condition);
  const iterators = isFor ? node.iterators.map((each) => compiler.expression(each)) : [];
  const body = compileGenerate(compiler, node.body);
  const testsFirst = node.kind !== 'do';
  return function* (f) {
    renew?.(f);
    for (const each of initializers) each(f);
    for (let first = !testsFirst; first || !condition || condition(f); first = false) {
      f.exec.step();
      const completion = yield* body(f);
      if (completion === BREAK) break;
      if (completion !== NORMAL && completion !== CONTINUE) return completion;
      for (const each of iterators) each(f);
    }
    return NORMAL;
  };
}

function compileForeach(compiler: Compiler, node: BoundStatement & { kind: 'foreach' }): Generate {
  const source = compiler.expression(node.source);
  const renew = compiler.renew(node.variables);
  const assign = compiler.expression(node.assign);
  const body = compileGenerate(compiler, node.body);
  const { slot } = node.element;
  const iterate = compileIteration(node);
  return function* (f) {
    for (const element of iterate(source(f), f)) {
      f.exec.step();
      f.vars[slot] = element;
      renew?.(f);
      assign(f);
      const completion = yield* body(f);
      if (completion === BREAK) break;
      if (completion !== NORMAL && completion !== CONTINUE) return completion;
    }
    return NORMAL;
  };
}

/** `try … finally`: the finally block also runs when the caller stops asking for elements. */
function compileTry(compiler: Compiler, node: BoundStatement & { kind: 'try' }): Generate {
  const body = compileGenerate(compiler, node.body);
  const finallyBody = node.finallyBody && compiler.statement(node.finallyBody);
  return function* (f) {
    let aborted = false;
    const { depth } = f.exec;
    try {
      return yield* body(f);
    } catch (error) {
      aborted = !(error instanceof NetThrow);
      f.exec.depth = depth;
      throw error;
    } finally {
      if (!aborted) finallyBody?.(f);
    }
  };
}
