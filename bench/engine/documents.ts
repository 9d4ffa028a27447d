/** Reading a policy document and binding all of its expressions. */
import { fileURLToPath } from 'node:url';
import '../../gateway/dotnet/index.ts';
import { T } from '../../gateway/dotnet/core/type-ref.ts';
import { createExpressionCompiler } from '../../gateway/expressions/index.ts';
import { checkerOf, lintSources } from '../../gateway/lint/index.ts';
import { loadPlain } from '../../gateway/load/load-plain.ts';
import type { PolicySource } from '../../gateway/model.ts';
import { type BenchRow, median } from '../row.ts';
import { quantile } from './sampling.ts';

const rounds = 7;
const ours = fileURLToPath(new URL('../../infra/policies', import.meta.url));

export async function documentRows(): Promise<BenchRow[]> {
  const rows = [await row('load and bind, per document of infra/policies', ours)];
  const more = process.env.SALLYPORT_BENCH_POLICIES;
  if (more) rows.push(await row(`load and bind, per document of ${more}`, more));
  return rows;
}

async function row(measure: string, folder: string): Promise<BenchRow> {
  const sources = await loadPlain(folder);
  if (sources.length === 0) throw new Error(`${folder} holds no policy documents`);
  const compiler = await createExpressionCompiler();
  // A checker of its own for every reading, since it remembers what it compiled.
  const read = (source: PolicySource): number => {
    const start = performance.now();
    lintSources([source], { rules: [], expressions: checkerOf(compiler, T) });
    return performance.now() - start;
  };
  const first = median(sources.map(read));
  const perDocument = sources.map((source) => median(Array.from({ length: rounds }, () => read(source))));
  const worst = Math.max(...perDocument).toFixed(1);
  const rest = `95 % below ${quantile(perDocument, 0.95).toFixed(1)}, worst ${worst}, first time ${first.toFixed(1)} ms`;
  return { measure, value: median(perDocument), unit: 'ms', goal: 10, note: `${sources.length} documents, ${rest}` };
}
