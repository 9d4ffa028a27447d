/** `sallyport up --walk`: how a caller comes to data, told step by step on a recorded stack. */
import type { Topology } from '../suites/deployment.ts';
import { exitCode } from './exit-code.ts';
import { asJson, type Output } from './output.ts';
import { walkText, wantsColour } from './walk-text.ts';

/** Walks and ends: the stack is gone when the last step is printed. */
export async function walk(options: { topology: Topology; json: boolean }, output: Output): Promise<number> {
  const { topology, json } = options;
  output.note(`walking through ${topology === 'client-credentials' ? 'a published lab' : 'a sign-in'} and a tool call`);
  const { walks } = await import('../fixtures/walk/index.ts');
  const walked = await walks[topology]();
  output.data(
    json ? asJson({ topology, ...walked }) : walkText(walked, wantsColour(process.env, process.stdout.isTTY === true)),
  );
  return exitCode.pass;
}
