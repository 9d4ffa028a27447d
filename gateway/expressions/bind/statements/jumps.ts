import { T } from '../../../dotnet/core/type-ref.ts';
import type { Statement } from '../../parse/syntax.ts';
import { type Binder, isError } from '../binder.ts';
import type { BoundStatement } from '../bound.ts';
import { convert } from '../conversions.ts';
import { longName, shortName } from '../display.ts';
import { bindException } from '../type-tests.ts';
import { bindValueOrUntyped } from '../values.ts';

/** Binds `break` and `continue`. */
export function bindJump(binder: Binder, node: Statement & { kind: 'break' | 'continue' }): BoundStatement {
  const target = node.kind === 'break' ? binder.loops.length - 1 : binder.loops.lastIndexOf('loop');
  if (target < 0) binder.report('CS0139', 'No enclosing loop out of which to break or continue', node);
  else if (binder.inFinally > 0 && target < binder.finallyLoops) {
    binder.report('CS0157', 'Control cannot leave the body of a finally clause', {
      start: node.start,
      end: node.start + node.kind.length,
    });
  }
  return { kind: node.kind, span: node };
}

/** Binds `return`, converting to the result type of the function where it is known. */
export function bindReturn(binder: Binder, node: Statement & { kind: 'return' }): BoundStatement {
  const keyword = { start: node.start, end: node.start + 'return'.length };
  if (binder.inFinally > 0) binder.report('CS0157', 'Control cannot leave the body of a finally clause', keyword);
  const bound = node.value && bindValueOrUntyped(binder, node.value);
  if (binder.current.yields) {
    const message =
      'Cannot return a value from an iterator. Use the yield return statement to return a value, or yield break to end the iteration.';
    binder.report('CS1622', message, keyword);
  }
  const { returned } = binder;
  if (returned) {
    const result = { value: bound, span: keyword };
    returned.push(result);
    return { kind: 'return', result, span: node };
  }
  const type = binder.current.returnType ?? T.object;
  if (type === T.void) {
    if (bound && !isError(bound)) {
      const message = `Since '${binder.current.name}(${binder.current.parameters.map((each) => shortName(each.type)).join(', ')})' returns void, a return keyword must not be followed by an object expression`;
      binder.report('CS0127', message, keyword);
    }
    return { kind: 'return', result: { value: undefined, span: node }, span: node };
  }
  if (!bound) {
    binder.report('CS0126', `An object of a type convertible to '${longName(type)}' is required`, keyword);
    return { kind: 'return', result: { value: undefined, span: node }, span: node };
  }
  return { kind: 'return', result: { value: convert(binder, bound, type), span: bound.span }, span: node };
}

/** Binds `throw x;` and, inside a catch block, `throw;`. */
export function bindThrowStatement(binder: Binder, node: Statement & { kind: 'throw' }): BoundStatement {
  if (node.value) return { kind: 'throw', value: bindException(binder, node.value), span: node };
  if (!binder.inCatch) {
    const message = 'A throw statement with no arguments is not allowed outside of a catch clause';
    binder.report('CS0156', message, { start: node.start, end: node.start + 'throw'.length });
  }
  return { kind: 'throw', value: undefined, span: node };
}

/** Binds `goto label;`. */
export function bindGotoLabel(binder: Binder, node: Statement & { kind: 'gotoLabel' }): BoundStatement {
  const label = binder.scope.findLabel(node.label);
  if (label) return { kind: 'gotoLabel', label, span: node };
  const message = `No such label '${node.label}' within the scope of the goto statement`;
  binder.report('CS0159', message, node.labelSpan);
  return { kind: 'empty', span: node };
}

/** Binds `goto case x;` and `goto default;`. */
export function bindGoto(binder: Binder, node: Statement & { kind: 'goto' }): BoundStatement {
  const { switchTargets } = binder;
  if (!switchTargets) {
    binder.report('CS0153', 'A goto case is only valid inside a switch statement', node);
    return { kind: 'empty', span: node };
  }
  const target = { section: -1 };
  if (node.target === 'default') switchTargets.requests.push({ label: 'default', target, span: node });
  else if (node.value) {
    const value = convert(binder, bindValueOrUntyped(binder, node.value), switchTargets.valueType);
    if (!isError(value) && !value.constant) binder.report('CS0150', 'A constant value is expected', node.value);
    else if (value.constant)
      switchTargets.requests.push({ label: { value: value.constant.value }, target, span: node });
  }
  return { kind: 'gotoSection', target, span: node };
}
