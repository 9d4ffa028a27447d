/**
 * Policy expressions: C# 7.3 in `@(…)` and `@{…}`, bound to the declared .NET types and run by an interpreter that can
 * reach nothing of the host.
 *
 * @example
 * const compiler = await createExpressionCompiler();
 * const compiled = compiler.compile('@(1 + 2)');
 * if (compiled.ok) compiled.expression.evaluate({ context, runtime });   // 3
 */
import type { Runtime } from '../dotnet/core/define.ts';
import { named, type TypeRef } from '../dotnet/core/type-ref.ts';
import { universe } from '../dotnet/core/universe.ts';
import type { NetObject } from '../dotnet/core/values.ts';
import { bindPolicyExpression } from './bind/index.ts';
import { type CompileError, compileError, ExpressionSyntaxError } from './compile-error.ts';
import { parsePolicyExpression } from './parse/index.ts';
import { type Clock, processClock } from './run/clock.ts';
import { compileRun, type Run } from './run/index.ts';
import { DEFAULT_LIMITS, type Limits } from './run/limits.ts';

export type { CompileError } from './compile-error.ts';
export { LimitExceeded, type Limits } from './run/limits.ts';

/** Longest text that is compiled, in UTF-16 units; the service itself refuses policy documents beyond 512 KiB. */
const MAX_EXPRESSION_LENGTH = 524_288;

/** The type of `context` unless another one is named. */
const CONTEXT_TYPE = 'Microsoft.Azure.ApiManagement.IProxyRequestContext';

/** What the place of an expression asks of it. */
export interface CompileOptions {
  /** The type that the place of the expression demands, e.g. bool for a condition. Anything when left out. */
  readonly expects?: TypeRef;
}

/** The expression, or every error with its place. */
export type CompileResult =
  /** `warnings` are the C# compiler's: what runs but is probably not meant. */
  | { readonly ok: true; readonly expression: CompiledExpression; readonly warnings: readonly CompileError[] }
  | { readonly ok: false; readonly errors: readonly CompileError[] };

/** Turns the text of a policy expression into something that can be evaluated. */
export interface ExpressionCompiler {
  /**
   * Compiles one expression.
   * @param text `@(…)` or `@{…}`, decoded as the document reader leaves it
   */
  compile(text: string, options?: CompileOptions): CompileResult;
}

/** What an evaluation is given. */
export interface EvaluationScope {
  readonly context: NetObject;
  readonly runtime: Runtime;
  /** DEFAULT_LIMITS where left out. */
  readonly limits?: Partial<Limits>;
}

/** An expression that can be evaluated any number of times, also concurrently. */
export class CompiledExpression {
  /** Static type of the value. */
  readonly type: TypeRef;
  readonly #run: Run;
  readonly #clock: Clock;

  /** @internal use `createExpressionCompiler` */
  constructor(type: TypeRef, run: Run, clock: Clock) {
    this.type = type;
    this.#run = run;
    this.#clock = clock;
  }

  /**
   * Evaluates the expression.
   * @returns the value in the static form of `type` (see dotnet/core/values.ts)
   * @throws NetThrow with the .NET exception that the expression did not catch
   * @throws LimitExceeded
   */
  evaluate({ context, runtime, limits }: EvaluationScope): unknown {
    const effective = limits ? { ...DEFAULT_LIMITS, ...limits } : DEFAULT_LIMITS;
    return this.#run(context, runtime, effective, this.#clock);
  }
}

/** What all expressions of a compiler share. */
export interface ExpressionCompilerOptions {
  /** Full name of the declared type of `context`. */
  readonly contextType?: string;
  /** Milliseconds of a clock that only moves forward, for the time limit; the time of the process where left out. */
  readonly now?: () => number;
}

/** Creates a compiler. It keeps no state between expressions, and one serves the whole process. */
export async function createExpressionCompiler(options: ExpressionCompilerOptions = {}): Promise<ExpressionCompiler> {
  const contextType = options.contextType ?? CONTEXT_TYPE;
  const clock = options.now ? { now: options.now } : processClock();
  return {
    compile: (text, { expects } = {}) => compile(text, expects, contextType, clock),
  };
}

function compile(text: string, expects: TypeRef | undefined, contextType: string, clock: Clock): CompileResult {
  if (text.length > MAX_EXPRESSION_LENGTH) {
    const message = `The expression is longer than ${MAX_EXPRESSION_LENGTH} characters`;
    return { ok: false, errors: [compileError(text, 'APIM', message, 0, 0)] };
  }
  try {
    const syntax = parsePolicyExpression(text);
    const context = universe().find(contextType) ? named(contextType) : undefined;
    const { bound, errors, warnings } = bindPolicyExpression(text, syntax, { contextType: context, expects });
    if (!bound) return { ok: false, errors };
    return { ok: true, expression: new CompiledExpression(bound.type, compileRun(bound), clock), warnings };
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) {
      return { ok: false, errors: [compileError(text, error.code, error.message, error.start, error.end)] };
    }
    if (error instanceof RangeError) {
      const message = 'An expression is too long or complex to compile';
      return { ok: false, errors: [compileError(text, 'CS8078', message, 0, 0)] };
    }
    throw error;
  }
}
