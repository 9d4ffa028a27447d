/** `sallyport up`: a stack for a person and their client, until Ctrl-C. */
import { resolve } from 'node:path';
import type { TargetInput } from '../fixtures/target/target-file.ts';
import type { Broker } from '../fixtures/topologies/broker.ts';
import { localPorts } from '../fixtures/topologies/broker-hosts.ts';
import { requirePorts } from '../net/listener.ts';
import { CommandError } from './command-error.ts';
import { connectHints } from './connect-hints.ts';
import { exitCode } from './exit-code.ts';
import { type OutputFolder, openFolder } from './folder.ts';
import { asJson, type Output } from './output.ts';
import { untilInterrupted } from './until-interrupted.ts';

export interface UpOptions {
  readonly topology: 'broker';
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

async function writeFiles(folder: OutputFolder, broker: Broker): Promise<Written> {
  const ca = await folder.write('ca.pem', broker.ca);
  const passwords = new Map<string, string>();
  for (const { name, password } of broker.users) {
    passwords.set(name, await folder.write(`${name.replace(/@.*$/, '')}.password`, `${password}\n`));
  }
  const target: TargetInput = {
    version: 1,
    topology: 'broker',
    mode: 'emulated',
    url: broker.url,
    ca: 'ca.pem',
    users: broker.users.map(({ name, displayName, objectId }) => ({
      name,
      displayName,
      objectId,
      passwordFile: `${name.replace(/@.*$/, '')}.password`,
    })),
  };
  return { ca, passwords, target: await folder.write('target.json', `${asJson(target)}\n`) };
}

function describe(broker: Broker, written: Written): string {
  const hints = connectHints(broker.url, resolve(written.ca));
  const people = broker.users.map(({ name }) => `  ${name.padEnd(20)} password in ${written.passwords.get(name)}`);
  return `Sallyport is up: topology broker, emulated. Nothing leaves this machine.

MCP server   ${broker.url}

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

/** Starts the stack, tells how to use it, and stays until it is interrupted. */
export async function up(options: UpOptions, output: Output): Promise<number> {
  const folder = await openFolder(options.folder);
  let serverEnded: (reason: string) => void = () => {};
  const broken = new Promise<string>((resolveBroken) => {
    serverEnded = resolveBroken;
  });
  const interrupted = untilInterrupted().then(() => undefined);

  await requirePorts(Object.values(localPorts(options.port)));
  output.note('starting the stack');
  const { startBroker } = await import('../fixtures/topologies/broker.ts');
  const starting = startBroker({ port: options.port, onServerEnded: (reason) => serverEnded(reason) });
  // interrupted while starting: what has started is closed as soon as it can be
  const broker = await Promise.race([starting, interrupted]);
  if (!broker) {
    await starting.then(
      (late) => late.close(),
      () => {},
    );
    return exitCode.pass;
  }
  try {
    const written = await writeFiles(folder, broker);
    const [password] = written.passwords.values();
    if (options.json) {
      output.data(
        asJson({
          url: broker.url,
          topology: options.topology,
          target: written.target,
          ca: written.ca,
          users: broker.users.map(({ name }) => ({ name, passwordFile: written.passwords.get(name) ?? password })),
          origins: broker.origins,
        }),
      );
    } else {
      output.data(describe(broker, written));
    }
    const reason = await Promise.race([broken, interrupted]);
    if (reason !== undefined) throw new CommandError(`${reason}; nothing is left running`, exitCode.undecided);
    output.note('ending');
    return exitCode.pass;
  } finally {
    await broker.close();
    await folder.clear();
  }
}
