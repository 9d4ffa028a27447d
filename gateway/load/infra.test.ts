/**
 * One policy file, two executors: what the Bicep files in `infra` deploy is, for each topology, the service that
 * `service.json` says and the offline gateway runs. Bicep's own compiler is asked as well, by `npm run test:full`, where it is installed.
 */
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { Api, Diagnostic, Operation, PolicySource, Role, ServiceModel } from '../model.ts';
import { type LoadedService, load } from './load.ts';
import { loadManifest } from './load-manifest.ts';

const infra = fileURLToPath(new URL('../../infra', import.meta.url));
const topologies = ['broker', 'direct', 'gateway-obo', 'client-credentials'];

/** What stands in Azure for a role: values that only a deployment knows by their expressions, in braces. */
const deployed: Readonly<Partial<Record<Role, RegExp>>> = {
  gatewayUrl: /^\{\{apim\.properties\.gatewayUrl\}\}$/,
  loginHost: /^https:\/\/login\.microsoftonline\.com$/,
  tenantId: /^\{\{tenant-\.tenantId\}\}$/,
  clientId: /^\{\{(?:gateway|caller)\.appId\}\}$/,
  serverClientId: /^\{\{server\.appId\}\}$/,
  scope: /^api:\/\/\{\{server\.appId\}\}\/user_impersonate$/,
  managedIdentityClientId: /^\{\{gateway\.properties\.clientId\}\}$/,
  mcpServerUrl: /^https:\/\/\{\{site\.properties\.defaultHostName\}\}\/mcp$/,
  storeUrl: /^https:\/\/cosmos-[a-z0-9]+\.documents\.azure\.com$/,
  encryptionKey: /^in Key Vault$/,
  signingKey: /^in Key Vault$/,
};

/** Named values without a role that a deployment fills all the same: the client that it registers may call. */
const filled: Readonly<Record<string, RegExp>> = { 'preauthorized-clients': /^\{\{client\.appId\}\}$/ };

/** The role's name, when the value is what stands for it; else the value, so that a difference shows it. */
function asRole(role: Role | undefined, value: string | undefined): string | undefined {
  if (role === undefined || value === undefined) return value;
  const pattern = deployed[role];
  return pattern?.test(value) ? `role ${role}` : `${value}, which is no ${role}`;
}

const text = (policy: PolicySource | undefined): object | undefined =>
  policy && { text: policy.text, format: policy.format };

/** An operation on Azure has lists, empty where nothing is said. */
function operation({ policy, headers = [], responses = [], ...rest }: Operation): object {
  return { ...rest, headers, responses, policy: text(policy) };
}

function api({ policy, operations, serviceUrl: _url, backendId: _id, isCurrentRevision: _is, ...rest }: Api): object {
  return {
    ...rest,
    policy: text(policy),
    operations: operations.map(operation),
  };
}

const byName = <Item>(items: readonly Item[], name: (item: Item) => string): Record<string, Item> =>
  Object.fromEntries(items.map((item) => [name(item), item]));

/** A service without what is only how a layout writes it: files, order, how an API names its backend; and without logs. */
function essence(service: ServiceModel, backendOf: (api: Api) => unknown, values: object, backends: object): unknown {
  const { name: _name, policy, fragments, apis, namedValues: _v, backends: _b, diagnostics: _d, ...rest } = service;
  return {
    ...rest,
    policy: text(policy),
    fragments: Object.fromEntries([...fragments].map(([id, source]) => [id, text(source)])),
    apis: byName(
      apis.map((each) => ({ ...api(each), id: each.id, backend: backendOf(each) })),
      ({ id }) => id,
    ),
    namedValues: values,
    backends,
  };
}

function ofManifest(service: ServiceModel): unknown {
  const { namedValues, backends } = service;
  return essence(
    service,
    ({ backendId, serviceUrl }) => backendId ?? serviceUrl,
    byName(
      namedValues.map(({ name, secret, value, role }) => ({
        name,
        secret,
        value: role ? `role ${role}` : filled[name] ? 'filled' : value,
      })),
      ({ name }) => name,
    ),
    byName(
      backends.map(({ id, role, url, ...rest }) => ({ ...rest, id, url: role ? `role ${role}` : url })),
      ({ id }) => id,
    ),
  );
}

function ofBicep({ service, derived, gaps }: LoadedService, manifest: ServiceModel): unknown {
  const role = (name: string): Role | undefined => manifest.namedValues.find((each) => each.name === name)?.role;
  const vault = new Set(gaps.flatMap((gap) => ('name' in gap && /Key Vault/.test(gap.message) ? [gap.name] : [])));
  // what only the deployment knows is listed too, by its expression
  const declared = service.namedValues.filter(({ name }) => !/\.(?:properties|appId|tenantId)\b/.test(name));
  const urls = new Map(service.backends.map(({ id, url }) => [url, id]));
  return essence(
    service,
    ({ serviceUrl }) => (serviceUrl === undefined ? undefined : (urls.get(serviceUrl) ?? serviceUrl)),
    byName(
      declared.map(({ name, secret, value }) => ({
        name,
        secret,
        value: filled[name]?.test(derived.get(name) ?? '')
          ? 'filled'
          : asRole(role(name), vault.has(name) ? 'in Key Vault' : (value ?? derived.get(name))),
      })),
      ({ name }) => name,
    ),
    byName(
      service.backends.map(({ id, url, ...rest }) => {
        const wanted = manifest.backends.find((each) => each.id === id)?.role;
        return { ...rest, id, url: asRole(wanted, url) };
      }),
      ({ id }) => id,
    ),
  );
}

async function both(folder: string, topology: string): Promise<readonly [unknown, unknown]> {
  const manifest = await loadManifest(join(folder, 'policies', topology));
  const loaded = await load(folder, { parameters: { topology } });
  if (loaded.layout === 'plain') throw new Error(loaded.reasons.map(({ message }) => message).join('\n'));
  expect(loaded.gaps.filter(({ message }) => !/Key Vault/.test(message))).toEqual([]);
  return [ofBicep(loaded, manifest), ofManifest(manifest)];
}

test.each(topologies)('what azd deploys for %s is the service that the offline gateway runs', async (topology) => {
  const [bicep, manifest] = await both(infra, topology);
  expect(bicep).toEqual(manifest);
});

let copy: string | undefined;
afterAll(() => (copy === undefined ? undefined : rm(copy, { recursive: true })));

test.each([
  ['a policy that Bicep does not list', 'topologies.bicep', /^ +'register\.xml': .*\n/m, ''],
  ['a policy of another topology', 'topologies.bicep', "'policies/broker/mcp.xml'", "'policies/direct/mcp.xml'"],
  ['a role that is filled with something else', 'main.bicep', 'clientId: entra.outputs.clientId', "clientId: 'x'"],
  ['operations without their policies', 'modules/api.bicep', "if (contains(operation, 'policy'))", 'if (false)'],
  ['another format', 'modules/service.bicep', "service.?format ?? 'rawxml'", "'xml'"],
])('%s is noticed', async (_what, file, from, to) => {
  copy = await mkdtemp(join(tmpdir(), 'sallyport-infra-'));
  try {
    await cp(infra, copy, { recursive: true });
    const before = await readFile(join(copy, file), 'utf8');
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    await writeFile(join(copy, file), after);
    const compared = both(copy, 'broker').then(([bicep, manifest]) => expect(bicep).toEqual(manifest));
    await expect(compared).rejects.toThrow();
  } finally {
    await rm(copy, { recursive: true });
    copy = undefined;
  }
});

test('Bicep’s own compiler, where it is installed, has nothing to say against what it needs no registry for', async () => {
  // seconds for each file
  if (!process.env.SALLYPORT_FULL) return;
  // the Graph extension comes from a registry, and with it what names it
  const modules = (await readdir(join(infra, 'modules'))).filter((name) => !name.startsWith('entra'));
  for (const file of ['topologies.bicep', ...modules.map((name) => join('modules', name))]) {
    const { error, stderr } = spawnSync('bicep', ['build', join(infra, file), '--no-restore', '--stdout'], {
      encoding: 'utf8',
      env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
    });
    if (error) {
      console.info('skipped: bicep is not on the path');
      return;
    }
    expect(stderr, file).toBe('');
  }
}, 600_000);

test('the deployed gateway logs no header and no body, and masks what a sign-in carries in URLs', async () => {
  const loaded = await load(infra);
  if (loaded.layout === 'plain') throw new Error('the Bicep files deploy no service');
  const { diagnostics = [] } = loaded.service;
  expect(diagnostics.map(({ id }: Diagnostic) => id)).toEqual(['applicationinsights']);
  const told = JSON.stringify(diagnostics);
  for (const name of ['code', 'state', 'access_token', 'Authorization', 'Cookie', 'Location', 'X-Graph-Token'])
    expect(told).toContain(`"name":"${name}"`);
  expect(told).not.toMatch(/"bytes":[1-9]|"headers":\["/);
});

test('no parameter, output or setting of the deployment is a secret in plain sight', async () => {
  for (const file of ['main.bicep', 'modules/gateway.bicep', 'modules/server.bicep', 'modules/service.bicep']) {
    const source = await readFile(join(infra, file), 'utf8');
    expect(source, file).not.toMatch(/listKeys|list\w*Secrets|passwordCredentials|client_?secret/i);
    expect(source.match(/^output .*(?:key|secret|password|connectionString).*$/gim), file).toBeNull();
  }
});
