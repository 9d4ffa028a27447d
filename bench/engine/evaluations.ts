/** Evaluating what was compiled before. */
import '../../gateway/dotnet/index.ts';
import { createExpressionCompiler } from '../../gateway/expressions/index.ts';
import { caseContext, caseRuntime } from '../../gateway/oracle/case-context.ts';
import { caseVariables } from '../../gateway/oracle/case-variables.ts';
import { Evaluator } from '../../gateway/oracle/evaluator.ts';
import { type BenchRow, median } from '../row.ts';
import { casesWithValue } from './cases.ts';
import { nanoseconds, quantile } from './sampling.ts';

export async function evaluationRows(): Promise<BenchRow[]> {
  const evaluator = new Evaluator(await createExpressionCompiler());
  const runtime = caseRuntime('linux');
  const timings: number[] = [];
  for (const one of casesWithValue()) {
    const compiled = evaluator.compiler.compile(one.expression, { expects: evaluator.type(one.expects) });
    if (!compiled.ok) continue;
    const { expression } = compiled;
    const context = caseContext(caseVariables(one.variables, evaluator, runtime), one.context);
    try {
      timings.push(nanoseconds(() => void expression.evaluate({ context, runtime })));
    } catch {
      // It changes its variables, so that it works once only.
    }
  }
  const below = timings.filter((each) => each <= 5000).length;
  const note = `${timings.length} cases, ${((100 * below) / timings.length).toFixed(0)} % within 5 us, 95 % below ${(quantile(timings, 0.95) / 1000).toFixed(1)} us`;
  return [{ measure: 'evaluation', value: median(timings), unit: 'ns', goal: 5000, note }];
}
