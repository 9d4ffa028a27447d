import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { load } from './load.ts';
import { loadApiOps } from './load-apiops.ts';
import { LoadError } from './load-error.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apiops-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(file: string, content: string | object): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
}

const api = (properties: object) => ({ properties: { path: 'orders', displayName: 'Orders', ...properties } });

it('boots a service from the artifact tree alone', async () => {
  await put('policy.xml', '<policies><!-- global --></policies>');
  await put(
    'apis/orders/apiInformation.json',
    api({ serviceUrl: 'https://orders.example', subscriptionRequired: false }),
  );
  await put('apis/orders/policy.xml', '<policies><!-- api --></policies>');
  await put('apis/orders/specification.yaml', 'openapi: 3.0.1\npaths:\n  /{id}:\n    get:\n      operationId: read\n');
  await put('apis/orders/operations/read/policy.xml', '<policies><!-- operation --></policies>');
  await put('products/gold/productInformation.json', { properties: { displayName: 'Gold' } });
  await put('products/gold/policy.xml', '<policies><!-- product --></policies>');
  await put('products/gold/apis/orders/productApiInformation.json', {});
  await put('policy fragments/part/policy.xml', '<fragment />');
  await put('named values/nv1/namedValueInformation.json', { properties: { displayName: 'tenant', value: 't' } });
  await put('backends/b/backendInformation.json', { properties: { url: 'https://b.example' } });

  expect(await load(folder)).toMatchObject({
    layout: 'apiops',
    gaps: [],
    service: {
      policy: { text: expect.stringContaining('global'), format: 'rawxml' },
      apis: [
        {
          id: 'orders',
          name: 'Orders',
          path: 'orders',
          revision: '1',
          serviceUrl: 'https://orders.example',
          subscriptionRequired: false,
          policy: { text: expect.stringContaining('api') },
          operations: [
            { id: 'read', method: 'GET', urlTemplate: '/{id}', policy: { text: expect.stringContaining('operation') } },
          ],
        },
      ],
      products: [
        { id: 'gold', name: 'Gold', apiIds: ['orders'], policy: { text: expect.stringContaining('product') } },
      ],
      fragments: new Map([['part', expect.objectContaining({ text: '<fragment />' })]]),
      namedValues: [{ name: 'tenant', value: 't', secret: false }],
      backends: [{ id: 'b', url: 'https://b.example' }],
    },
  });
});

describe('what the tree does not say', () => {
  it('is listed as a gap: values in Key Vault, specifications, unused policies, workspaces', async () => {
    await put('apis/orders/apiInformation.json', api({}));
    await put('apis/orders;rev=2/apiInformation.json', api({ apiRevision: '2', isCurrent: false }));
    await put('apis/orders/operations/lost/policy.xml', '<policies />');
    await put('named values/key/namedValueInformation.json', {
      properties: { secret: true, keyVault: { secretIdentifier: 'x' } },
    });
    await put('workspaces/w/policy.xml', '<policies />');
    await put('workspaces/w/apis/own/apiInformation.json', api({ path: 'own', displayName: 'Own' }));
    await put('workspaces/w/apis/own/specification.json', { paths: { '/': { get: {} } } });
    await put('workspaces/w/named values/n/namedValueInformation.json', {
      properties: { displayName: 'n', value: '1' },
    });
    const { service, gaps } = await loadApiOps(folder);
    expect(service.apis).toMatchObject([
      { id: 'orders', revision: '1', isCurrentRevision: true },
      { id: 'orders', revision: '2', isCurrentRevision: false },
      { id: 'own', path: 'own', operations: [{ method: 'GET' }] },
    ]);
    expect(service.apis[0]?.operations).toMatchObject([{ method: '*', urlTemplate: '/*' }]);
    expect(service.namedValues).toEqual([
      { name: 'key', secret: true },
      { name: 'n', secret: false, value: '1' },
    ]);
    expect(gaps.map(({ message }) => message)).toEqual([
      'there is no OpenAPI specification; every path is accepted.',
      'the specification has no such operation; its policy is not used.',
      'there is no OpenAPI specification; every path is accepted.',
      'the value is not here but in Key Vault; give it in the configuration.',
      'the policy of a workspace is a scope of its own, which is not run.',
    ]);
  });

  it('puts the version of a version set by segment into the path', async () => {
    await put('apis/v2/apiInformation.json', api({ apiVersion: 'v2', apiVersionSetId: '/apiVersionSets/set' }));
    await put('version sets/set/versionSetInformation.json', { properties: { versioningScheme: 'Segment' } });
    expect((await loadApiOps(folder)).service.apis[0]?.path).toBe('orders/v2');
    await put('version sets/set/versionSetInformation.json', { properties: { versioningScheme: 'Header' } });
    const { service, gaps } = await loadApiOps(folder);
    expect(service.apis[0]?.path).toBe('orders');
    expect(gaps.map(({ message }) => message)).toContainEqual(expect.stringContaining('versions by Header'));
  });
});

it('names file, line and member of what is wrong', async () => {
  await put('apis/a/apiInformation.json', '{\n  "properties": {\n    "path": 1\n  }\n}');
  await put('apis/b/apiInformation.json', '{\n  oops\n}');
  const error = await loadApiOps(folder).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LoadError);
  expect((error as LoadError).problems).toMatchObject([
    {
      file: expect.stringMatching(/apis\/a\/apiInformation\.json$/),
      line: 3,
      message: expect.stringContaining('properties.path'),
    },
    {
      file: expect.stringMatching(/apis\/b\/apiInformation\.json$/),
      line: 2,
      message: expect.stringContaining('not valid JSON'),
    },
  ]);
});
