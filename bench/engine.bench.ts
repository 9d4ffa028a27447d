/**
 * The policy reader and the expression engine: documents, binding, evaluation, and what the first expression of a process
 * costs; beside .NET where it is found. `SALLYPORT_BENCH_POLICIES=FOLDER` adds the policy documents below a folder.
 */

import { documentRows } from './engine/documents.ts';
import { dotnetRows } from './engine/dotnet.ts';
import { evaluationRows } from './engine/evaluations.ts';
import { expressionRows } from './engine/expressions.ts';
import { firstExpressionRows } from './engine/first-expression.ts';
import type { BenchRow } from './row.ts';

export const title = 'The policy reader and the expression engine';

/** Cold figures come first: each is only true while nothing has run in this process yet. */
export async function run(): Promise<BenchRow[]> {
  const first = await firstExpressionRows();
  const expressions = await expressionRows();
  const documents = await documentRows();
  const evaluations = await evaluationRows();
  return [...documents, ...expressions, ...evaluations, ...first, ...dotnetRows()];
}
