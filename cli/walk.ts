/** `sallyport up --walk`: one sign-in and one tool call on a recorded stack, told step by step. */
import type { Topology } from '../suites/deployment.ts';
import { CommandError } from './command-error.ts';
import { exitCode } from './exit-code.ts';
import { asJson, type Output } from './output.ts';
import { walkText, wantsColour } from './walk-text.ts';

/**
 * Walks and ends: the stack is gone when the last step is printed.
 * @throws CommandError for a topology that has no walk
 */
export async function walk(options: { topology: Topology; json: boolean }, output: Output): Promise<number> {
  if (options.topology !== 'broker') {
    throw new CommandError(
      `--walk tells the ten steps of topology broker; '${options.topology}' has no walk`,
      exitCode.usage,
    );
  }
  output.note('walking through a sign-in and a tool call');
  const { walkBroker } = await import('../fixtures/walk/broker-walk.ts');
  const steps = await walkBroker();
  output.data(
    options.json
      ? asJson({ topology: options.topology, steps })
      : walkText(steps, wantsColour(process.env, process.stdout.isTTY === true)),
  );
  return exitCode.pass;
}
