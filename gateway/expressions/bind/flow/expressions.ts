import type { Binder } from '../binder.ts';
import type { Bound, BoundArgument, BoundPattern, BoundStatement } from '../bound.ts';
import type { LocalFunction, Variable } from '../variables.ts';
import { isConstantBool } from './reachability.ts';
import { FlowState } from './state.ts';

/** What the analysis of expressions needs of that of statements: the bodies of lambdas. */
export interface BodyFlow {
  visit(statement: BoundStatement, state: FlowState): void;
  /** Variables that calling the local function may assign. */
  assignedBy(target: LocalFunction): Iterable<Variable>;
}

/** Definite assignment through expressions (C# spec 9.4.4). */
export class ExpressionFlow {
  readonly #binder: Binder;
  readonly #bodies: BodyFlow;
  readonly #reported = new Set<Variable>();

  constructor(binder: Binder, bodies: BodyFlow) {
    this.#binder = binder;
    this.#bodies = bodies;
  }

  /** Visits a condition; gives the states behind its two outcomes. */
  condition(node: Bound, state: FlowState): { whenTrue: FlowState; whenFalse: FlowState } {
    if (node.constant) {
      return {
        whenTrue: isConstantBool(node, false) ? FlowState.unreachable() : state.copy(),
        whenFalse: isConstantBool(node, true) ? FlowState.unreachable() : state.copy(),
      };
    }
    switch (node.kind) {
      case 'andAlso': {
        const left = this.condition(node.left, state);
        const right = this.condition(node.right, left.whenTrue);
        return { whenTrue: right.whenTrue, whenFalse: left.whenFalse.join(right.whenFalse) };
      }
      case 'orElse': {
        const left = this.condition(node.left, state);
        const right = this.condition(node.right, left.whenFalse);
        return { whenTrue: left.whenTrue.join(right.whenTrue), whenFalse: right.whenFalse };
      }
      case 'unary': {
        if (node.lifted || node.type !== node.operand.type || !isNegation(node)) break;
        const { whenTrue, whenFalse } = this.condition(node.operand, state);
        return { whenTrue: whenFalse, whenFalse: whenTrue };
      }
      case 'conditional': {
        const { whenTrue, whenFalse } = this.condition(node.condition, state);
        const a = this.condition(node.whenTrue, whenTrue);
        const b = this.condition(node.whenFalse, whenFalse);
        return { whenTrue: a.whenTrue.join(b.whenTrue), whenFalse: a.whenFalse.join(b.whenFalse) };
      }
      case 'isPattern': {
        this.visit(node.operand, state);
        const whenTrue = state.copy();
        declareIn(node.pattern, whenTrue);
        return { whenTrue, whenFalse: state.copy() };
      }
    }
    this.visit(node, state);
    return { whenTrue: state.copy(), whenFalse: state.copy() };
  }

  /** Visits an expression; `state` is what holds behind it afterwards. */
  visit(node: Bound, state: FlowState): void {
    switch (node.kind) {
      case 'local':
        this.#read(node.variable, node, state);
        return;
      case 'andAlso':
      case 'orElse':
      case 'isPattern': {
        const { whenTrue, whenFalse } = this.condition(node, state);
        state.become(whenTrue.join(whenFalse));
        return;
      }
      case 'conditional': {
        const { whenTrue, whenFalse } = this.condition(node.condition, state);
        this.visit(node.whenTrue, whenTrue);
        this.visit(node.whenFalse, whenFalse);
        state.become(whenTrue.join(whenFalse));
        return;
      }
      case 'coalesce':
        this.visit(node.left, state);
        this.visit(node.right, state.copy());
        return;
      case 'conditionalAccess':
        this.visit(node.target, state);
        this.visit(node.whenPresent, state.copy());
        return;
      case 'userLogic':
        this.visit(node.left, state);
        this.visit(node.combined, state.copy());
        return;
      case 'assign':
        this.#target(node.target, state);
        this.visit(node.value, state);
        this.#assign(node.target, state);
        return;
      case 'compound':
        this.visit(node.target, state);
        this.visit(node.value, state);
        return;
      case 'throw':
        if (node.value) this.visit(node.value, state);
        state.become(FlowState.unreachable());
        return;
      case 'lambda':
        if (node.body.body) this.#bodies.visit(node.body.body, state.copy());
        return;
      case 'call':
        if (node.self) this.visit(node.self, state);
        this.#arguments(node.args, state);
        return;
      case 'localCall':
        this.#arguments(node.args, state);
        for (const variable of this.#bodies.assignedBy(node.target)) state.assign(variable);
        return;
      case 'invoke':
        this.visit(node.target, state);
        this.#arguments(node.args, state);
        return;
      case 'property':
        if (node.self) this.visit(node.self, state);
        this.#arguments(node.args, state);
        return;
      default:
        for (const child of childrenOf(node)) this.visit(child, state);
    }
  }

  #arguments(args: readonly BoundArgument[], state: FlowState): void {
    for (const { value, mode } of args) {
      if (mode === 'out') this.#target(value, state);
      else this.visit(value, state);
    }
    for (const { value, mode } of args) if (mode !== 'value') this.#assign(value, state);
  }

  /** Visits the parts of a place that is about to be written. */
  #target(node: Bound, state: FlowState): void {
    if (node.kind === 'local' || node.kind === 'declaration') return;
    this.visit(node, state);
  }

  #assign(node: Bound, state: FlowState): void {
    if (node.kind === 'local') state.assign(node.variable);
    else if (node.kind === 'declaration' && node.variable) state.assign(node.variable);
  }

  #read(variable: Variable, node: Bound, state: FlowState): void {
    if (state.isAssigned(variable) || variable.constant || this.#reported.has(variable)) return;
    this.#reported.add(variable);
    this.#binder.report('CS0165', `Use of unassigned local variable '${variable.name}'`, node.span);
  }
}

function isNegation(node: Bound & { kind: 'unary' }): boolean {
  return node.evaluate(true as never) === false;
}

/** Notes that a successful match assigns the variable of the pattern. */
export function declareIn(pattern: BoundPattern, state: FlowState): void {
  if (pattern.kind !== 'constant' && pattern.variable) state.assign(pattern.variable);
}

/** Direct operands in order of evaluation, for nodes that evaluate all of them. */
function childrenOf(node: Bound): readonly Bound[] {
  switch (node.kind) {
    case 'convert':
    case 'unary':
    case 'isType':
    case 'as':
      return [node.operand];
    case 'binary':
    case 'nullableLogic':
      return [node.left, node.right];
    case 'concat':
      return node.parts;
    case 'interpolation':
      return node.parts.flatMap((part) => (part.kind === 'hole' ? [part.value] : []));
    case 'arrayElement':
      return [node.array, ...node.indexes];
    case 'arrayLength':
      return [node.array];
    case 'tupleItem':
      return [node.tuple];
    case 'create':
      return [node.value, ...node.initializers];
    case 'anonymous':
      return node.values;
    case 'newArray':
      return [...node.sizes, ...(node.items ?? [])];
    case 'tuple':
      return node.items;
    case 'deconstruct':
      return [node.source, ...node.parts];
    case 'delegateOfMethod':
      return node.self ? [node.self] : [];
    default:
      return [];
  }
}
