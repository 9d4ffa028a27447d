/** `sallyport gate PATH`: the checks with the policies of a folder. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StackDeployment } from '../fixtures/topologies/stack-deployment.ts';
import { type PolicyLocation, type Topology, topologies } from '../suites/deployment.ts';
import { comparedWith } from '../suites/run/compare.ts';
import { type RunResult, withOutcome } from '../suites/run/result.ts';
import { type BaseVersion, openBaseVersion } from './base-version.ts';
import { placed } from './command-error.ts';
import { type OpenedPolicies, openPolicies } from './configuration/open-policies.ts';
import { tellNotes } from './configuration/tell-notes.ts';
import { writeCoverage } from './coverage.ts';
import { exitCode } from './exit-code.ts';
import { chosenChecks, chosenReports, type JudgeOptions, judge, requireKnown, runQuietly } from './judge.ts';
import type { Output } from './output.ts';
import { openTraceFile, type TraceFile, tracedTo } from './trace-file.ts';

export interface GateOptions extends JudgeOptions {
  /** Folder with `service.json`, or with whatever a team deploys its policies from. */
  readonly path: string;
  /** Git ref to compare with: only failures that came since then count. */
  readonly base?: string;
  /** Configuration file; the one in the folder unless told. */
  readonly config?: string;
  /** Whose directory, server and callers the policies are run with; what `service.json` is named after unless told. */
  readonly topology?: Topology;
}

interface PolicyProblem {
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Policies that API Management would refuse to save are a finding about the change, not a mistake of the caller. */
function policyProblems(error: unknown): readonly PolicyProblem[] | undefined {
  return error instanceof Error && error.name === 'PolicyLoadError' && 'problems' in error
    ? (error.problems as readonly PolicyProblem[])
    : undefined;
}

/** The topology that `service.json` is named after: reference policies and copies of them say what they are. */
async function topologyOf(path: string): Promise<string> {
  try {
    const { name } = JSON.parse(await readFile(join(path, 'service.json'), 'utf8')) as { name?: unknown };
    if (topologies.some((topology) => topology === name)) return String(name);
  } catch {
    // what is wrong with the file, its loader says better
  }
  return 'broker';
}

/** Starts the stack for the policies at a path, whoever's they are. */
async function startFor(
  options: GateOptions,
  opened: OpenedPolicies,
  output: Output,
  traces?: TraceFile,
): Promise<StackDeployment> {
  output.note(`starting the offline stack with the policies of ${options.path}`);
  if (opened.kind === 'foreign') {
    tellNotes(opened.notes, output);
    const { startForeignDeployment } = await import('../fixtures/topologies/foreign/index.ts');
    const { topology } = options;
    const running = await startForeignDeployment({
      ...opened.options,
      ...tracedTo(traces),
      ...(topology ? { topology } : {}),
    });
    for (const warning of await running.stack.warnings()) output.note(warning);
    return running;
  }
  const [{ startDeployment }, { definitionOf }] = await Promise.all([
    import('../fixtures/topologies/stack-deployment.ts'),
    import('../fixtures/topologies/index.ts'),
  ]);
  const definition = definitionOf(options.topology ?? opened.topology ?? (await topologyOf(opened.folder)));
  return startDeployment(definition, { policies: opened.folder, ...tracedTo(traces) });
}

/** What the checks said before the change; undefined when those policies could not be run. */
async function runBefore(options: GateOptions, base: BaseVersion, output: Output): Promise<RunResult | undefined> {
  output.note(`judging the policies as they were at ${options.base}`);
  try {
    const quiet: Output = { data: () => undefined, note: () => undefined };
    const config = options.config === undefined ? undefined : base.at(options.config);
    const before = await openPolicies(base.path, config !== undefined && existsSync(config) ? config : undefined);
    const stack = await startFor({ ...options, path: base.path }, before, quiet);
    try {
      return await runQuietly(stack.deployment, options);
    } finally {
      await stack.close();
    }
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    output.note(`they could not be run, so every failure counts as new: ${reason}`);
    return undefined;
  }
}

/** Boots the offline stack with the policies found in `path` and judges it. */
export async function gate(options: GateOptions, output: Output): Promise<number> {
  chosenChecks(options.check);
  chosenReports(options.report);
  const base = options.base === undefined ? undefined : await openBaseVersion(options.path, options.base);
  try {
    return await gateSince(options, base, output);
  } finally {
    await base?.close();
  }
}

async function gateSince(options: GateOptions, base: BaseVersion | undefined, output: Output): Promise<number> {
  const opened = await openPolicies(options.path, options.config);
  requireKnown(opened.waivers);
  const traces = options.trace === undefined ? undefined : openTraceFile(options.trace, output);
  let stack: StackDeployment;
  try {
    stack = await startFor(options, opened, output, traces);
  } catch (error) {
    traces?.close();
    const problems = policyProblems(error);
    if (!problems) throw error;
    for (const problem of problems) output.data(placed(problem));
    output.note(`API Management would not save this: ${problems.length} problem${problems.length === 1 ? '' : 's'}`);
    return exitCode.findings;
  }
  try {
    const code = await judge(stack.deployment, options, output, opened.waivers, async (run) => {
      if (!base) return run;
      // without a failure there is nothing to tell apart, and without a change nothing that is new
      const failed = withOutcome(run, 'failed');
      if (failed.length === 0) return run;
      const changed = (location: PolicyLocation): boolean => base.changed(location);
      if (!base.differs) return comparedWith(run, run, changed);
      // what a changed line did is new, whatever was before
      const open = failed.filter(({ location }) => !(location && changed(location))).map(({ check }) => check.id);
      const before = open.length === 0 ? undefined : await runBefore({ ...options, check: open }, base, output);
      return comparedWith(run, before, changed);
    });
    if (options.coverage !== undefined) await writeCoverage(options.coverage, stack.coverage(), output);
    return code;
  } finally {
    await stack.close();
    traces?.close();
  }
}
