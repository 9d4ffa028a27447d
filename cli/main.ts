/** Entry of the command line; `bin/sallyport.mjs` starts it under a Node that runs TypeScript. */
import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { explainError } from './command-error.ts';
import { exitCode } from './exit-code.ts';
import { endWithLauncher } from './lifeline.ts';
import { createProgram, usageProblem } from './program.ts';

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return manifest && typeof manifest === 'object' && 'version' in manifest ? String(manifest.version) : '0.0.0';
}

function fail(lines: readonly string[], code: number): void {
  for (const line of lines) process.stderr.write(`sallyport: ${line}\n`);
  process.exitCode = code;
}

endWithLauncher();

// a reader such as `head` that leaves early is no error
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? exitCode.pass : exitCode.undecided),
);

try {
  const program = await createProgram(version());
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    const problem = usageProblem(error);
    if (problem !== undefined) fail([`${problem} (see sallyport --help)`], exitCode.usage);
    else if (error.exitCode !== 0) process.exitCode = exitCode.usage;
  } else {
    const explained = explainError(error);
    fail(explained.lines, explained.exitCode);
  }
}
