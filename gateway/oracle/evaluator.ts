import { box } from '../dotnet/core/box.ts';
import type { Runtime } from '../dotnet/core/define.ts';
import type { TypeRef } from '../dotnet/core/type-ref.ts';
import type { CompiledExpression, ExpressionCompiler } from '../expressions/index.ts';
import { caseContext } from './case-context.ts';

/** Compiles and runs C# on behalf of the comparison itself: the types and variables that case files describe. */
export class Evaluator {
  readonly compiler: ExpressionCompiler;
  readonly #compiled = new Map<string, CompiledExpression>();

  constructor(compiler: ExpressionCompiler) {
    this.compiler = compiler;
  }

  /** The type that C# writes so. @throws Error when there is none */
  type(text: string): TypeRef {
    return this.#compile(`@(default(${text}))`).type;
  }

  /** The value of an expression as `object`. @throws Error when it does not compile */
  value(expression: string, runtime: Runtime): unknown {
    const compiled = this.#compile(`@(${expression})`);
    return box(compiled.evaluate({ context: caseContext(new Map()), runtime }), compiled.type);
  }

  #compile(text: string): CompiledExpression {
    const known = this.#compiled.get(text);
    if (known) return known;
    const result = this.compiler.compile(text, {});
    if (!result.ok) throw new Error(`${text}: ${result.errors[0]?.message}`);
    this.#compiled.set(text, result.expression);
    return result.expression;
  }
}
