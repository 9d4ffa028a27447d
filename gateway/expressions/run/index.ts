/** Running: from the bound tree to closures, and their evaluation within limits. */
import type { Runtime } from '../../dotnet/core/define.ts';
import { exchangeMeter } from '../../dotnet/core/meter.ts';
import type { BoundExpression } from '../bind/index.ts';
import type { Clock } from './clock.ts';
import { Compiler } from './compiler.ts';
import { Execution } from './execution.ts';
import { compileExpression } from './expressions.ts';
import { Frame } from './frame.ts';
import { compileIterator } from './iterators.ts';
import { LimitExceeded, type Limits } from './limits.ts';
import { compileStatement } from './statements.ts';

/** Evaluates with a context, in a world, within limits. */
export type Run = (context: unknown, runtime: Runtime, limits: Limits, clock: Clock) => unknown;

const TABLE = { expression: compileExpression, statement: compileStatement, iterator: compileIterator };

/** Compiles a bound expression. */
export function compileRun(bound: BoundExpression): Run {
  const compiler = new Compiler(TABLE, bound.info);
  const { info } = bound;
  const code = compiler.code(info);
  return (context, runtime, limits, clock) => {
    const exec = new Execution(context, runtime, limits, clock);
    const frame = new Frame(info.slots, exec);
    const outer = exchangeMeter(exec);
    try {
      code.body(frame);
    } catch (error) {
      // The engine's own stack is the last limit on nesting.
      if (error instanceof RangeError) throw new LimitExceeded('depth', limits.depth);
      throw error;
    } finally {
      exchangeMeter(outer);
    }
    return frame.result;
  };
}
