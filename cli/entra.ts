/** `sallyport entra`: the issuer, managed identity and Graph alone, for code that needs Entra ID in its tests. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { jsonProblem } from '../gateway/load/json-syntax.ts';
import {
  type EntraUnderRealNames,
  type ReachableEntra,
  type Seed,
  startOnOwnOrigin,
  startUnderRealNames,
} from '../mock-entra/index.ts';
import { CommandError } from './command-error.ts';
import { exitCode } from './exit-code.ts';
import { type OutputFolder, openFolder } from './folder.ts';
import { asJson, columns, type Output } from './output.ts';
import { runProgram } from './run-program.ts';
import { untilInterrupted } from './until-interrupted.ts';

export interface EntraOptions {
  /** A program to run, and its arguments; empty to stay up until Ctrl-C. */
  readonly program: readonly string[];
  /** Serve Microsoft's names through a proxy, not an origin of its own. */
  readonly realNames?: boolean;
  /** Offer the control API over HTTP. */
  readonly control?: boolean;
  readonly seed?: string;
  /** First of the ports: login, Graph, managed identity, control, proxy. */
  readonly port: number;
  readonly folder: string;
  readonly json: boolean;
}

async function readSeed(file: string): Promise<Seed> {
  const text = (await readFile(file, 'utf8')).replace(/^\ufeff/, '');
  const problem = jsonProblem(text);
  if (problem !== undefined) throw new CommandError(`${file}:${problem}`);
  return JSON.parse(text) as Seed;
}

async function start({ seed, port, realNames, control }: EntraOptions): Promise<ReachableEntra | EntraUnderRealNames> {
  const options = {
    ...(seed === undefined ? {} : { seed: await readSeed(seed) }),
    ports: { login: port, graph: port + 1, identity: port + 2, control: port + 3 },
    httpControl: control === true,
  };
  return realNames ? startUnderRealNames({ ...options, proxyPort: port + 4 }) : startOnOwnOrigin(options);
}

interface Written {
  readonly ca: string;
  readonly credentials: string;
  readonly environment: string;
}

/** Passwords, secrets and identity headers, in a file: they are mock, and still not for a terminal's history. */
function credentialsOf({ directory, control }: ReachableEntra['entra']): unknown {
  return {
    tenants: [...directory.tenants.values()].map((tenant) => ({
      id: tenant.id,
      name: tenant.displayName,
      users: [...tenant.users.values()].map((user) => ({
        name: user.userPrincipalName,
        password: control.passwordOf(user.userPrincipalName),
      })),
      applications: [...directory.applications.values()]
        .filter(({ owner, firstParty }) => owner === tenant.id && !firstParty)
        .map(({ name, appId, secrets }) => ({ name, appId, secrets: secrets.map(({ value }) => value) })),
      managedIdentities: [...tenant.managedIdentities.values()].map(({ name, clientId }) => {
        const { endpoint, header } = control.identityEndpoint(name);
        return { name, clientId, IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header };
      }),
    })),
  };
}

async function writeFiles(folder: OutputFolder, mock: ReachableEntra): Promise<Written> {
  const ca = await folder.write('ca.pem', mock.certificatePem);
  const environment = { ...mock.environment, NODE_EXTRA_CA_CERTS: resolve(ca) };
  return {
    ca,
    environment: await folder.write(
      'entra.env',
      Object.entries(environment)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    ),
    credentials: await folder.write('entra.json', `${asJson(credentialsOf(mock.entra))}\n`),
  };
}

/** Where everything is, by what it is. */
function addressesOf(mock: ReachableEntra | EntraUnderRealNames): Record<string, string> {
  const { origins, control } = mock.entra;
  return {
    authority: `${origins.login}/${control.tenant().id}`,
    graph: `${origins.graph}/v1.0`,
    managedIdentity: origins.identity,
    ...('proxy' in mock && { proxy: mock.proxy.url }),
    ...(mock.control && { control: mock.control.url }),
  };
}

function describe(mock: ReachableEntra | EntraUnderRealNames, written: Written): string {
  const addresses = addressesOf(mock);
  const how =
    'proxy' in mock
      ? `Start clients with the environment in ${written.environment}, or let this command do it:
  sallyport entra --real-names -- node app.js
Their configuration stays as it is in production. Whatever else they try to reach is refused.`
      : `Point MSAL at it: authority as above, knownAuthorities: ['${new URL(addresses.authority ?? '').host}'],
and start your process with NODE_EXTRA_CA_CERTS=${resolve(written.ca)}`;
  return `Mock Entra ID is up. Nothing leaves this machine.

${columns([
  ['authority', addresses.authority ?? ''],
  ['Graph', addresses.graph ?? ''],
  ['managed identity', addresses.managedIdentity ?? ''],
  ...(addresses.proxy ? [['proxy', addresses.proxy]] : []),
  ...(addresses.control ? [['control', `${addresses.control} (send the header x-sallyport-control: 1)`]] : []),
  ['credentials', written.credentials],
])}

${how}

The certificate is for that one process and this run. Never install it. Ctrl-C ends everything.`;
}

/** Starts mock Entra, tells where it is, and stays until it is interrupted or the program that it runs ends. */
export async function entra(options: EntraOptions, output: Output): Promise<number> {
  const folder = await openFolder(options.folder);
  const interrupted = untilInterrupted();
  const mock = await start(options);
  try {
    const written = await writeFiles(folder, mock);
    if (options.program.length > 0) {
      const environment = { ...mock.environment, NODE_EXTRA_CA_CERTS: resolve(written.ca) };
      return await runProgram(options.program, environment, interrupted);
    }
    output.data(options.json ? asJson({ ...addressesOf(mock), ...written }) : describe(mock, written));
    await interrupted;
    output.note('ending');
    return exitCode.pass;
  } finally {
    await mock.close();
    await folder.clear();
  }
}
