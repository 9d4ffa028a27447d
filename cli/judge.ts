/** Running checks against a deployment and saying what came of it: what `test` and `gate` have in common. */
import type { Check } from '../suites/check.ts';
import type { Deployment } from '../suites/deployment.ts';
import { jsonReport } from '../suites/report/json.ts';
import { resultLine, summaryLines } from '../suites/report/text.ts';
import { exitCode, type RunResult } from '../suites/run/result.ts';
import { runChecks } from '../suites/run/run-checks.ts';
import { asJson, type Output } from './output.ts';
import { type ReportFile, writeReports } from './report-files.ts';

export interface JudgeOptions {
  readonly checks: readonly Check[];
  readonly reports: readonly ReportFile[];
  readonly json: boolean;
}

/** @returns the exit code of the verdict */
export async function judge(
  deployment: Deployment,
  { checks, reports, json }: JudgeOptions,
  output: Output,
): Promise<number> {
  const run: RunResult = await runChecks(deployment, checks, {
    finished: (result) => (json ? output.note : output.data)(resultLine(result)),
  });
  await writeReports(reports, run);
  if (json) output.data(asJson(jsonReport(run)));
  else output.data(['', ...summaryLines(run)].join('\n'));
  return exitCode(run);
}
