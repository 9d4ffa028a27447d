/** A session of expressions, line by line. */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { expressionExtent } from '../../gateway/document/csharp-extent.ts';
import { exitCode } from '../exit-code.ts';
import type { Evaluator, Outcome } from './evaluator.ts';

const help = `Type an expression: @(…), @{…} over several lines, or the inside of @(…).
name = expression   sets context.Variables["name"]
.help               this
.exit               ends the session, as Ctrl-D does`;

export interface SessionStreams {
  readonly input: Readable;
  /** Where prompts and help go; undefined when nobody is there to read them. */
  readonly prompt: Writable | undefined;
}

/** Whether more lines have to follow: the text begins an expression whose brackets are still open. */
function unfinished(text: string): boolean {
  const start = text.search(/\S/);
  if (start < 0 || text[start] !== '@' || (text[start + 1] !== '(' && text[start + 1] !== '{')) return false;
  const extent = expressionExtent(text, start, text.length, 'raw', 256);
  return !extent.found && extent.end === text.length;
}

/**
 * Reads expressions until the input ends, each printed as it is evaluated.
 * @returns pass when somebody sits at a terminal; findings when one of a script's expressions failed
 */
export async function session(
  evaluator: Pick<Evaluator, 'evaluate' | 'set'>,
  print: (outcome: Outcome) => Promise<void>,
  { input, prompt }: SessionStreams,
): Promise<number> {
  const lines = createInterface({ input, ...(prompt ? { output: prompt, terminal: true } : {}) });
  let text = '';
  let failed = false;
  // Lines already read are still worked off when the input has ended, and nobody is asked for more.
  let ended = false;
  lines.once('close', () => {
    ended = true;
  });
  const ask = (): void => {
    if (!ended) lines.setPrompt(text === '' ? '> ' : '. ');
    if (prompt && !ended) lines.prompt();
  };
  // Ctrl-C drops what has been typed, as shells do; on an empty line it ends the session.
  lines.on('SIGINT', () => {
    if (text === '' && lines.line === '') lines.close();
    else {
      text = '';
      prompt?.write('\n');
      lines.write(null, { ctrl: true, name: 'u' });
      ask();
    }
  });
  const enter = async (entered: string): Promise<void> => {
    const assignment = /^([A-Za-z_][\w-]*)\s*=(?![=>])\s*(.+)$/s.exec(entered);
    const outcome = evaluator.evaluate(assignment?.[2] ?? entered);
    if (assignment?.[1] !== undefined && outcome.kind === 'value') evaluator.set(assignment[1], outcome.value);
    failed ||= outcome.kind !== 'value';
    await print(outcome);
  };
  ask();
  for await (const line of lines) {
    text = text === '' ? line : `${text}\n${line}`;
    if (line.trim() === '' || !unfinished(text)) {
      const entered = text.trim();
      text = '';
      if (entered === '.exit') break;
      if (entered === '.help') prompt?.write(`${help}\n`);
      else if (entered !== '') await enter(entered);
    }
    ask();
  }
  if (text.trim() !== '') await enter(text.trim());
  lines.close();
  return failed && !prompt ? exitCode.findings : exitCode.pass;
}
