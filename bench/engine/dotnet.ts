import { JudgeUnavailable, prepareJudge, time } from '../../gateway/oracle/dotnet-program.ts';
import type { BenchRow } from '../row.ts';
import { caseFolder } from './cases.ts';

/** The same cases in real .NET: compiled by Roslyn, run as machine code. None where there is no .NET. */
export function dotnetRows(): BenchRow[] {
  try {
    prepareJudge();
  } catch (error) {
    if (!(error instanceof JudgeUnavailable)) throw error;
    console.error(`not beside .NET: ${error.message}`);
    return [];
  }
  const { firstMilliseconds, compileMilliseconds, compiled, evaluateNanoseconds, evaluated } = time([caseFolder]);
  return [
    { measure: '.NET: the very first expression compiled', value: firstMilliseconds, unit: 'ms' },
    {
      measure: '.NET: compile one expression, warm',
      value: compileMilliseconds,
      unit: 'ms',
      note: `${compiled} expressions`,
    },
    { measure: '.NET: evaluation', value: evaluateNanoseconds, unit: 'ns', note: `${evaluated} cases` },
  ];
}
