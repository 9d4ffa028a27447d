/** `sallyport gate PATH`: every check, with the policies of a folder. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { startBrokerDeployment } from '../fixtures/topologies/broker-deployment.ts';
import { CommandError } from './command-error.ts';
import { exitCode } from './exit-code.ts';
import { judge } from './judge.ts';
import type { Output } from './output.ts';
import { parseReports } from './report-files.ts';
import { selectChecks } from './select-checks.ts';

export interface GateOptions {
  /** Folder with `service.json`. */
  readonly path: string;
  readonly check?: readonly string[];
  readonly report?: readonly string[];
  readonly json: boolean;
}

export async function gate(options: GateOptions, output: Output): Promise<number> {
  const { path, json } = options;
  const judging = { checks: selectChecks(options.check), reports: parseReports(options.report), json };
  if (!existsSync(path)) throw new CommandError(`'${path}' does not exist; give the folder that holds service.json`);
  if (!statSync(path).isDirectory())
    throw new CommandError(`'${path}' is a file; give the folder that holds service.json`);
  if (!existsSync(join(path, 'service.json'))) {
    throw new CommandError(`there is no service.json in '${path}', so there is nothing to judge`, exitCode.nothing);
  }
  output.note(`starting the offline stack with the policies of ${path}`);
  const running = await startBrokerDeployment({ policies: path });
  try {
    return await judge(running.deployment, judging, output);
  } finally {
    await running.close();
  }
}
