import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Topology } from '../../suites/deployment.ts';
import { azdTarget } from './azd-target.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-azd-'));
  await writeFile(join(folder, 'azure.yaml'), 'name: x\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const url = 'https://gateway.example/mcp';
const provisioned = { SALLYPORT_URL: url, SALLYPORT_TOPOLOGY: 'broker' };

async function environment(name: string, values: Readonly<Record<string, string>> | undefined, config?: string) {
  await mkdir(join(folder, '.azure', name), { recursive: true });
  const text = Object.entries(values ?? {}).map(([key, value]) => `${key}="${value}"\n`);
  if (values) await writeFile(join(folder, '.azure', name, '.env'), text.join(''));
  if (config !== undefined) await writeFile(join(folder, '.azure', 'config.json'), config);
}

interface Asked {
  readonly name?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly topology?: Topology;
  readonly from?: string;
}
const target = ({ topology, variables = {}, from = folder, ...rest }: Asked = {}) =>
  azdTarget(topology, { from, variables, ...rest });

const isDefault = (name: string): string => JSON.stringify({ version: 1, defaultEnvironment: name });

describe('the environment', () => {
  test('is the one that is named, else that of AZURE_ENV_NAME, else the default', async () => {
    await environment('dev', { ...provisioned, SALLYPORT_URL: 'https://dev.example/mcp' }, isDefault('dev'));
    await environment('prod', { ...provisioned, SALLYPORT_URL: 'https://prod.example/mcp' });
    await environment('stage', { ...provisioned, SALLYPORT_URL: 'https://stage.example/mcp' });
    const variables = { AZURE_ENV_NAME: 'stage' };
    expect((await target()).url).toBe('https://dev.example/mcp');
    expect((await target({ variables })).url).toBe('https://stage.example/mcp');
    expect((await target({ variables, name: 'prod' })).url).toBe('https://prod.example/mcp');
  });

  test('is found from a folder inside the project', async () => {
    await environment('dev', provisioned, isDefault('dev'));
    await mkdir(join(folder, 'src', 'deep'), { recursive: true });
    expect((await target({ from: join(folder, 'src', 'deep') })).url).toBe(url);
  });

  test('that is missing is told in one line, with what to do', async () => {
    await expect(target()).rejects.toThrow(/no azd environment in '.*' or above it: run 'azd up' first/);
    await environment('dev', provisioned);
    await environment('prod', undefined);
    await expect(target()).rejects.toThrow(/no azd environment is chosen.*there are dev, prod/);
    await expect(target({ name: 'test' })).rejects.toThrow(
      /no azd environment is called 'test' \(there are dev, prod\)/,
    );
    await expect(target({ name: '../dev' })).rejects.toThrow(/no azd environment is called/);
    await expect(target({ name: 'prod' })).rejects.toThrow(/'prod' has no values .* run 'azd provision' first/);
  });

  test('whose default is not readable has none', async () => {
    await environment('dev', provisioned, '{');
    await expect(target()).rejects.toThrow(/no azd environment is chosen/);
  });

  test('that lacks outputs names all of them', async () => {
    await environment('dev', { AZURE_LOCATION: 'westeurope', SALLYPORT_URL: '' }, isDefault('dev'));
    await expect(target()).rejects.toThrow(
      "--target azd: the environment 'dev' lacks SALLYPORT_URL (the MCP endpoint) and SALLYPORT_TOPOLOGY (which design it is judged as): run 'azd provision'",
    );
    await environment('own', { SALLYPORT_URL: url });
    await expect(target({ name: 'own' })).rejects.toThrow(/'own' lacks SALLYPORT_TOPOLOGY/);
    expect(await target({ name: 'own', topology: 'direct' })).toMatchObject({ url, topology: 'direct' });
  });
});

describe('its outputs', () => {
  const tenant = '11111111-2222-4333-8444-555555555555';
  const clientId = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';

  test('are a live target, with secrets from the variables that they name', async () => {
    await environment('dev', {
      ...provisioned,
      SALLYPORT_TOPOLOGY: 'client-credentials',
      AZURE_TENANT_ID: tenant,
      SALLYPORT_CLIENT_ID: '',
      SALLYPORT_APPLICATION_ID: clientId,
      SALLYPORT_APPLICATION_SCOPE: 'api://x/.default',
      SALLYPORT_USERS: 'alice@x.example=ALICE, bob@x.example',
      SALLYPORT_SUBSCRIPTION_KEY_ENV: 'KEY',
      SALLYPORT_HOSTS: 'gateway.example:443=8443',
    });
    const variables = { ALICE: 'a', SALLYPORT_APPLICATION_SECRET: 's', KEY: 'k' };
    const loaded = await target({ name: 'dev', variables });
    expect(loaded).toMatchObject({
      mode: 'live',
      topology: 'client-credentials',
      hosts: { 'gateway.example:443': 8443 },
      users: [{ name: 'alice@x.example', passwordEnv: 'ALICE' }, { name: 'bob@x.example' }],
      application: { clientId, authority: `https://login.microsoftonline.com/${tenant}`, scope: 'api://x/.default' },
      subscription: { header: 'Ocp-Apim-Subscription-Key', key: 'k' },
    });
    expect([loaded.passwordOf('alice@x.example'), loaded.applicationSecret()]).toEqual(['a', 's']);
    expect(loaded.clientId).toBeUndefined();
  });

  test('that are not usable are named by file and key', async () => {
    await environment('dev', { ...provisioned, SALLYPORT_URL: 'gateway.example', SALLYPORT_TRANSPORT: 'pigeon' });
    await expect(target({ name: 'dev' })).rejects.toThrow(/\.azure.dev.\.env: url: must be an absolute/);
    await expect(target({ name: 'dev' })).rejects.toThrow(/transport: /);
  });
});
