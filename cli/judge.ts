/** Runs checks against a deployment and says what came of it: the common part of `test` and `gate`. */
import { writeFile } from 'node:fs/promises';
import type { Check } from '../suites/check.ts';
import { checks as allChecks } from '../suites/checks/index.ts';
import type { Deployment } from '../suites/deployment.ts';
import { jsonReport } from '../suites/report/json.ts';
import { resultLine, summaryLines } from '../suites/report/text.ts';
import { exitCode, type RunResult, withOutcome } from '../suites/run/result.ts';
import { runChecks } from '../suites/run/run-checks.ts';
import { closest } from './closest.ts';
import { CommandError } from './command-error.ts';
import { asJson, type Output } from './output.ts';

/** What both commands let a user choose. */
export interface JudgeOptions {
  /** Ids of the checks to run; all of them unless told. */
  readonly check?: readonly string[];
  /** `format=file`, e.g. `json=report.json`. */
  readonly report?: readonly string[];
  readonly json: boolean;
}

const formats: Readonly<Record<string, (run: RunResult) => string>> = {
  json: (run) => `${asJson(jsonReport(run))}\n`,
};

/** The checks with these ids. @throws CommandError for an id that no check has */
export function chosenChecks(ids: readonly string[] | undefined): readonly Check[] {
  if (!ids) return allChecks;
  return ids.map((id) => {
    const check = allChecks.find((candidate) => candidate.id === id);
    if (check) return check;
    const near = closest(
      id,
      allChecks.map((known) => known.id),
    );
    throw new CommandError(`no check has the id '${id}'${near ? `; did you mean ${near}?` : ''}`);
  });
}

/** Reads `--report`. @throws CommandError for a format that does not exist, before anything has run */
export function chosenReports(values: readonly string[] = []): { write: (run: RunResult) => string; file: string }[] {
  return values.map((value) => {
    const split = value.indexOf('=');
    const write = formats[split < 0 ? value : value.slice(0, split)];
    if (!write || split < 0 || split === value.length - 1) {
      throw new CommandError(`--report takes FORMAT=FILE with a format of: ${Object.keys(formats).join(', ')}`);
    }
    return { write, file: value.slice(split + 1) };
  });
}

/** Runs, prints, writes the reports. @returns the exit code */
export async function judge(
  deployment: Deployment,
  options: JudgeOptions,
  output: Output,
): Promise<ReturnType<typeof exitCode>> {
  const chosen = chosenChecks(options.check);
  const reports = chosenReports(options.report);
  const run = await runChecks(deployment, chosen, {
    finished: (result) => (options.json ? output.note : output.data)(resultLine(result)),
  });
  if (options.json) output.data(asJson(jsonReport(run)));
  else for (const line of ['', ...summaryLines(run)]) output.data(line);
  for (const { check } of withOutcome(run, 'failed')) {
    output.note(`sallyport explain ${check.id}   how to mend it`);
  }
  for (const { write, file } of reports) await writeFile(file, write(run));
  return exitCode(run);
}
