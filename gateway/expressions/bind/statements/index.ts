import { T } from '../../../dotnet/core/type-ref.ts';
import { universe } from '../../../dotnet/core/universe.ts';
import type { Statement } from '../../parse/syntax.ts';
import { hasType } from '../best-common-type.ts';
import { type Binder, isError } from '../binder.ts';
import type { Bound, BoundStatement } from '../bound.ts';
import { inChecked } from '../checked.ts';
import { bindCondition } from '../conditions.ts';
import { shortName } from '../display.ts';
import { bindValueOrUntyped, requireValue } from '../values.ts';
import { bindBlock, embedded } from './blocks.ts';
import { bindForeach } from './foreach.ts';
import { bindGoto, bindGotoLabel, bindJump, bindReturn, bindThrowStatement } from './jumps.ts';
import { bindLocal } from './locals.ts';
import { bindDo, bindFor, bindWhile } from './loops.ts';
import { bindSwitch } from './switch.ts';
import { bindTry } from './try.ts';
import { bindUsing } from './using.ts';
import { bindYield } from './yield.ts';

/** Binds a statement. */
export function bindStatement(binder: Binder, node: Statement): BoundStatement {
  switch (node.kind) {
    case 'block':
      return bindBlock(binder, node);
    case 'local':
      return bindLocal(binder, node);
    case 'localFunction': {
      const symbol = binder.scope.own(node.name);
      // Declared and bound with the block; see blocks.ts.
      return symbol && 'info' in symbol
        ? { kind: 'localFunction', target: symbol, span: node }
        : { kind: 'empty', span: node };
    }
    case 'expression':
      return bindExpressionStatement(binder, node);
    case 'empty':
      return { kind: 'empty', span: node };
    case 'if': {
      const condition = bindCondition(binder, node.condition);
      const then = embedded(binder, node.then);
      const otherwise = node.otherwise && embedded(binder, node.otherwise);
      return { kind: 'if', condition, then, otherwise, span: node };
    }
    case 'while':
      return bindWhile(binder, node);
    case 'do':
      return bindDo(binder, node);
    case 'for':
      return bindFor(binder, node);
    case 'foreach':
      return bindForeach(binder, node);
    case 'switch':
      return bindSwitch(binder, node);
    case 'break':
    case 'continue':
      return bindJump(binder, node);
    case 'goto':
      return bindGoto(binder, node);
    case 'return':
      return bindReturn(binder, node);
    case 'throw':
      return bindThrowStatement(binder, node);
    case 'try':
      return bindTry(binder, node);
    case 'using':
      return bindUsing(binder, node);
    case 'lock': {
      // One thread runs an expression: the lock is taken and given back without effect.
      const value = bindValueOrUntyped(binder, node.value);
      if (!isError(value) && hasType(value) && !universe().isReferenceType(value.type)) {
        const message = `'${shortName(value.type)}' is not a reference type as required by the lock statement`;
        binder.report('CS0185', message, node.value);
      }
      const statements: BoundStatement[] = [
        { kind: 'expression', value, span: node.value },
        embedded(binder, node.body),
      ];
      return { kind: 'block', variables: [], statements, span: node };
    }
    case 'checkedBlock':
      return inChecked(binder, node.isChecked, () => bindBlock(binder, node.block));
    case 'labeled':
      // Its label is a statement of its own in the list around it; see blocks.ts.
      return binder.statement(node.statement);
    case 'gotoLabel':
      return bindGotoLabel(binder, node);
    case 'yield':
      return bindYield(binder, node);
  }
}

const STATEMENT_KINDS: ReadonlySet<Bound['kind']> = new Set<Bound['kind']>([
  'call',
  'localCall',
  'invoke',
  'assign',
  'compound',
  'create',
  'deconstruct',
  'error',
]);

function bindExpressionStatement(binder: Binder, node: Statement & { kind: 'expression' }): BoundStatement {
  const value = requireValue(binder, binder.expression(node.value));
  if (!isError(value) && !isStatementExpression(node, value)) {
    const message =
      'Only assignment, call, increment, decrement, await, and new object expressions can be used as a statement';
    binder.report('CS0201', message, node.value);
  }
  return { kind: 'expression', value, span: node };
}

function isStatementExpression(node: Statement & { kind: 'expression' }, value: Bound): boolean {
  const syntax = node.value.kind;
  if (syntax === 'parenthesized') return false;
  if (value.kind === 'conditionalAccess') return STATEMENT_KINDS.has(value.whenPresent.kind) || value.type === T.void;
  return (
    STATEMENT_KINDS.has(value.kind) ||
    syntax === 'assignment' ||
    syntax === 'increment' ||
    syntax === 'call' ||
    syntax === 'new'
  );
}
