/** `sallyport test`: the checks, against an offline stack or a target. */
import { bareTarget, openTarget } from '../fixtures/target/target-deployment.ts';
import { loadTarget } from '../fixtures/target/target-file.ts';
import { startBrokerDeployment } from '../fixtures/topologies/broker-deployment.ts';
import type { Deployment, Topology } from '../suites/deployment.ts';
import { CommandError } from './command-error.ts';
import { exitCode } from './exit-code.ts';
import { judge } from './judge.ts';
import type { Output } from './output.ts';
import { parseReports } from './report-files.ts';
import { selectChecks } from './select-checks.ts';

export interface TestOptions {
  readonly target?: string;
  readonly topology?: Topology;
  readonly check?: readonly string[];
  readonly report?: readonly string[];
  readonly json: boolean;
}

/** @throws CommandError when nobody answers at the target: without an answer there is no verdict */
async function reach(deployment: Deployment): Promise<void> {
  try {
    await deployment.http({ url: deployment.url });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new CommandError(
      `nobody answers at ${deployment.url} (${reason}); is the stack running?`,
      exitCode.undecided,
    );
  }
}

export async function test(options: TestOptions, output: Output): Promise<number> {
  const { target, topology = 'broker', json } = options;
  const judging = { checks: selectChecks(options.check), reports: parseReports(options.report), json };
  if (target === undefined) {
    output.note('starting the offline stack');
    const running = await startBrokerDeployment();
    try {
      return await judge(running.deployment, judging, output);
    } finally {
      await running.close();
    }
  }
  const loaded = /^https?:\/\//i.test(target) ? bareTarget(target, topology) : await loadTarget(target);
  const { deployment, close } = openTarget(loaded);
  try {
    await reach(deployment);
    return await judge(deployment, judging, output);
  } finally {
    close();
  }
}
