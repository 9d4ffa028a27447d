import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommandError } from '../command-error.ts';
import { configurationFor } from './deployments.ts';
import { openPolicies } from './open-policies.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deployments-'));
  await put('.git/HEAD', '');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

const api = (id: string, text = '<policies><inbound><base /></inbound></policies>'): string =>
  `param apim string
resource ${id} 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  name: '\${apim}/${id}'
  properties: { path: '${id}', displayName: '${id}', serviceUrl: 'https://${id}.example' }
  resource policy 'policies' = { name: 'policy', properties: { format: 'rawxml', value: '${text}' } }
}
`;

const several = `topology: direct
parameters: { apim: shared, place: west }
tool: x
deployments:
  services/orders: { tool: y, parameters: { place: north } }
  services/orders/inner: { topology: broker }
  services/invoices/main.bicep: { mcp: { path: /invoices } }
`;

const configurationAt = async (path: string, named?: string) => {
  const { found, path: chosen } = await configurationFor(join(folder, path), named);
  return { ...found?.configuration, at: chosen.slice(folder.length + 1).replaceAll('\\', '/') };
};

describe('a configuration of several deployments', () => {
  beforeEach(async () => {
    for (const name of ['orders', 'orders/inner', 'invoices', 'other'])
      await put(`services/${name}/main.bicep`, api(name.replace('/', '-')));
    await put('sallyport.config.yaml', several);
  });

  it('is found above them, and says of each what is different there', async () => {
    expect(await configurationAt('services/orders')).toEqual({
      topology: 'direct',
      parameters: { apim: 'shared', place: 'north' },
      tool: 'y',
      at: 'services/orders',
    });
    const inner = { topology: 'broker', parameters: { apim: 'shared', place: 'west' }, tool: 'x' };
    expect(await configurationAt('services/orders/inner')).toEqual({ ...inner, at: 'services/orders/inner' });
    expect(await configurationAt('services/invoices/main.bicep')).toMatchObject({ mcp: { path: '/invoices' } });
  });

  it('holds at its top for what it does not list, and takes the one that lies below a folder', async () => {
    expect(await configurationAt('services/other')).toMatchObject({ topology: 'direct', tool: 'x' });
    expect(await configurationAt('services/invoices')).toMatchObject({
      mcp: { path: '/invoices' },
      at: 'services/invoices/main.bicep',
    });
  });

  it('counts where it is named, and not where a folder has its own', async () => {
    const own = await put('services/orders/sallyport.config.yaml', 'topology: gateway-obo\n');
    expect(await configurationAt('services/orders')).toEqual({ topology: 'gateway-obo', at: 'services/orders' });
    expect(await configurationAt('services/orders', join(folder, 'sallyport.config.yaml'))).toMatchObject({
      topology: 'direct',
    });
    await rm(own);
  });

  it('is not looked for outside the repository, nor taken when it lists none', async () => {
    await put('services/other/.git/HEAD', '');
    expect(await configurationAt('services/other')).toEqual({ at: 'services/other' });
    await put('services/sallyport.config.yaml', 'topology: broker\n');
    expect(await configurationAt('services/orders')).toMatchObject({ topology: 'direct' });
  });

  it('asks which one is meant, and tells of one that is gone and of keys that are wrong', async () => {
    const failure = (path: string): Promise<string> =>
      configurationAt(path).then(
        () => '',
        (error: unknown) => (error instanceof CommandError ? error.message.replaceAll(folder, '') : String(error)),
      );
    expect(await failure('.')).toMatch(
      /has 3 deployments; name one of them: services\/orders, services\/orders\/inner, services\/invoices\/main\.bicep$/,
    );
    await put('sallyport.config.yaml', several.replace('services/orders/inner', 'services/gone'));
    expect(await failure('services/orders')).toMatch(/: deployments: 'services\/gone' does not exist$/);
    await put('sallyport.config.yaml', several.replace('tool: y', 'tol: y'));
    expect(await failure('services/orders')).toMatch(
      /:5:22: unknown key 'tol'; did you mean 'tool'\? \(valid keys of 'deployments\.services\/orders': topology, /,
    );
  });

  it('is what policies are opened with', async () => {
    const opened = await openPolicies(join(folder, 'services/invoices'));
    expect(opened).toMatchObject({ kind: 'foreign', options: { endpoint: { path: '/invoices' }, topology: 'direct' } });
  });
});

describe('where no MCP server shows', () => {
  const validating = '<policies><inbound><validate-jwt header-name="a" /></inbound></policies>';
  const notes = async (configuration: string): Promise<readonly string[]> => {
    await put('main.bicep', api('first') + api('second', validating).replace('param apim string', ''));
    await put('sallyport.config.yaml', configuration);
    const opened = await openPolicies(folder);
    return opened.kind === 'foreign' ? opened.notes.filter((note) => /MCP clients|mcpStandIn/.test(note)) : [];
  };

  it.each([
    ['tool: x\n', /clients connect at \/second \(streamable\): it is the API 'second', called in place of/],
    ['mcpStandIn: true\n', /clients connect at \/second /],
    ['mcpStandIn: first\n', /clients connect at \/first .* \('mcpStandIn' chooses another, or none\)$/],
    ['mcpStandIn: first\nmcp: { path: /a }\n', /^unused: mcpStandIn: 'first' is not called/],
  ])('%j calls an API in its place, and says so', async (configuration, expected) => {
    expect(await notes(configuration)).toEqual([expect.stringMatching(expected)]);
  });

  it('false judges nothing, and says what to give', async () => {
    await expect(notes('mcpStandIn: false\n')).rejects.toThrow(/mcpStandIn: no MCP server shows.*give 'mcp\.path'/);
  });

  it('an API that is not there is named', async () => {
    await expect(notes('mcpStandIn: third\n')).rejects.toThrow(/there is no API 'third' \(there are first, second\)/);
  });
});
