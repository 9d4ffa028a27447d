/** Runs checks against a deployment and says what came of it: the common part of `test` and `gate`. */
import type { Check } from '../suites/check.ts';
import { checks as allChecks } from '../suites/checks/index.ts';
import type { Deployment } from '../suites/deployment.ts';
import { jsonReport } from '../suites/report/json.ts';
import { redactedResult } from '../suites/report/redact.ts';
import { resultLine, summaryLines, untestableLines, worthALine } from '../suites/report/text.ts';
import { exitCode, type RunResult, withOutcome } from '../suites/run/result.ts';
import { type RunEvents, runChecks } from '../suites/run/run-checks.ts';
import { needless, type Waiver, waived } from '../suites/run/waivers.ts';
import { closest } from './closest.ts';
import { CommandError } from './command-error.ts';
import { asJson, type Output } from './output.ts';
import { openReports } from './reports.ts';

export { chosenReports } from './reports.ts';

/** What both commands let a user choose. */
export interface JudgeOptions {
  /** Ids of the checks to run; all of them unless told. */
  readonly check?: readonly string[];
  /** `format=file`, e.g. `json=report.json`; `github` and `summary` alone. Several with commas. */
  readonly report?: readonly string[];
  /** What rests on an assumption about the real gateway is not testable here, instead of passed. */
  readonly strict?: boolean;
  /** File for which elements and branches of the policies ran. */
  readonly coverage?: string;
  /** File for what every request ran through; `-` for standard error. */
  readonly trace?: string;
  readonly json: boolean;
}

/** Failures that are followed by the command that explains them; with more of them the pattern is clear. */
const mostExplained = 3;

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

/** @throws CommandError for a waiver of a check that there is not */
export function requireKnown(waivers: readonly Waiver[]): void {
  const known = allChecks.map(({ id }) => id);
  for (const { check } of waivers) {
    if (known.includes(check)) continue;
    const near = closest(check, known);
    throw new CommandError(`waivers: no check has the id '${check}'${near ? `; did you mean ${near}?` : ''}`);
  }
}

/** Runs the chosen checks without printing anything. */
export function runQuietly(
  deployment: Deployment,
  { check, strict = false }: Pick<JudgeOptions, 'check' | 'strict'>,
): Promise<RunResult> {
  return runChecks(deployment, chosenChecks(check), {}, { strict });
}

/**
 * Runs, prints, writes the reports.
 * @param waivers failures that somebody answers for
 * @param compare tells failures that were there before a change from those that came with it
 * @returns the exit code
 */
export async function judge(
  deployment: Deployment,
  options: JudgeOptions,
  output: Output,
  waivers: readonly Waiver[] = [],
  compare: (run: RunResult) => RunResult | Promise<RunResult> = (run) => run,
): Promise<ReturnType<typeof exitCode>> {
  const chosen = chosenChecks(options.check);
  const now = Date.now();
  const reports = openReports(options.report, output);
  const say = options.json ? output.note : output.data;
  const events: RunEvents = {
    started: (check) => reports.on({ kind: 'started', check }),
    finished: (result) => {
      const safe = redactedResult(waived(result, waivers, now));
      if (worthALine(safe)) say(resultLine(safe));
      reports.on({ kind: 'finished', result: safe });
    },
  };
  const ran = await runChecks(deployment, chosen, events, { strict: options.strict ?? false });
  const compared = await compare({ ...ran, results: ran.results.map((result) => waived(result, waivers, now)) });
  const run: RunResult = { ...compared, results: compared.results.map(redactedResult) };
  if (options.json) output.data(asJson(jsonReport(run)));
  else for (const line of ['', ...untestableLines(run), ...summaryLines(run)]) output.data(line);
  const failed = withOutcome(run, 'failed');
  const compares = failed.some(({ since }) => since !== undefined);
  for (const { check, since } of compares ? failed : failed.slice(0, mostExplained)) {
    const was = since === undefined ? '' : since === 'new' ? '   (new)' : '   (was there before)';
    output.note(`sallyport explain ${check.id}   how to mend it${was}`);
  }
  if (!compares && failed.length > mostExplained) output.note('and so on: sallyport explain ID for each that failed');
  for (const { check } of needless(run.results, waivers)) output.note(`the waiver of ${check} can go: it passes`);
  await reports.end(run);
  return exitCode(run);
}
