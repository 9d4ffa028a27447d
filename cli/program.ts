/** The command line: names, flags and help. What a command does is imported when it runs. */
import { Command, type CommanderError, InvalidArgumentError, Option } from 'commander';
import { topologies } from '../suites/deployment.ts';
import { exitCode } from './exit-code.ts';
import { keepHeapSmall } from './keep-heap-small.ts';
import { standardOutput } from './output.ts';

const defaultPort = 7443;

function port(text: string): number {
  const value = Number(text);
  // the parts take the ports after it
  if (!/^\d+$/.test(text) || value < 1 || value > 65_530)
    throw new InvalidArgumentError('give a port from 1 to 65530.');
  return value;
}

/** Designs that can be run offline. */
const runnable = ['broker', 'client-credentials', 'gateway-obo', 'direct'];
const topologyOption = (choices: readonly string[] = runnable): Option =>
  new Option('--topology <name>', 'which design').choices(choices);
const policiesOption = (): Option =>
  new Option('--policies <path>', 'folder of policies to run; the reference policies unless told');
const portOption = (): Option =>
  new Option('--port <number>', 'first of the ports to listen on').argParser(port).default(defaultPort);
const folderOption = (): Option =>
  new Option('--folder <path>', 'where to write what clients need').default('.sallyport');

const reportHelp = 'also write reports: junit=FILE, sarif=FILE, ctrf=FILE, html=FILE, json=FILE, github, summary';

const strictHelp =
  'where a pass rests on an assumption about the real gateway (docs/switches.md), say: not testable here';
const coverageHelp = 'also write which elements and branches of the policies ran, as JSON';
const traceHelp =
  'also write what every request ran through: text, or JSON lines where the name ends in .json or .jsonl; - is standard error';

/** Runs a command's code and hands its exit code to the process. */
type Action = () => Promise<number>;

async function run(action: Action): Promise<void> {
  process.exitCode = await action();
}

/** Whether `--json` was given, before or after the command's name. */
const wantsJson = (command: Command): boolean => command.optsWithGlobals().json === true;

/** Builds the program. Parsing it may throw a CommanderError, or whatever a command throws. */
export async function createProgram(version: string): Promise<Command> {
  const program = new Command('sallyport')
    .description(
      'Prove that MCP server, API Management and Entra ID keep inner credentials inside, and outer ones out.',
    )
    .version(version)
    .option('--json', 'print data as JSON, for machines')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help of a command')
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .addHelpText(
      'after',
      `
Examples:
  sallyport up                                        run the stack and connect a client to it
  sallyport up --walk                                 see the steps of a sign-in and a tool call
  sallyport test                                      run every check offline
  sallyport test --target .sallyport/target.json      run them against a stack that is running
  sallyport test --target azd                         run them against what 'azd up' deployed
  sallyport gate infra/policies/broker                judge the policies of a folder
  sallyport init && sallyport gate .                  judge your own deployment

Exit codes: ${Object.entries({
        0: 'pass',
        1: 'findings',
        2: 'usage or configuration',
        3: 'nothing to judge',
        4: 'could not judge',
      })
        .map(([code, meaning]) => `${code} ${meaning}`)
        .join(', ')}`,
    );

  program
    .command('up')
    .description('run the stack, print URLs and a ready client configuration; ends with Ctrl-C')
    .addOption(topologyOption().default('broker'))
    .addOption(policiesOption())
    .addOption(portOption())
    .addOption(folderOption())
    .option('--trace <file>', traceHelp)
    .option('--walk', 'instead: print the steps of a sign-in and a tool call, with what carried each, and end')
    .action(({ walk, ...options }, command: Command) =>
      run(async () =>
        walk
          ? (await import('./walk.ts')).walk({ topology: options.topology, json: wantsJson(command) }, standardOutput)
          : (await import('./up.ts')).up({ ...options, json: wantsJson(command) }, standardOutput),
      ),
    );

  program
    .command('test')
    .description('run the checks: offline, or against a target')
    .option(
      '--target <target>',
      'target.json of a running stack, URL of an MCP server, azd or azd:NAME for what an azd environment deployed',
    )
    .addOption(policiesOption())
    .addOption(topologyOption())
    .option('--check <id...>', 'run these checks only')
    .option('--report <formats...>', reportHelp)
    .option('--strict', strictHelp)
    .option('--coverage <file>', coverageHelp)
    .option('--trace <file>', traceHelp)
    .action((options, command: Command) =>
      run(async () => (await import('./test.ts')).test({ ...options, json: wantsJson(command) }, standardOutput)),
    );

  program
    .command('gate')
    .description('run the checks with the policies of a folder and name check, file and line of what breaks')
    .argument('<path>', 'folder with service.json, or with the Bicep, ARM, Terraform or APIOps files of a deployment')
    .option('--base <git-ref>', 'compare with this ref: only failures that came since then count')
    .option('--config <file>', 'configuration; sallyport.config.{ts,json,yaml} in the folder unless told')
    .addOption(topologyOption(topologies))
    .option('--check <id...>', 'run these checks only')
    .option('--report <formats...>', reportHelp)
    .option('--strict', strictHelp)
    .option('--coverage <file>', coverageHelp)
    .option('--trace <file>', traceHelp)
    .action((path: string, options, command: Command) =>
      run(async () => (await import('./gate.ts')).gate({ path, ...options, json: wantsJson(command) }, standardOutput)),
    );

  program
    .command('entra')
    .description('run the issuer, managed identity and Graph alone; ends with Ctrl-C, or with the program that it runs')
    .argument(
      '[program...]',
      'a program to run, with its arguments, in an environment that leads to the mock: after --',
    )
    .option('--real-names', "serve Microsoft's names through a proxy, so that clients need no configuration")
    .option('--seed <file>', 'directory to serve, as JSON; a small one unless told')
    .option('--control', 'offer the control API over HTTP, on the fourth port')
    .addOption(portOption())
    .addOption(folderOption())
    .action((program: string[], options, command: Command) =>
      run(async () => {
        // before anything is loaded, because that is what fills the heap
        keepHeapSmall();
        return (await import('./entra.ts')).entra({ program, ...options, json: wantsJson(command) }, standardOutput);
      }),
    );

  program
    .command('init')
    .description('write a configuration from what is found at a path, and list what was guessed and what is missing')
    .argument('[path]', 'folder of a deployment', '.')
    .option('--force', 'overwrite a configuration that is there')
    .option('--schema', 'print the JSON Schema of the configuration instead')
    .action((path: string, options, command: Command) =>
      run(async () => (await import('./init.ts')).init({ path, ...options, json: wantsJson(command) }, standardOutput)),
    );

  program
    .command('requirements')
    .description('list what must hold, and who requires it')
    .addOption(topologyOption(topologies))
    .action((options, command: Command) =>
      run(async () =>
        (await import('./requirements.ts')).requirements({ ...options, json: wantsJson(command) }, standardOutput),
      ),
    );

  program
    .command('explain')
    .description('say what a requirement or check means and how to mend a finding')
    .argument('<id>', 'id of a requirement or check')
    .action((id: string, _options, command: Command) =>
      run(async () => (await import('./explain.ts')).explain({ id, json: wantsJson(command) }, standardOutput)),
    );

  const { register } = await import('./policy/index.ts');
  register(program);

  // sub-commands inherit neither: each would print and exit on its own
  for (const command of program.commands) inherit(command, program);
  return program;
}

function inherit(command: Command, parent: Command): void {
  command.copyInheritedSettings(parent);
  for (const sub of command.commands) inherit(sub, command);
}

/**
 * The one line for a wrong flag, argument or command, and its exit code.
 * @returns undefined when help or the version was asked for and printed
 */
export function usageProblem(error: CommanderError): string | undefined {
  if (error.exitCode === exitCode.pass || error.code === 'commander.help') return undefined;
  return error.message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)$/, '; did you mean $1?');
}
