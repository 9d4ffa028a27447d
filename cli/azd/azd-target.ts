/** `--target azd`: the deployment that an azd environment describes, in the one form of all targets. */
import { checkedTarget, type LoadedTarget, withSecrets } from '../../fixtures/target/target-file.ts';
import type { Topology } from '../../suites/deployment.ts';
import { CommandError } from '../command-error.ts';
import { type AzdOptions, readAzdEnvironment } from './azd-environment.ts';
import { type AzdOutput, azdOutputs } from './outputs.ts';

type OutputName = keyof typeof azdOutputs;

/** `a=1 b=2`, with commas or white space between. */
function pairs(text: string): [string, string][] {
  return text
    .split(/[\s,;]+/)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.lastIndexOf('=');
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    });
}

const listed = (outputs: readonly AzdOutput[]): string =>
  outputs.map(({ name, meaning }) => `${name} (${meaning})`).join(' and ');

/**
 * The target that an azd environment describes.
 * @param topology what it is judged as where the deployment does not say
 * @throws CommandError when there is no such environment, or it lacks outputs; TargetError for outputs that are not usable
 */
export async function azdTarget(topology: Topology | undefined, options: AzdOptions = {}): Promise<LoadedTarget> {
  const { name, file, values } = await readAzdEnvironment(options);
  const of = (output: OutputName): string | undefined => values.get(azdOutputs[output].name) || undefined;
  const url = of('url');
  const design = of('topology') ?? topology;
  const missing = [
    ...(url === undefined ? [azdOutputs.url] : []),
    ...(design === undefined ? [azdOutputs.topology] : []),
  ];
  if (missing.length > 0) {
    throw new CommandError(
      `--target azd: the environment '${name}' lacks ${listed(missing)}: run 'azd provision'; for a deployment of your own, 'azd env set ${missing[0]?.name} …'`,
    );
  }
  const tenant = values.get('AZURE_TENANT_ID');
  const authority = of('authority') ?? (tenant && `https://login.microsoftonline.com/${tenant}`);
  const [applicationId, keyEnv] = [of('applicationId'), of('subscriptionKeyEnv')];
  const header = of('subscriptionKeyHeader');
  const target = checkedTarget(
    {
      version: 1,
      topology: design,
      mode: of('mode') ?? 'live',
      url,
      ca: of('ca'),
      hosts: Object.fromEntries(pairs(of('hosts') ?? '').map(([host, port]) => [host, Number(port)])),
      users: pairs(of('users') ?? '').map(([user, variable]) => ({
        name: user,
        ...(variable === '' ? {} : { passwordEnv: variable }),
      })),
      clientId: of('clientId'),
      ...(applicationId !== undefined && {
        application: {
          clientId: applicationId,
          authority,
          scope: of('applicationScope'),
          secretEnv: of('applicationSecretEnv') ?? 'SALLYPORT_APPLICATION_SECRET',
        },
      }),
      ...(keyEnv !== undefined && { subscriptionKey: { env: keyEnv, ...(header !== undefined && { header }) } }),
      transport: of('transport'),
      tool: of('tool'),
    },
    file,
  );
  return withSecrets(target, file, options.variables ?? process.env);
}
