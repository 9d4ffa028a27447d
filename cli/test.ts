/** `sallyport test`: the checks, against an offline stack or a target. */
import type { Deployment, Topology } from '../suites/deployment.ts';
import { CommandError } from './command-error.ts';
import { configuredFolder } from './configuration/configured-folder.ts';
import { findConfiguration, readConfiguration } from './configuration/read-configuration.ts';
import { writeCoverage } from './coverage.ts';
import { exitCode } from './exit-code.ts';
import { chosenChecks, chosenReports, type JudgeOptions, judge, requireKnown } from './judge.ts';
import { namedTarget, unreachable } from './named-target.ts';
import type { Output } from './output.ts';
import { openTraceFile, tracedTo } from './trace-file.ts';

export interface TestOptions extends JudgeOptions {
  /** Target file, the URL of an MCP server, or an azd environment; an offline stack unless told. */
  readonly target?: string;
  readonly topology?: Topology;
  /** Folder of policies to run instead of the reference policies. */
  readonly policies?: string;
}

/** Milliseconds within which a target has to answer its first request. */
const patience = 30_000;

/** @throws CommandError when nobody answers at the target: without an answer there is no verdict */
async function reach(deployment: Deployment): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`its answer had not ended after ${patience / 1000} s`)), patience);
  });
  try {
    await Promise.race([deployment.http({ url: deployment.url }), late]);
  } catch (error) {
    throw new CommandError(unreachable(deployment.url, error), exitCode.undecided);
  } finally {
    clearTimeout(timer);
  }
}

/** `sallyport test`. @returns the exit code */
export async function test(options: TestOptions, output: Output): Promise<number> {
  const { target, topology } = options;
  // wrong flags are told before anything starts
  chosenChecks(options.check);
  chosenReports(options.report);
  const policies = options.policies ?? (target === undefined ? configuredFolder() : undefined);
  if (target !== undefined && policies !== undefined) {
    throw new CommandError('--policies is for the offline stack, and --target for one that runs elsewhere; give one');
  }
  if (target !== undefined && options.coverage !== undefined) {
    throw new CommandError('--coverage is for the offline stack: what runs inside a target cannot be seen from here');
  }
  if (target !== undefined && options.trace !== undefined) {
    throw new CommandError('--trace is for the offline stack: what runs inside a target cannot be seen from here');
  }
  if (policies !== undefined) {
    const { gate } = await import('./gate.ts');
    return gate({ ...options, path: policies }, output);
  }
  if (target === undefined) {
    output.note('starting the offline stack');
    const [{ startDeployment }, { definitionOf }] = await Promise.all([
      import('../fixtures/topologies/stack-deployment.ts'),
      import('../fixtures/topologies/index.ts'),
    ]);
    const traces = options.trace === undefined ? undefined : openTraceFile(options.trace, output);
    const running = await startDeployment(definitionOf(topology ?? 'broker'), tracedTo(traces));
    try {
      const code = await judge(running.deployment, options, output);
      if (options.coverage !== undefined) await writeCoverage(options.coverage, running.coverage(), output);
      return code;
    } finally {
      await running.close();
      traces?.close();
    }
  }
  const configuration = findConfiguration('.');
  const { waivers = [] } = configuration === undefined ? {} : (await readConfiguration(configuration)).configuration;
  requireKnown(waivers);
  const named = await namedTarget(target, topology);
  const { openTarget } = await import('../fixtures/target/target-deployment.ts');
  const { deployment, close } = openTarget(named);
  try {
    await reach(deployment);
    return await judge(deployment, options, output, waivers);
  } finally {
    close();
  }
}
