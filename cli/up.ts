/** `sallyport up`: a stack for a person and their client, until Ctrl-C. */
import { resolve } from 'node:path';
import type { TargetInput } from '../fixtures/target/target-file.ts';
import { localPorts } from '../fixtures/topologies/hosts.ts';
import type { Stack } from '../fixtures/topologies/stack.ts';
import { requirePorts } from '../net/listener.ts';
import type { Topology } from '../suites/deployment.ts';
import { CommandError } from './command-error.ts';
import { configuredFolder } from './configuration/configured-folder.ts';
import { openPolicies } from './configuration/open-policies.ts';
import { tellNotes } from './configuration/tell-notes.ts';
import { connectHints } from './connect-hints.ts';
import { exitCode } from './exit-code.ts';
import { type OutputFolder, openFolder } from './folder.ts';
import { asJson, type Output } from './output.ts';
import { untilInterrupted } from './until-interrupted.ts';

export interface UpOptions {
  readonly topology: Topology;
  /** Folder of policies to run instead of the reference policies. */
  readonly policies?: string;
  /** First of the ports. */
  readonly port: number;
  readonly folder: string;
  readonly json: boolean;
}

/** What was written, by what it is. */
interface Written {
  readonly ca: string;
  readonly target: string;
  readonly passwords: ReadonlyMap<string, string>;
}

async function writeFiles(folder: OutputFolder, stack: Stack): Promise<Written> {
  const ca = await folder.write('ca.pem', stack.ca);
  const passwords = new Map<string, string>();
  for (const { name, password } of stack.users) {
    passwords.set(name, await folder.write(`${name.replace(/@.*$/, '')}.password`, `${password}\n`));
  }
  const target: TargetInput = {
    version: 1,
    topology: stack.definition.name,
    mode: 'emulated',
    url: stack.url,
    ca: 'ca.pem',
    users: stack.users.map(({ name, displayName, objectId }) => ({
      name,
      displayName,
      objectId,
      passwordFile: `${name.replace(/@.*$/, '')}.password`,
    })),
  };
  return { ca, passwords, target: await folder.write('target.json', `${asJson(target)}\n`) };
}

function describe(stack: Stack & { readonly transport?: 'streamable' | 'sse' }, written: Written): string {
  const hints = connectHints(stack.url, resolve(written.ca), undefined, stack.transport);
  const people = stack.users.map(({ name }) => `  ${name.padEnd(20)} password in ${written.passwords.get(name)}`);
  return `Sallyport is up: topology ${stack.definition.name}, emulated. Nothing leaves this machine.

MCP server   ${stack.url}

Sign in as (mock credentials, new in each run)
${people.join('\n')}

Connect a client; it opens your browser, which warns of a certificate it does not know: go on.
  ${hints.inspector}

Or configure one, and start it with ${hints.trust.join('=')}
  ${JSON.stringify(hints.json)}

Check it from another terminal
  npx sallyport test --target ${written.target}

The certificate in ${written.ca} is for that one client and this run. Never install it. Ctrl-C ends everything.`;
}

/** Starts the stack: with the reference policies, or with those of a folder. */
async function startFor(
  options: UpOptions,
  output: Output,
  onServerEnded: (reason: string) => void,
): Promise<Stack & { readonly transport?: 'streamable' | 'sse' }> {
  const { port } = options;
  const policies = options.policies ?? configuredFolder();
  const opened = policies === undefined ? undefined : await openPolicies(policies);
  output.note(policies === undefined ? 'starting the stack' : `starting the stack with the policies of ${policies}`);
  if (opened?.kind === 'foreign') {
    tellNotes(opened.notes, output);
    const { startForeignStack } = await import('../fixtures/topologies/foreign/index.ts');
    return startForeignStack({ ...opened.options, port });
  }
  const [{ startStack }, { definitionOf }] = await Promise.all([
    import('../fixtures/topologies/stack.ts'),
    import('../fixtures/topologies/index.ts'),
  ]);
  const folder = opened ? { policies: opened.folder } : {};
  return startStack(definitionOf(options.topology), { port, ...folder, onServerEnded });
}

/** Starts the stack, tells how to use it, and stays until it is interrupted. */
export async function up(options: UpOptions, output: Output): Promise<number> {
  const folder = await openFolder(options.folder);
  let serverEnded: (reason: string) => void = () => {};
  const broken = new Promise<string>((resolveBroken) => {
    serverEnded = resolveBroken;
  });
  const interrupted = untilInterrupted().then(() => undefined);

  await requirePorts(Object.values(localPorts(options.port)));
  const starting = startFor(options, output, (reason) => serverEnded(reason));
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
    const [password] = written.passwords.values();
    if (options.json) {
      output.data(
        asJson({
          url: stack.url,
          topology: options.topology,
          target: written.target,
          ca: written.ca,
          users: stack.users.map(({ name }) => ({ name, passwordFile: written.passwords.get(name) ?? password })),
          origins: stack.origins,
        }),
      );
    } else {
      output.data(describe(stack, written));
    }
    const reason = await Promise.race([broken, interrupted]);
    if (reason !== undefined) throw new CommandError(`${reason}; nothing is left running`, exitCode.undecided);
    output.note('ending');
    return exitCode.pass;
  } finally {
    await stack.close();
    await folder.clear();
  }
}
