import type { Binder } from '../binder.ts';
import type { BoundStatement, BoundSwitchSection } from '../bound.ts';
import type { Label, LocalFunction, Variable } from '../variables.ts';
import { declareIn, ExpressionFlow } from './expressions.ts';
import { isConstantBool } from './reachability.ts';
import { FlowState } from './state.ts';

/** States of the jumps out of a loop or switch. */
interface Jumps {
  breaks: FlowState;
  continues: FlowState;
  readonly isLoop: boolean;
}

/** Definite assignment through statements (C# spec 9.4.4). */
export class StatementFlow {
  readonly #expressions: ExpressionFlow;
  readonly #checkFunction: (target: LocalFunction) => void;
  #jumps: Jumps[] = [];
  /** What holds at the jumps to a label. */
  readonly #atLabels = new Map<Label, FlowState>();

  constructor(binder: Binder, checkFunction: (target: LocalFunction) => void) {
    this.#checkFunction = checkFunction;
    this.#expressions = new ExpressionFlow(binder, {
      visit: (statement, state) => {
        const jumps = this.#jumps;
        this.#jumps = [];
        this.visit(statement, state);
        this.#jumps = jumps;
      },
      assignedBy: (target) => target.info.captures.keys(),
    });
  }

  /** Visits a statement; `state` is what holds at its end afterwards. */
  visit(node: BoundStatement, state: FlowState): void {
    switch (node.kind) {
      case 'block':
        for (const statement of node.statements) this.visit(statement, state);
        return;
      case 'expression':
        this.#expressions.visit(node.value, state);
        return;
      case 'declare':
        if (!node.value) return;
        this.#expressions.visit(node.value, state);
        state.assign(node.variable);
        return;
      case 'localFunction':
        this.#localFunction(node.target, state);
        return;
      case 'if': {
        const { whenTrue, whenFalse } = this.#expressions.condition(node.condition, state);
        this.visit(node.then, whenTrue);
        if (node.otherwise) this.visit(node.otherwise, whenFalse);
        state.become(whenTrue.join(whenFalse));
        return;
      }
      case 'while': {
        const { whenTrue, whenFalse } = this.#expressions.condition(node.condition, state);
        const jumps = this.#loop(() => this.visit(node.body, whenTrue));
        state.become(whenFalse.join(jumps.breaks));
        return;
      }
      case 'do': {
        const jumps = this.#loop(() => this.visit(node.body, state));
        state.become(state.join(jumps.continues));
        const { whenFalse } = this.#expressions.condition(node.condition, state);
        state.become(whenFalse.join(jumps.breaks));
        return;
      }
      case 'for':
        this.#for(node, state);
        return;
      case 'foreach': {
        this.#expressions.visit(node.source, state);
        const inside = state.copy();
        this.#expressions.visit(node.assign, inside);
        for (const variable of node.variables) inside.assign(variable);
        const jumps = this.#loop(() => this.visit(node.body, inside));
        state.become(state.join(jumps.breaks));
        return;
      }
      case 'switch':
        this.#switch(node, state);
        return;
      case 'return':
        if (node.result.value) this.#expressions.visit(node.result.value, state);
        state.become(FlowState.unreachable());
        return;
      case 'throw':
        if (node.value) this.#expressions.visit(node.value, state);
        state.become(FlowState.unreachable());
        return;
      case 'break':
        this.#jump('breaks', state);
        return;
      case 'continue':
        this.#jump('continues', state);
        return;
      case 'gotoSection':
        state.become(FlowState.unreachable());
        return;
      case 'gotoLabel': {
        const known = this.#atLabels.get(node.label);
        this.#atLabels.set(node.label, known ? known.join(state) : state.copy());
        state.become(FlowState.unreachable());
        return;
      }
      case 'label': {
        // Jumps back to the label have assigned at least what is assigned here.
        const jumped = this.#atLabels.get(node.label);
        if (jumped) state.become(state.join(jumped));
        else state.reachable = true;
        return;
      }
      case 'yield':
        if (node.value) this.#expressions.visit(node.value, state);
        else state.become(FlowState.unreachable());
        return;
      case 'try':
        this.#try(node, state);
        return;
      case 'using':
        for (const { variable, value } of node.resources) {
          this.#expressions.visit(value, state);
          state.assign(variable);
        }
        this.visit(node.body, state);
    }
  }

  #loop(body: () => void): Jumps {
    const jumps: Jumps = { breaks: FlowState.unreachable(), continues: FlowState.unreachable(), isLoop: true };
    this.#jumps.push(jumps);
    body();
    this.#jumps.pop();
    return jumps;
  }

  #jump(kind: 'breaks' | 'continues', state: FlowState): void {
    const target = kind === 'breaks' ? this.#jumps.at(-1) : this.#jumps.findLast((each) => each.isLoop);
    if (target) target[kind] = target[kind].join(state);
    state.become(FlowState.unreachable());
  }

  #for(node: BoundStatement & { kind: 'for' }, state: FlowState): void {
    for (const statement of node.initializers) this.visit(statement, state);
    const { whenTrue, whenFalse } = node.condition
      ? this.#expressions.condition(node.condition, state)
      : { whenTrue: state.copy(), whenFalse: FlowState.unreachable() };
    const jumps = this.#loop(() => this.visit(node.body, whenTrue));
    const behind = whenTrue.join(jumps.continues);
    for (const each of node.iterators) this.#expressions.visit(each, behind);
    state.become(whenFalse.join(jumps.breaks));
  }

  #switch(node: BoundStatement & { kind: 'switch' }, state: FlowState): void {
    this.#expressions.visit(node.value, state);
    const jumps: Jumps = { breaks: FlowState.unreachable(), continues: FlowState.unreachable(), isLoop: false };
    this.#jumps.push(jumps);
    let hasDefault = false;
    let end = FlowState.unreachable();
    for (const section of node.sections) {
      const inside = this.#labels(section, state);
      if (section.labels.some((label) => label.kind === 'default')) hasDefault = true;
      for (const statement of section.body) this.visit(statement, inside);
      end = end.join(inside);
    }
    this.#jumps.pop();
    end = end.join(jumps.breaks);
    state.become(hasDefault ? end : end.join(state));
  }

  #labels(section: BoundSwitchSection, state: FlowState): FlowState {
    let inside = FlowState.unreachable();
    for (const label of section.labels) {
      let matched = state.copy();
      if (label.kind === 'case') {
        declareIn(label.pattern, matched);
        if (label.when) {
          matched = this.#expressions.condition(label.when, matched).whenTrue;
          if (isConstantBool(label.when, false)) matched = FlowState.unreachable();
        }
      }
      inside = inside.join(matched);
    }
    return inside;
  }

  #try(node: BoundStatement & { kind: 'try' }, state: FlowState): void {
    const before = state.copy();
    this.visit(node.body, state);
    let end = state.copy();
    for (const clause of node.catches) {
      const inside = before.copy();
      if (clause.filter) this.#expressions.condition(clause.filter, inside);
      this.visit(clause.body, inside);
      end = end.join(inside);
    }
    if (node.finallyBody) {
      const inside = before.copy();
      this.visit(node.finallyBody, inside);
      end = end.union(inside);
    }
    state.become(end);
  }

  #localFunction(target: LocalFunction, state: FlowState): void {
    this.#checkFunction(target);
    const { body } = target.info;
    if (!body) return;
    // Which captured variables are assigned is decided where it is called; inside, they are taken to be.
    const inside = state.copy();
    for (const variable of capturedBy(target)) inside.assign(variable);
    const jumps = this.#jumps;
    this.#jumps = [];
    this.visit(body, inside);
    this.#jumps = jumps;
  }
}

function capturedBy(target: LocalFunction): Iterable<Variable> {
  return target.info.captures.keys();
}
