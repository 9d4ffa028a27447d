import { T, type TypeRef } from '../../../dotnet/core/type-ref.ts';
import type { Statement } from '../../parse/syntax.ts';
import type { Binder } from '../binder.ts';
import type { BoundStatement } from '../bound.ts';
import { convert } from '../conversions.ts';
import { longName } from '../display.ts';
import { bindValueOrUntyped } from '../values.ts';

const ITERATORS: ReadonlySet<string> = new Set([
  'System.Collections.Generic.IEnumerable',
  'System.Collections.IEnumerable',
]);

/** The element type of what an iterator may return; undefined where it may not yield. */
function iteratorElement(type: TypeRef | undefined): TypeRef | undefined {
  if (type?.kind !== 'named' || !ITERATORS.has(type.name)) return undefined;
  return type.args[0] ?? T.object;
}

/** Binds `yield return` and `yield break`, which only local functions that return a sequence may hold. */
export function bindYield(binder: Binder, node: Statement & { kind: 'yield' }): BoundStatement {
  const { current } = binder;
  const keyword = { start: node.start, end: node.start + 'yield'.length };
  const element = iteratorElement(current.returnType);
  const value = node.value && bindValueOrUntyped(binder, node.value);
  if (!element) {
    if (current.name === 'lambda') {
      const message = 'The yield statement cannot be used inside an anonymous method or lambda expression';
      binder.report('CS1621', message, keyword);
    } else {
      const type = longName(current.returnType ?? T.object);
      const message = `The body of '${current.name}' cannot be an iterator block because '${type}' is not an iterator interface type`;
      binder.report('CS1624', message, current.parent ? keyword : { start: 0, end: 0 });
    }
    return { kind: 'empty', span: node };
  }
  current.yields = element;
  return { kind: 'yield', value: value && convert(binder, value, element), span: node };
}
