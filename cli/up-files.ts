/** What `sallyport up` leaves for clients and for `sallyport test`, until it ends. */
import type { TargetInput } from '../fixtures/target/target-file.ts';
import type { Stack } from '../fixtures/topologies/stack.ts';
import { hostKey } from '../net/host-map.ts';
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
const keyFile = 'subscription.key';

/** A stack, whose policies and server may be somebody else's. */
export type UpStack = Stack & {
  /** Header and value that requests to the MCP endpoint need. */
  readonly subscriptionKey?: { readonly header: string; readonly value: string };
  readonly transport?: 'streamable' | 'sse';
  /** A tool to call; undefined where the reference server answers. */
  readonly tool?: string | undefined;
};

/** Who calls, as a target file says it. */
function callerOf({ definition, origins }: Stack): Pick<TargetInput, 'application' | 'clientId'> {
  const { caller, tenant } = definition;
  if (caller.kind === 'public') return { clientId: caller.clientId };
  if (caller.kind === 'registers') return {};
  const { clientId, scope } = caller;
  return { application: { clientId, authority: `${origins.login}/${tenant}`, scope, secretFile } };
}

/** Policies that keep the issuer's own name, and with them its metadata, send clients there: it is on this machine. */
function hostsOf({ origins, loginUrl }: Stack): Pick<TargetInput, 'hosts'> {
  return loginUrl === undefined ? {} : { hosts: { [hostKey(origins.login)]: Number(new URL(loginUrl).port) } };
}

/** Writes certificate, passwords or secret, and the target file. */
export async function writeFiles(folder: OutputFolder, stack: UpStack): Promise<Written> {
  const { definition, entra, subscriptionKey, transport, tool } = stack;
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
    file: await folder.write(keyFile, `${subscriptionKey.value}\n`),
  };
  const target: TargetInput = {
    version: 1,
    topology: definition.name,
    mode: 'emulated',
    url: stack.url,
    ca: 'ca.pem',
    ...hostsOf(stack),
    users: users.map(({ name, displayName, objectId }) => ({
      name,
      displayName,
      objectId,
      passwordFile: passwordFile(name),
    })),
    ...callerOf(stack),
    ...(subscriptionKey && { subscriptionKey: { header: subscriptionKey.header, file: keyFile } }),
    ...(transport === 'sse' && { transport }),
    ...(tool !== undefined && { tool }),
  };
  return {
    ...{ ca, passwords, secret },
    ...(key && { subscriptionKey: key }),
    target: await folder.write('target.json', `${asJson(target)}\n`),
  };
}
