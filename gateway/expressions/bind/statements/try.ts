import { inherits } from '../../../dotnet/core/hierarchy.ts';
import type { TypeRef } from '../../../dotnet/core/type-ref.ts';
import { universe } from '../../../dotnet/core/universe.ts';
import type { CatchClause, Statement } from '../../parse/syntax.ts';
import type { Binder } from '../binder.ts';
import { type BoundCatch, type BoundStatement, NO_TYPE } from '../bound.ts';
import { bindCondition } from '../conditions.ts';
import { shortName } from '../display.ts';
import { bindType } from '../type-names.ts';
import { Variable } from '../variables.ts';

/** What earlier catch clauses of the statement take. */
interface Caught {
  readonly types: TypeRef[];
  general: boolean;
}

/** Binds `try` with its catch clauses and finally block. */
export function bindTry(binder: Binder, node: Statement & { kind: 'try' }): BoundStatement {
  const body = binder.block(node.block);
  const caught: Caught = { types: [], general: false };
  const catches = node.catches.map((clause) => bindCatch(binder, clause, caught));
  let finallyBody: BoundStatement | undefined;
  if (node.finallyBlock) {
    const { finallyLoops } = binder;
    binder.finallyLoops = binder.loops.length;
    binder.inFinally++;
    finallyBody = binder.block(node.finallyBlock);
    binder.inFinally--;
    binder.finallyLoops = finallyLoops;
  }
  return { kind: 'try', body, catches, finallyBody, span: node };
}

function bindCatch(binder: Binder, clause: CatchClause, caught: Caught): BoundCatch {
  return binder.inScope((scope) => {
    const exception = universe().find('System.Exception')?.self as TypeRef | undefined;
    let type = clause.type && bindType(binder, clause.type);
    if (type && exception && type !== NO_TYPE.error && !inherits(type, exception)) {
      binder.report('CS0155', 'The type caught or thrown must be derived from System.Exception', clause.type as never);
      type = NO_TYPE.error;
    }
    const tested = type ?? exception;
    const earlier = tested && caught.types.find((each) => inherits(tested, each));
    const { general } = caught;
    if (general) {
      const message = 'Catch clauses cannot follow the general catch clause of a try statement';
      binder.report('CS1017', message, { start: clause.start, end: clause.start + 'catch'.length });
    } else if (earlier && tested !== NO_TYPE.error && clause.type) {
      const message = `A previous catch clause already catches all exceptions of this or of a super type ('${shortName(earlier)}')`;
      binder.report('CS0160', message, clause.type);
    }
    if (tested && !clause.filter) caught.types.push(tested);
    if (!clause.type && !clause.filter) caught.general = true;
    let variable: Variable | undefined;
    if (clause.name && type) {
      variable = new Variable(clause.name.text, type, clause.name, binder.current, { assigned: true });
      binder.declare(variable);
    }
    const filter = clause.filter && bindCondition(binder, clause.filter);
    const outer = binder.inCatch;
    binder.inCatch = true;
    const body = binder.block(clause.block);
    binder.inCatch = outer;
    return { type, variable, variables: scope.variables, filter, body };
  });
}
