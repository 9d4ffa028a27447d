import { T } from '../../../dotnet/core/type-ref.ts';
import type { Binder } from '../binder.ts';
import { shortName } from '../display.ts';
import type { FunctionInfo, LocalFunction } from '../variables.ts';
import { endReachable } from './reachability.ts';
import { FlowState } from './state.ts';
import { StatementFlow } from './statements.ts';

/** Reports uses of unassigned variables and bodies that can end without returning a value. */
export function analyzeFlow(binder: Binder, root: FunctionInfo): void {
  if (root.body && endReachable(root.body)) {
    const { end } = root.body.span;
    binder.report('CS0161', 'Not all code paths return a value', { start: end - 1, end });
  }
  const flow = new StatementFlow(binder, (target) => checkLocalFunction(binder, target));
  if (root.body) flow.visit(root.body, new FlowState());
}

function checkLocalFunction(binder: Binder, target: LocalFunction): void {
  const { info } = target;
  if (target.returns === T.void || info.yields || !info.body || !endReachable(info.body)) return;
  const parameters = target.parameters.map((each) => shortName(each.type)).join(', ');
  binder.report('CS0161', `'${target.name}(${parameters})': not all code paths return a value`, target.span);
}
