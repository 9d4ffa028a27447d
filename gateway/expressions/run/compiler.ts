import type { Ref } from '../../dotnet/core/define.ts';
import type { Bound, BoundStatement } from '../bind/bound.ts';
import type { FunctionInfo, Variable } from '../bind/variables.ts';
import type { Execution } from './execution.ts';
import { type Completion, type Evaluate, type Execute, Frame } from './frame.ts';

/** The compiled body of a function. */
export interface Code {
  readonly info: FunctionInfo;
  body: Execute;
  /** Instead of `body` where the function is an iterator. */
  generate: Generate | undefined;
  /** Makes the sequence that calling an iterator gives. */
  sequence: ((start: () => Frame) => unknown) | undefined;
}

/** A compiled statement of an iterator; see iterators.ts. */
export type Generate = (frame: Frame) => Generator<unknown, Completion>;

/** The compiling functions that call each other across files; index.ts assembles them. */
export interface CompileTable {
  expression(compiler: Compiler, node: Bound): Evaluate;
  statement(compiler: Compiler, node: BoundStatement): Execute;
  /** Compiles the body of an iterator into `code`. */
  iterator(compiler: Compiler, node: BoundStatement, code: Code): void;
}

/** Compiles the bodies of one expression to closures. */
export class Compiler {
  readonly table: CompileTable;
  /** The function whose body is being compiled. */
  current: FunctionInfo;
  readonly #codes = new Map<FunctionInfo, Code>();

  constructor(table: CompileTable, root: FunctionInfo) {
    this.table = table;
    this.current = root;
  }

  expression(node: Bound): Evaluate {
    return this.table.expression(this, node);
  }

  statement(node: BoundStatement): Execute {
    return this.table.statement(this, node);
  }

  /** The code of a function, compiled at the first request; a recursive call finds it under way. */
  code(info: FunctionInfo): Code {
    const known = this.#codes.get(info);
    if (known) return known;
    const code: Code = { info, body: () => 0, generate: undefined, sequence: undefined };
    this.#codes.set(info, code);
    const outer = this.current;
    this.current = info;
    if (info.body && info.yields) this.table.iterator(this, info.body, code);
    else if (info.body) code.body = this.statement(info.body);
    this.current = outer;
    return code;
  }

  /** How a variable is read in the current function. */
  read(variable: Variable): Evaluate {
    const slot = this.slot(variable);
    if (this.isRef(variable)) return (f) => (f.vars[slot] as Ref).value;
    return (f) => f.vars[slot];
  }

  /** How a variable is written in the current function. */
  write(variable: Variable): (frame: Frame, value: unknown) => void {
    const slot = this.slot(variable);
    if (!this.isRef(variable)) {
      return (f, value) => {
        f.vars[slot] = value;
      };
    }
    return (f, value) => {
      (f.vars[slot] as Ref).value = value;
    };
  }

  /** The Ref of a variable, for `ref` and `out` arguments and captures. */
  ref(variable: Variable): (frame: Frame) => Ref {
    const slot = this.slot(variable);
    if (this.isRef(variable)) return (f) => f.vars[slot] as Ref;
    return (f) => ({
      get value() {
        return f.vars[slot];
      },
      set value(value: unknown) {
        f.vars[slot] = value;
      },
    });
  }

  /** The variable's place in the current function's frame. */
  slot(variable: Variable): number {
    return variable.owner === this.current ? variable.slot : (this.current.captures.get(variable) as number);
  }

  /** Whether the frame holds a Ref rather than the value. */
  isRef(variable: Variable): boolean {
    return variable.captured || variable.byReference !== '';
  }

  /** Makes new places for the captured ones among `variables`, as entering their scope does. */
  renew(variables: readonly Variable[]): ((frame: Frame) => void) | undefined {
    const slots = variables.filter((each) => each.captured).map((each) => each.slot);
    if (slots.length === 0) return undefined;
    return (f) => {
      for (const slot of slots) f.vars[slot] = { value: undefined };
    };
  }
}

/** Calls a function: a frame with the captured Refs and the arguments, then the body. */
export function invoke(code: Code, captured: readonly Ref[], args: readonly unknown[], exec: Execution): unknown {
  if (code.generate) {
    exec.step();
    return code.sequence?.(() => newFrame(code, captured, args, exec));
  }
  const frame = newFrame(code, captured, args, exec);
  exec.enter();
  code.body(frame);
  exec.leave();
  return frame.result;
}

function newFrame({ info }: Code, captured: readonly Ref[], args: readonly unknown[], exec: Execution): Frame {
  const frame = new Frame(info.slots, exec);
  let i = 0;
  for (const slot of info.captures.values()) frame.vars[slot] = captured[i++];
  for (const [index, parameter] of info.parameters.entries()) {
    const value = args[index];
    frame.vars[parameter.slot] = parameter.captured && parameter.byReference === '' ? { value } : value;
  }
  return frame;
}
