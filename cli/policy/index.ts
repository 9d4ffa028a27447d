/** `sallyport policy`: what can be told of policies without a gateway. */
import { type Command, Option } from 'commander';
import { standardOutput } from '../output.ts';

/** Whether `--json` was given, before or after the command's name. */
const wantsJson = (command: Command): boolean => command.optsWithGlobals().json === true;

/** Adds the commands to the program. What they do is imported when they run. */
export function register(program: Command): void {
  const policy = program.command('policy').description('look into policies without running them');

  policy
    .command('check')
    .description('report what is wrong with the policies at a path: they load, their expressions compile, and more')
    .argument('<path>', 'folder with service.json, an APIOps tree, any folder of XML files, or one file')
    .addOption(
      new Option(
        '--format <format>',
        'how policies are deployed, where nothing beside them says so; rawxml unless told',
      ).choices(['rawxml', 'xml']),
    )
    .addOption(new Option('--level <level>', 'what to list').choices(['error', 'warning', 'note']).default('warning'))
    .action(async (path: string, options, command: Command) => {
      const { check } = await import('./check.ts');
      process.exitCode = await check({ path, ...options, json: wantsJson(command) }, standardOutput);
    });

  policy
    .command('eval')
    .description('evaluate a policy expression; without one, read them from standard input')
    .argument('[expression]', '@(…) or @{…}')
    .option('--variables <file-or-json>', 'context.Variables, as a JSON object')
    .option('--request <file-or-json>', 'context.Request: method, url, headers, body, ipAddress, matchedParameters')
    .option('--response <file-or-json>', 'context.Response: statusCode, statusReason, headers, body')
    .addOption(
      new Option('--platform <name>', 'what .NET runs on: classic gateways on Windows, v2 and self-hosted on Linux')
        .choices(['windows', 'linux'])
        .default('windows'),
    )
    .action(async (expression: string | undefined, options, command: Command) => {
      const { evaluate } = await import('./eval.ts');
      process.exitCode = await evaluate({ expression, ...options, json: wantsJson(command) }, standardOutput);
    });
}
