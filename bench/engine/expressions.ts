/** Parsing and binding one expression. */
import '../../gateway/dotnet/index.ts';
import { createExpressionCompiler } from '../../gateway/expressions/index.ts';
import { type BenchRow, median } from '../row.ts';
import { casesWithValue } from './cases.ts';
import { nanoseconds } from './sampling.ts';

export async function expressionRows(): Promise<BenchRow[]> {
  const texts = casesWithValue().map(({ expression }) => expression);
  const compiler = await createExpressionCompiler();
  const once = (text: string): number => {
    const start = performance.now();
    compiler.compile(text);
    return performance.now() - start;
  };
  const cold = texts.map(once);
  const warm = texts.map((text) => nanoseconds(() => compiler.compile(text)) / 1000);
  const note = `${texts.length} expressions of the case files`;
  return [
    { measure: 'parse and bind, per expression, the very first', value: cold[0] ?? Number.NaN, unit: 'ms' },
    {
      measure: 'parse and bind, per expression, seen for the first time',
      value: median(cold) * 1000,
      unit: 'us',
      note,
    },
    { measure: 'parse and bind, per expression, warm', value: median(warm), unit: 'us', note },
  ];
}
