/** `sallyport gate PATH`: the checks with the policies of a folder. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BrokerDeployment } from '../fixtures/topologies/broker-deployment.ts';
import { CommandError, placed } from './command-error.ts';
import { exitCode } from './exit-code.ts';
import { chosenChecks, chosenReports, type JudgeOptions, judge } from './judge.ts';
import type { Output } from './output.ts';

export interface GateOptions extends JudgeOptions {
  /** Folder with `service.json`. */
  readonly path: string;
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

/** Boots the offline stack with the policies found in `path` and judges it. */
export async function gate(options: GateOptions, output: Output): Promise<number> {
  chosenChecks(options.check);
  chosenReports(options.report);
  checkPath(options.path);
  output.note(`starting the offline stack with the policies of ${options.path}`);
  const { startBrokerDeployment } = await import('../fixtures/topologies/broker-deployment.ts');
  let stack: BrokerDeployment;
  try {
    stack = await startBrokerDeployment({ policies: options.path });
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
