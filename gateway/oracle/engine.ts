import { box } from '../dotnet/core/box.ts';
import type { Runtime } from '../dotnet/core/define.ts';
import { NetThrow } from '../dotnet/core/exception.ts';
import { T, type TypeRef } from '../dotnet/core/type-ref.ts';
import { createExpressionCompiler } from '../expressions/index.ts';
import '../dotnet/index.ts';
import { canonicalValue, exception } from './canonical-value.ts';
import { caseContext, caseRuntime } from './case-context.ts';
import type { Case, Outcome } from './case-file.ts';
import { caseVariables } from './case-variables.ts';
import { Evaluator } from './evaluator.ts';

/** Runs cases in our own engine. */
export interface Engine {
  /** What the case does on a gateway of that platform. An error of the engine itself comes back as `fails`. */
  run(one: Case, platform: Runtime['platform']): Outcome & { readonly fails?: string };
}

/** Loads the expression compiler. */
export async function createEngine(): Promise<Engine> {
  const evaluator = new Evaluator(await createExpressionCompiler());
  const types = new Map<string, TypeRef>([['object', T.object]]);
  const typeOf = (text: string): TypeRef => {
    const type = types.get(text) ?? evaluator.type(text);
    types.set(text, type);
    return type;
  };
  return {
    run(one, platform) {
      try {
        return outcome(one, typeOf(one.expects), evaluator, caseRuntime(platform));
      } catch (error) {
        // The engine must not fail in any other way: this is a finding, not the end of the run.
        return {
          fails:
            error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ') : String(error),
        };
      }
    },
  };
}

function outcome(one: Case, expects: TypeRef, evaluator: Evaluator, runtime: Runtime): Outcome {
  const compiled = evaluator.compiler.compile(one.expression, { expects });
  if (!compiled.ok) {
    return { rejects: compiled.errors.map(({ code, line, column, message }) => ({ code, line, column, message })) };
  }
  const { expression } = compiled;
  try {
    const context = caseContext(caseVariables(one.variables, evaluator, runtime), one.context);
    return { value: canonicalValue(box(expression.evaluate({ context, runtime }), expression.type), runtime) };
  } catch (error) {
    if (error instanceof NetThrow) return { throws: exception(error.exception) };
    throw error;
  }
}
