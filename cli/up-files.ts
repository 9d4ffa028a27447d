/** What `sallyport up` leaves for clients and for `sallyport test`, until it ends. */
import type { TargetInput } from '../fixtures/target/target-file.ts';
import type { Stack } from '../fixtures/topologies/stack.ts';
import type { OutputFolder } from './folder.ts';
import { asJson } from './output.ts';

/** Paths of what was written, by what it is. */
export interface Written {
  readonly ca: string;
  readonly target: string;
  /** Files with passwords, by user. */
  readonly passwords: ReadonlyMap<string, string>;
  /** File with the secret of the application that calls, where nobody signs in. */
  readonly secret: string | undefined;
  /** Header and file of the subscription key, where the API asks for one. */
  readonly subscriptionKey?: { readonly header: string; readonly file: string };
}

const passwordFile = (name: string): string => `${name.replace(/@.*$/, '')}.password`;
const secretFile = 'application.secret';

/** A stack, whose gateway may ask for a subscription key. */
export type StackWithKey = Stack & {
  readonly subscriptionKey?: { readonly header: string; readonly value: string };
};

/** Who calls, as a target file says it. */
function callerOf({
  definition,
  origins,
  loginUrl = origins.login,
}: Stack): Pick<TargetInput, 'application' | 'clientId'> {
  const { caller, tenant } = definition;
  if (caller.kind === 'public') return { clientId: caller.clientId };
  if (caller.kind === 'registers') return {};
  const { clientId, scope } = caller;
  return { application: { clientId, authority: `${loginUrl}/${tenant}`, scope, secretFile } };
}

/** Writes certificate, passwords or secret, and the target file. */
export async function writeFiles(folder: OutputFolder, stack: StackWithKey): Promise<Written> {
  const { definition, entra, subscriptionKey } = stack;
  const ca = await folder.write('ca.pem', stack.ca);
  const signsIn = definition.caller.kind !== 'application';
  const users = signsIn ? stack.users : [];
  const passwords = new Map<string, string>();
  for (const { name, password } of users) passwords.set(name, await folder.write(passwordFile(name), `${password}\n`));
  const secret =
    definition.caller.kind === 'application'
      ? await folder.write(secretFile, entra.control.secretOf(definition.caller.clientId))
      : undefined;
  const key = subscriptionKey && {
    header: subscriptionKey.header,
    file: await folder.write('subscription.key', `${subscriptionKey.value}\n`),
  };
  const target: TargetInput = {
    version: 1,
    topology: definition.name,
    mode: 'emulated',
    url: stack.url,
    ca: 'ca.pem',
    users: users.map(({ name, displayName, objectId }) => ({
      name,
      displayName,
      objectId,
      passwordFile: passwordFile(name),
    })),
    ...callerOf(stack),
  };
  return {
    ...{ ca, passwords, secret },
    ...(key && { subscriptionKey: key }),
    target: await folder.write('target.json', `${asJson(target)}\n`),
  };
}
