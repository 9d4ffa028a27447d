/** `sallyport gate PATH`: the checks with the policies of a folder. */
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StackDeployment } from '../fixtures/topologies/stack-deployment.ts';
import { type Topology, topologies } from '../suites/deployment.ts';
import { CommandError, placed } from './command-error.ts';
import { exitCode } from './exit-code.ts';
import { chosenChecks, chosenReports, type JudgeOptions, judge } from './judge.ts';
import type { Output } from './output.ts';

export interface GateOptions extends JudgeOptions {
  /** Folder with `service.json`. */
  readonly path: string;
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

/** @throws CommandError when there is nothing at `path` that could be judged */
function checkPath(path: string): void {
  const advice = 'give the folder that holds service.json';
  if (!existsSync(path)) throw new CommandError(`'${path}' does not exist; ${advice}`);
  if (!statSync(path).isDirectory()) throw new CommandError(`'${path}' is a file; ${advice}`);
  if (!existsSync(join(path, 'service.json'))) {
    throw new CommandError(`there is no service.json in '${path}', so there is nothing to judge`, exitCode.nothing);
  }
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

/** Boots the offline stack with the policies found in `path` and judges it. */
export async function gate(options: GateOptions, output: Output): Promise<number> {
  chosenChecks(options.check);
  chosenReports(options.report);
  checkPath(options.path);
  output.note(`starting the offline stack with the policies of ${options.path}`);
  const [{ startDeployment }, { definitionOf }] = await Promise.all([
    import('../fixtures/topologies/stack-deployment.ts'),
    import('../fixtures/topologies/index.ts'),
  ]);
  const definition = definitionOf(options.topology ?? (await topologyOf(options.path)));
  let stack: StackDeployment;
  try {
    stack = await startDeployment(definition, { policies: options.path });
  } catch (error) {
    const problems = policyProblems(error);
    if (!problems) throw error;
    for (const problem of problems) output.data(placed(problem));
    output.note(`API Management would not save this: ${problems.length} problem${problems.length === 1 ? '' : 's'}`);
    return exitCode.findings;
  }
  try {
    return await judge(stack.deployment, options, output);
  } finally {
    await stack.close();
  }
}
