import type { Statement } from '../../parse/syntax.ts';
import type { Binder } from '../binder.ts';
import type { BoundStatement } from '../bound.ts';
import { bindCondition } from '../conditions.ts';
import { requireValue } from '../values.ts';
import { embedded } from './blocks.ts';
import { bindDeclarators } from './locals.ts';

/** Binds the body of a loop, where `break` and `continue` mean this loop. */
export function bindLoopBody(binder: Binder, node: Statement): BoundStatement {
  binder.loops.push('loop');
  const body = embedded(binder, node);
  binder.loops.pop();
  return body;
}

/** Binds `while`; what its condition declares is made anew for each round. */
export function bindWhile(binder: Binder, node: Statement & { kind: 'while' }): BoundStatement {
  return binder.inScope((scope) => {
    const condition = bindCondition(binder, node.condition);
    const body = bindLoopBody(binder, node.body);
    const loop: BoundStatement = { kind: 'while', condition, body, span: node };
    return { kind: 'block', variables: scope.variables, statements: [loop], span: node };
  });
}

/** Binds `do`. */
export function bindDo(binder: Binder, node: Statement & { kind: 'do' }): BoundStatement {
  return binder.inScope((scope) => {
    const body = bindLoopBody(binder, node.body);
    const condition = bindCondition(binder, node.condition);
    const loop: BoundStatement = { kind: 'do', condition, body, span: node };
    return { kind: 'block', variables: scope.variables, statements: [loop], span: node };
  });
}

/** Binds `for`. */
export function bindFor(binder: Binder, node: Statement & { kind: 'for' }): BoundStatement {
  return binder.inScope((scope) => {
    const initializers: BoundStatement[] =
      'kind' in node.initializers
        ? bindDeclarators(binder, node.initializers)
        : node.initializers.map((value) =>
            binder.statement({ kind: 'expression', value, start: value.start, end: value.end }),
          );
    const condition = node.condition && bindCondition(binder, node.condition);
    const iterators = node.iterators.map((each) => requireValue(binder, binder.expression(each)));
    const body = bindLoopBody(binder, node.body);
    return { kind: 'for', variables: scope.variables, initializers, condition, iterators, body, span: node };
  });
}
