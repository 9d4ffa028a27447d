/** An azd environment whose outputs point at an offline stack: what `--target azd` does with a deployment, without Azure. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tokenInAnswer } from '../../fixtures/mutants/broker/token-in-answer.ts';
import type { Mutant } from '../../fixtures/mutants/mutant.ts';
import { openTarget } from '../../fixtures/target/target-deployment.ts';
import { definitionOf } from '../../fixtures/topologies/index.ts';
import { type Stack, startStack } from '../../fixtures/topologies/stack.ts';
import type { Topology } from '../../suites/deployment.ts';
import { runQuietly } from '../judge.ts';
import { azdTarget } from './azd-target.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-azd-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes what `azd provision` would, for a stack that answers on this machine. */
async function provision(stack: Stack, more: Readonly<Record<string, string>>): Promise<void> {
  const hosts = new Map([...stack.hosts.browser, ...stack.hosts.client]);
  const values = {
    SALLYPORT_URL: stack.url,
    SALLYPORT_TOPOLOGY: stack.definition.name,
    AZURE_TENANT_ID: stack.definition.tenant,
    SALLYPORT_MODE: 'emulated',
    SALLYPORT_CA: 'ca.pem',
    SALLYPORT_HOSTS: [...hosts].map(([host, port]) => `${host}=${port}`).join(' '),
    ...more,
  };
  const environment = join(folder, '.azure', 'offline');
  await mkdir(environment, { recursive: true });
  await writeFile(join(environment, 'ca.pem'), stack.ca);
  await writeFile(
    join(environment, '.env'),
    Object.entries(values)
      .map(([name, value]) => `${name}="${value}"\n`)
      .join(''),
  );
  await writeFile(join(folder, '.azure', 'config.json'), JSON.stringify({ version: 1, defaultEnvironment: 'offline' }));
}

async function judged(
  variables: Readonly<Record<string, string | undefined>>,
  check: readonly string[],
): Promise<readonly string[]> {
  const { deployment, close } = openTarget(await azdTarget(undefined, { from: folder, variables }));
  try {
    const { results } = await runQuietly(deployment, { check });
    return results.map(({ outcome, reason }) => (outcome === 'passed' ? outcome : `${outcome}: ${reason}`));
  } finally {
    close();
  }
}

async function withStack(topology: Topology, run: (stack: Stack) => Promise<void>, mutant?: Mutant): Promise<void> {
  const stack = await startStack(definitionOf(topology), mutant ? { mutant } : {});
  try {
    await run(stack);
  } finally {
    await stack.close();
  }
}

test('a person of an azd environment signs in and is judged, with the password from a variable', () =>
  withStack('broker', async (stack) => {
    const [user] = stack.users;
    await provision(stack, { SALLYPORT_USERS: `${user?.name}=WHO` });
    const checks = ['flow.full', 'challenge.no-token', 'code.single-use', 'custody.outside'];
    expect(await judged({ WHO: user?.password }, checks)).toEqual(checks.map(() => 'passed'));
    // nobody's password is known: what needs a person is no verdict, and no pass
    const [flow, challenge] = await judged({}, ['flow.full', 'challenge.no-token']);
    expect(flow).toMatch(/^not testable: the target names no user/);
    expect(challenge).toBe('passed');
  }));

test('a token that the gateway shows is recognised without a ledger', () =>
  withStack(
    'broker',
    async (stack) => {
      const [user] = stack.users;
      await provision(stack, { SALLYPORT_USERS: `${user?.name}=WHO` });
      expect(await judged({ WHO: user?.password }, ['custody.outside'])).toEqual([
        expect.stringMatching(/^failed: a token of Entra ID reached the client: .* \(by its shape;/),
      ]);
    },
    tokenInAnswer,
  ));

test('an application of an azd environment calls in its own name', () =>
  withStack('client-credentials', async (stack) => {
    const { caller } = stack.definition;
    if (caller.kind !== 'application') throw new Error('an application calls here');
    await provision(stack, { SALLYPORT_APPLICATION_ID: caller.clientId, SALLYPORT_APPLICATION_SCOPE: caller.scope });
    const secret = stack.entra.control.secretOf(caller.clientId);
    expect(await judged({ SALLYPORT_APPLICATION_SECRET: secret }, ['flow.application', 'token.garbage'])).toEqual([
      'passed',
      'passed',
    ]);
    const [wrong] = await judged({ SALLYPORT_APPLICATION_SECRET: `${secret}x` }, ['flow.application']);
    expect(wrong).toMatch(/^(?:failed|error|not testable)/);
  }));
