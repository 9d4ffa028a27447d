import type { NetException } from '../../dotnet/core/exception.ts';
import type { Label } from '../bind/variables.ts';
import type { Execution } from './execution.ts';

/** The variables of one call of a function. A variable that nested functions use is held in a Ref. */
export class Frame {
  readonly vars: unknown[];
  readonly exec: Execution;
  /** What `return` gives. */
  result: unknown = undefined;
  /** The exceptions whose catch blocks are running, innermost last. */
  caught: NetException[] | undefined = undefined;
  /** Section that `goto case` jumps to. */
  section = -1;
  /** Label that `goto` jumps to. */
  label: Label | undefined = undefined;

  constructor(slots: number, exec: Execution) {
    this.vars = new Array(slots);
    this.exec = exec;
  }
}

/** A compiled expression. */
export type Evaluate = (frame: Frame) => unknown;

/** How a statement ended. */
export type Completion = 0 | 1 | 2 | 3 | 4 | 5;
export const NORMAL = 0;
export const BREAK = 1;
export const CONTINUE = 2;
export const RETURN = 3;
export const GOTO = 4;
export const JUMP = 5;

/** A compiled statement. */
export type Execute = (frame: Frame) => Completion;
