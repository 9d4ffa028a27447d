/** Compilation of a regex tree into instructions for the backtracking matcher. */
import { foldCase } from './case-fold.ts';
import type { CharTest } from './char-set.ts';
import type { Anchor, RegexNode } from './regex-node.ts';

/** One instruction. Registers hold positions, counters and stack heights; all changes can be undone. */
export type Instruction =
  | { op: 'char'; unit: number; ignoreCase: boolean; rtl: boolean }
  | { op: 'set'; test: CharTest; rtl: boolean }
  | { op: 'anchor'; anchor: Anchor; ecma: boolean }
  | { op: 'jump'; to: number }
  /** Tries the next instruction first and `to` on failure. */
  | { op: 'fork'; to: number }
  /** Tries `to` first and the next instruction on failure. */
  | { op: 'forkLazy'; to: number }
  | { op: 'fail' }
  | { op: 'match' }
  | { op: 'mark'; register: number }
  | { op: 'capture'; register: number; group: number; balance: number; rtl: boolean }
  | { op: 'backreference'; group: number; ignoreCase: boolean; rtl: boolean; ecma: boolean }
  | { op: 'requireGroup'; group: number; to: number }
  /** Remembers the height of the backtrack stack (and the position). */
  | { op: 'enter'; register: number; position: number }
  /** Drops the alternatives since `enter`; for look-arounds goes back to the position. */
  | { op: 'leave'; register: number; position: number; restore: boolean }
  | { op: 'setCounter'; register: number; value: number }
  /** Counted and unbounded loops over anything but one character. */
  | { op: 'loop'; counter: number; position: number; min: number; max: number; lazy: boolean; body: number }
  /** A loop over one character: greedy with give-back, or lazy. */
  | { op: 'charLoop'; test: CharTest; min: number; max: number; lazy: boolean; rtl: boolean };

/** A compiled pattern. */
export interface Program {
  readonly code: readonly Instruction[];
  readonly registers: number;
}

/** Compiles a tree. */
export function compileRegex(root: RegexNode): Program {
  const compiler = new Compiler();
  compiler.node(root);
  compiler.code.push({ op: 'match' });
  return { code: compiler.code, registers: compiler.registers };
}

class Compiler {
  readonly code: Instruction[] = [];
  registers = 0;

  register(): number {
    return this.registers++;
  }

  emit<I extends Instruction>(instruction: I): I {
    this.code.push(instruction);
    return instruction;
  }

  get here(): number {
    return this.code.length;
  }

  node(node: RegexNode): void {
    switch (node.kind) {
      case 'empty':
        return;
      case 'fail':
        this.emit({ op: 'fail' });
        return;
      case 'char':
        this.emit({ op: 'char', unit: node.unit, ignoreCase: node.ignoreCase, rtl: node.rtl });
        return;
      case 'set':
        this.emit({ op: 'set', test: node.test, rtl: node.rtl });
        return;
      case 'anchor':
        this.emit({ op: 'anchor', anchor: node.anchor, ecma: node.ecma });
        return;
      case 'concat':
        for (const part of node.rtl ? node.parts.toReversed() : node.parts) this.node(part);
        return;
      case 'alternate':
        this.alternate(node.branches);
        return;
      case 'loop':
        this.loop(node);
        return;
      case 'capture':
        this.capture(node);
        return;
      case 'look':
        this.look(node);
        return;
      case 'atomic':
        this.isolated(node.body, false);
        return;
      case 'backreference':
        this.emit({
          op: 'backreference',
          group: node.group.number,
          ignoreCase: node.ignoreCase,
          rtl: node.rtl,
          ecma: node.ecma,
        });
        return;
      case 'ifGroup': {
        const test = this.emit({ op: 'requireGroup', group: node.group.number, to: 0 });
        this.eitherOr(node.yes, node.no, (at) => {
          test.to = at;
        });
        return;
      }
      default:
        this.ifMatch(node);
    }
  }

  alternate(branches: readonly RegexNode[]): void {
    const ends: { to: number }[] = [];
    branches.forEach((branch, index) => {
      if (index === branches.length - 1) {
        this.node(branch);
        return;
      }
      const fork = this.emit({ op: 'fork', to: 0 });
      this.node(branch);
      ends.push(this.emit({ op: 'jump', to: 0 }));
      fork.to = this.here;
    });
    for (const end of ends) end.to = this.here;
  }

  eitherOr(yes: RegexNode, no: RegexNode, elseAt: (at: number) => void): void {
    this.node(yes);
    const jump = this.emit({ op: 'jump', to: 0 });
    elseAt(this.here);
    this.node(no);
    jump.to = this.here;
  }

  loop(node: Extract<RegexNode, { kind: 'loop' }>): void {
    const { body, min, max, lazy } = node;
    const single = singleTest(body);
    if (single) {
      this.emit({ op: 'charLoop', test: single.test, min, max, lazy, rtl: single.rtl });
      return;
    }
    if (min === 0 && max === 1) {
      const fork = this.emit(lazy ? { op: 'forkLazy', to: 0 } : { op: 'fork', to: 0 });
      this.node(body);
      fork.to = this.here;
      return;
    }
    const counter = this.register();
    const position = this.register();
    this.emit({ op: 'setCounter', register: counter, value: 0 });
    this.emit({ op: 'setCounter', register: position, value: -1 });
    const jump = this.emit({ op: 'jump', to: 0 });
    const start = this.here;
    this.node(body);
    jump.to = this.here;
    this.emit({ op: 'loop', counter, position, min, max, lazy, body: start });
  }

  capture(node: Extract<RegexNode, { kind: 'capture' }>): void {
    const register = this.register();
    this.emit({ op: 'mark', register });
    this.node(node.body);
    this.emit({
      op: 'capture',
      register,
      group: node.group?.number ?? -1,
      balance: node.balance?.number ?? -1,
      rtl: node.rtl,
    });
  }

  /** A part whose inner alternatives are dropped once it has matched. */
  isolated(body: RegexNode, restore: boolean): void {
    const register = this.register();
    const position = this.register();
    this.emit({ op: 'enter', register, position });
    this.node(body);
    this.emit({ op: 'leave', register, position, restore });
  }

  look(node: Extract<RegexNode, { kind: 'look' }>): void {
    if (!node.negative) {
      this.isolated(node.body, true);
      return;
    }
    const register = this.register();
    const position = this.register();
    this.emit({ op: 'enter', register, position });
    const fork = this.emit({ op: 'fork', to: 0 });
    this.node(node.body);
    // The body matched: forget the way out that the fork left, then fail.
    this.emit({ op: 'leave', register, position, restore: true });
    this.emit({ op: 'fail' });
    fork.to = this.here;
  }

  ifMatch(node: Extract<RegexNode, { kind: 'ifMatch' }>): void {
    const register = this.register();
    const position = this.register();
    this.emit({ op: 'enter', register, position });
    const fork = this.emit({ op: 'fork', to: 0 });
    this.node(node.test);
    this.emit({ op: 'leave', register, position, restore: true });
    this.eitherOr(node.yes, node.no, (at) => {
      fork.to = at;
    });
  }
}

/** The test of a node that matches exactly one character. */
function singleTest(node: RegexNode): { test: CharTest; rtl: boolean } | undefined {
  if (node.kind === 'set') return { test: node.test, rtl: node.rtl };
  if (node.kind !== 'char') return undefined;
  const { unit, ignoreCase, rtl } = node;
  if (!ignoreCase) return { test: (candidate) => candidate === unit, rtl };
  const folded = foldCase(unit);
  return { test: (candidate) => foldCase(candidate) === folded, rtl };
}
