/** `sallyport entra`: the issuer, managed identity and Graph alone, for code that needs Entra ID in its tests. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type RunningMockEntra, type Seed, startMockEntra } from '../mock-entra/index.ts';
import { createAuthority } from '../net/authority.ts';
import { CommandError } from './command-error.ts';
import { exitCode } from './exit-code.ts';
import { type OutputFolder, openFolder } from './folder.ts';
import { asJson, columns, type Output } from './output.ts';
import { untilInterrupted } from './until-interrupted.ts';

export interface EntraOptions {
  readonly seed?: string;
  readonly port: number;
  readonly folder: string;
  readonly json: boolean;
}

async function readSeed(file: string): Promise<Seed> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text) as Seed;
  } catch (error) {
    throw new CommandError(`${file}: not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function start(options: EntraOptions): Promise<{ running: RunningMockEntra; ca: string }> {
  const { port } = options;
  const [authority, seed] = await Promise.all([
    createAuthority(),
    options.seed === undefined ? undefined : readSeed(options.seed),
  ]);
  const leaf = await authority.issue(['localhost', '127.0.0.1']);
  const running = await startMockEntra({
    ...(seed ? { seed } : {}),
    origins: {
      login: `https://localhost:${port}`,
      sts: `https://127.0.0.1:${port}`,
      graph: `https://localhost:${port + 1}`,
      identity: `http://127.0.0.1:${port + 2}`,
    },
    tls: { login: leaf, graph: leaf },
    ports: { login: port, graph: port + 1, identity: port + 2 },
  });
  return { running, ca: authority.certificatePem };
}

interface Written {
  readonly ca: string;
  readonly credentials: string;
}

/** Passwords, secrets and identity headers, in a file: they are mock, and still not for a terminal's history. */
async function writeFiles(folder: OutputFolder, running: RunningMockEntra, ca: string): Promise<Written> {
  const { directory, control } = running.entra;
  const credentials = {
    tenants: [...directory.tenants.values()].map((tenant) => ({
      id: tenant.id,
      name: tenant.displayName,
      users: [...tenant.users.values()].map((user) => ({
        name: user.userPrincipalName,
        password: control.passwordOf(user.userPrincipalName),
      })),
      managedIdentities: [...tenant.managedIdentities.values()].map(({ name, clientId }) => {
        const { endpoint, header } = control.identityEndpoint(name);
        return { name, clientId, IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header };
      }),
    })),
  };
  return {
    ca: await folder.write('ca.pem', ca),
    credentials: await folder.write('entra.json', `${asJson(credentials)}\n`),
  };
}

/** Starts mock Entra, tells where it is, and stays until it is interrupted. */
export async function entra(options: EntraOptions, output: Output): Promise<number> {
  const folder = await openFolder(options.folder);
  const interrupted = untilInterrupted();
  const { running, ca } = await start(options);
  try {
    const written = await writeFiles(folder, running, ca);
    const tenant = running.entra.control.tenant();
    const addresses = {
      authority: `${running.login.url}/${tenant.id}`,
      graph: `${running.graph.url}/v1.0`,
      managedIdentity: running.identity.url.replace('localhost', '127.0.0.1'),
    };
    if (options.json) {
      output.data(asJson({ ...addresses, ...written }));
    } else {
      output.data(`Mock Entra ID is up. Nothing leaves this machine.

${columns([
  ['authority', addresses.authority],
  ['Graph', addresses.graph],
  ['managed identity', addresses.managedIdentity],
  ['credentials', written.credentials],
])}

Point MSAL at it: authority as above, knownAuthorities: ['${new URL(running.login.url).host}'],
and start your process with NODE_EXTRA_CA_CERTS=${resolve(written.ca)}

The certificate is for that one process and this run. Never install it. Ctrl-C ends everything.`);
    }
    await interrupted;
    output.note('ending');
    return exitCode.pass;
  } finally {
    await running.close();
    await folder.clear();
  }
}
