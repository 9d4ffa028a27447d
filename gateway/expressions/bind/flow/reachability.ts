import type { Bound, BoundStatement, BoundSwitchSection } from '../bound.ts';

/** Whether an expression is the constant `value`. */
export function isConstantBool(bound: Bound | undefined, value: boolean): boolean {
  return bound?.constant?.value === value;
}

/** Whether control can run off the end of the statement (C# spec 13.2), given that it reaches its start. */
export function endReachable(statement: BoundStatement): boolean {
  switch (statement.kind) {
    case 'block':
      return listEndReachable(statement.statements);
    case 'return':
    case 'throw':
    case 'break':
    case 'continue':
    case 'gotoSection':
    case 'gotoLabel':
      return false;
    case 'yield':
      return statement.value !== undefined;
    case 'if': {
      if (isConstantBool(statement.condition, true)) return endReachable(statement.then);
      if (!statement.otherwise) return true;
      if (isConstantBool(statement.condition, false)) return endReachable(statement.otherwise);
      return endReachable(statement.then) || endReachable(statement.otherwise);
    }
    case 'while':
      return !isConstantBool(statement.condition, true) || breaks(statement.body);
    case 'do':
      if (breaks(statement.body)) return true;
      return (endReachable(statement.body) || continues(statement.body)) && !isConstantBool(statement.condition, true);
    case 'for':
      return (
        (statement.condition !== undefined && !isConstantBool(statement.condition, true)) || breaks(statement.body)
      );
    case 'switch': {
      const only = constantSection(statement);
      if (only) return only.body.some(breaks) || listEndReachable(only.body);
      return (
        !statement.sections.some((section) => section.labels.some((label) => label.kind === 'default')) ||
        statement.sections.some((section) => section.body.some(breaks) || listEndReachable(section.body))
      );
    }
    case 'try':
      if (statement.finallyBody && !endReachable(statement.finallyBody)) return false;
      return endReachable(statement.body) || statement.catches.some((each) => endReachable(each.body));
    case 'using':
      return endReachable(statement.body);
    case 'expression':
      return statement.value.kind !== 'throw';
    default:
      return true;
  }
}

/** The section that a switch over a constant takes; undefined when that is not known, or it takes none. */
function constantSection(statement: BoundStatement & { kind: 'switch' }): BoundSwitchSection | undefined {
  const { constant } = statement.value;
  if (!constant) return undefined;
  const matches = (section: BoundSwitchSection): boolean =>
    section.labels.some(
      (label) =>
        label.kind === 'case' &&
        label.pattern.kind === 'constant' &&
        !label.when &&
        label.pattern.value === constant.value,
    );
  return (
    statement.sections.find(matches) ??
    statement.sections.find((each) => each.labels.some((label) => label.kind === 'default'))
  );
}

/** Whether control can run off the end of a list of statements. */
export function listEndReachable(statements: readonly BoundStatement[]): boolean {
  let reachable = true;
  for (const statement of statements) {
    // Whether some `goto` names the label is not asked: one that none does is rare and harmless.
    if (statement.kind === 'label') reachable = true;
    else if (reachable) reachable = endReachable(statement);
  }
  return reachable;
}

/** Whether the statement has a reachable `break` of the loop or switch around it. */
function breaks(statement: BoundStatement): boolean {
  return jumps(statement, 'break');
}

function continues(statement: BoundStatement): boolean {
  return jumps(statement, 'continue');
}

function jumps(statement: BoundStatement, kind: 'break' | 'continue'): boolean {
  switch (statement.kind) {
    case kind:
      return true;
    case 'block':
      return listJumps(statement.statements, kind);
    case 'if':
      return (
        (!isConstantBool(statement.condition, false) && jumps(statement.then, kind)) ||
        (statement.otherwise !== undefined &&
          !isConstantBool(statement.condition, true) &&
          jumps(statement.otherwise, kind))
      );
    case 'switch':
      // A `break` inside leaves the switch; a `continue` passes through it.
      return kind === 'continue' && statement.sections.some((section) => listJumps(section.body, kind));
    case 'try':
      return jumps(statement.body, kind) || statement.catches.some((each) => jumps(each.body, kind));
    case 'using':
      return jumps(statement.body, kind);
    default:
      return false;
  }
}

function listJumps(statements: readonly BoundStatement[], kind: 'break' | 'continue'): boolean {
  let reachable = true;
  for (const statement of statements) {
    if (statement.kind === 'label') reachable = true;
    if (!reachable) continue;
    if (jumps(statement, kind)) return true;
    reachable = endReachable(statement);
  }
  return false;
}
