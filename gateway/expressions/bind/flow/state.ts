import type { Variable } from '../variables.ts';

/** Which variables have certainly been assigned at a point; a point that is never reached counts all as assigned. */
export class FlowState {
  #assigned: Set<Variable>;
  reachable: boolean;

  constructor(assigned: Iterable<Variable> = [], reachable = true) {
    this.#assigned = new Set(assigned);
    this.reachable = reachable;
  }

  static unreachable(): FlowState {
    return new FlowState([], false);
  }

  copy(): FlowState {
    return new FlowState(this.#assigned, this.reachable);
  }

  assign(variable: Variable): void {
    this.#assigned.add(variable);
  }

  isAssigned(variable: Variable): boolean {
    return !this.reachable || variable.initiallyAssigned || this.#assigned.has(variable);
  }

  /** The state where control from here and from `other` meets. */
  join(other: FlowState): FlowState {
    if (!this.reachable) return other.copy();
    if (!other.reachable) return this.copy();
    return new FlowState([...this.#assigned].filter((each) => other.#assigned.has(each)));
  }

  /** Everything assigned here or in `other`. */
  union(other: FlowState): FlowState {
    return new FlowState([...this.#assigned, ...other.#assigned], this.reachable && other.reachable);
  }

  /** Takes over another state in place. */
  become(other: FlowState): void {
    this.#assigned = new Set(other.#assigned);
    this.reachable = other.reachable;
  }
}
