/** `sallyport up`: a stack for a person and their client, until Ctrl-C. */
import { localPorts } from '../fixtures/topologies/hosts.ts';
import { requirePorts } from '../net/listener.ts';
import type { Topology } from '../suites/deployment.ts';
import { CommandError } from './command-error.ts';
import { configuredFolder } from './configuration/configured-folder.ts';
import { openPolicies } from './configuration/open-policies.ts';
import { tellNotes } from './configuration/tell-notes.ts';
import { exitCode } from './exit-code.ts';
import { openFolder } from './folder.ts';
import { asJson, type Output } from './output.ts';
import { openTraceFile, type TraceFile, tracedTo } from './trace-file.ts';
import { untilInterrupted } from './until-interrupted.ts';
import { type UpStack, writeFiles } from './up-files.ts';
import { upText } from './up-text.ts';

export interface UpOptions {
  readonly topology: Topology;
  /** Folder of policies to run instead of the reference policies. */
  readonly policies?: string;
  /** First of the ports. */
  readonly port: number;
  readonly folder: string;
  /** File for what every request ran through; `-` for standard error. */
  readonly trace?: string;
  readonly json: boolean;
}

/** Starts the stack: with the reference policies, or with those of a folder. */
async function startFor(
  options: UpOptions,
  output: Output,
  traces: TraceFile | undefined,
  onServerEnded: (reason: string) => void,
): Promise<UpStack> {
  const { port } = options;
  const policies = options.policies ?? configuredFolder();
  const opened = policies === undefined ? undefined : await openPolicies(policies);
  output.note(policies === undefined ? 'starting the stack' : `starting the stack with the policies of ${policies}`);
  if (opened?.kind === 'foreign') {
    tellNotes(opened.notes, output);
    const { startForeignStack } = await import('../fixtures/topologies/foreign/index.ts');
    const stack = await startForeignStack({ ...opened.options, ...tracedTo(traces), port });
    for (const warning of await stack.warnings()) output.note(warning);
    return stack;
  }
  const [{ startStack }, { definitionOf }] = await Promise.all([
    import('../fixtures/topologies/stack.ts'),
    import('../fixtures/topologies/index.ts'),
  ]);
  const folder = opened ? { policies: opened.folder } : {};
  return startStack(definitionOf(options.topology), { port, ...folder, ...tracedTo(traces), onServerEnded });
}

/** Starts the stack, tells how to use it, and stays until it is interrupted. */
export async function up(options: UpOptions, output: Output): Promise<number> {
  const traces = options.trace === undefined ? undefined : openTraceFile(options.trace, output);
  const folder = await openFolder(options.folder);
  let serverEnded: (reason: string) => void = () => {};
  const broken = new Promise<string>((resolveBroken) => {
    serverEnded = resolveBroken;
  });
  const interrupted = untilInterrupted().then(() => undefined);

  await requirePorts(Object.values(localPorts(options.port)));
  const starting = startFor(options, output, traces, (reason) => serverEnded(reason));
  // interrupted while starting: what has started is closed as soon as it can be
  const stack = await Promise.race([starting, interrupted]);
  if (!stack) {
    await starting.then(
      (late) => late.close(),
      () => {},
    );
    return exitCode.pass;
  }
  try {
    const written = await writeFiles(folder, stack);
    if (options.json) {
      output.data(
        asJson({
          url: stack.url,
          topology: stack.definition.name,
          target: written.target,
          ca: written.ca,
          users: [...written.passwords].map(([name, passwordFile]) => ({ name, passwordFile })),
          ...(written.secret !== undefined && { secretFile: written.secret }),
          ...(written.subscriptionKey && { subscriptionKey: written.subscriptionKey }),
          origins: stack.origins,
        }),
      );
    } else {
      output.data(upText(stack, written));
    }
    const reason = await Promise.race([broken, interrupted]);
    if (reason !== undefined) throw new CommandError(`${reason}; nothing is left running`, exitCode.undecided);
    output.note('ending');
    return exitCode.pass;
  } finally {
    await stack.close();
    traces?.close();
    await folder.clear();
  }
}
