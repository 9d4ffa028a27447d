/** docs/cli.md: what `--help` prints, for every command. */
import type { Command } from 'commander';
import { createProgram } from '../../cli/program.ts';
import { block } from './markdown.ts';

/** What `--help` prints, as on a terminal of 100 columns. */
function help(command: Command): string {
  let text = '';
  command
    .configureOutput({
      writeOut: (part) => {
        text += part;
      },
      getOutHelpWidth: () => 100,
      getOutHasColors: () => false,
    })
    .outputHelp();
  return text;
}

/** A command and those below it, those that only group others left out. */
function commands(command: Command, path: readonly string[]): { path: readonly string[]; command: Command }[] {
  const below = command.commands.flatMap((sub) => commands(sub, [...path, sub.name()]));
  return [{ path, command }, ...below];
}

export async function page(): Promise<string> {
  const program = await createProgram('');
  const sections = commands(program, [program.name()]).map(
    ({ path, command }) => `## ${path.join(' ')}\n\n${block(help(command), 'text')}`,
  );
  return `# Command line

Data goes to standard output, progress to standard error. From a clone the command is \`node bin/sallyport.mjs\`.

${sections.join('\n\n')}
`;
}
