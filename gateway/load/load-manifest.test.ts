import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoadError } from './load-error.ts';
import { loadManifest } from './load-manifest.ts';
import { manifestJsonSchema } from './manifest-schema.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(file: string, content: string | object): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
}

async function problemsOf(manifest: string | object) {
  await put('service.json', manifest);
  const error = await loadManifest(folder).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LoadError);
  return (error as LoadError).problems.map(({ line, path, message }) => ({ line, path, message }));
}

describe('a manifest', () => {
  it('becomes the service model, with its policies as text', async () => {
    await put('global.xml', '<policies />');
    await put('parts/part.xml', '<fragment />');
    await put('service.json', {
      name: 'orders',
      format: 'xml',
      policy: 'global.xml',
      fragments: { part: 'parts/part.xml' },
      namedValues: { tenant: { role: 'tenantId' }, pass: { value: 'x', secret: true } },
      backends: { orders: { url: 'https://orders.example/' } },
      products: [{ id: 'gold', apis: ['orders'] }],
      apis: [
        {
          id: 'orders',
          path: 'orders/v1',
          backend: 'orders',
          policy: 'global.xml',
          operations: [{ id: 'get', method: 'GET', urlTemplate: '/{id}', policy: 'global.xml' }],
        },
      ],
    });

    const model = await loadManifest(folder);

    expect(model).toMatchObject({
      name: 'orders',
      policy: { text: '<policies />', format: 'xml', file: expect.stringMatching(/global\.xml$/) },
      namedValues: [
        { name: 'tenant', role: 'tenantId', secret: false },
        { name: 'pass', value: 'x', secret: true },
      ],
      backends: [{ id: 'orders', url: 'https://orders.example/' }],
      products: [{ id: 'gold', name: 'gold', subscriptionRequired: true, apiIds: ['orders'] }],
      apis: [
        {
          id: 'orders',
          path: 'orders/v1',
          backendId: 'orders',
          subscriptionRequired: false,
          operations: [{ id: 'get', name: 'get', method: 'GET', urlTemplate: '/{id}' }],
        },
      ],
    });
    expect(model.fragments.get('part')?.text).toBe('<fragment />');
    expect(model.apis[0]?.policy).toBe(model.apis[0]?.operations[0]?.policy);
  });

  it('defaults to rawxml and to no subscription', async () => {
    await put('service.json', { name: 'a', apis: [{ id: 'a', path: '', operations: [] }] });
    expect(await loadManifest(folder)).toMatchObject({ apis: [{ subscriptionRequired: false, revision: '1' }] });
  });
});

describe('a manifest that is wrong', () => {
  it('names every unknown key, its line, and the valid ones', async () => {
    const problems = await problemsOf({
      name: 'a',
      apis: [{ id: 'a', path: '', operations: [], polices: 'x.xml' }],
      nme: 1,
    });
    expect(problems).toEqual([
      {
        line: 8,
        path: 'apis[0].polices',
        message: expect.stringMatching(/unknown key 'polices'; valid keys are .*policy/),
      },
      { line: 11, path: 'nme', message: expect.stringContaining("unknown key 'nme'; valid keys are") },
    ]);
  });

  it('names line and column of a syntax error', async () => {
    expect(await problemsOf('{\n  "name": "a",\n  "apis": [,]\n}')).toEqual([
      { line: 3, path: undefined, message: expect.stringContaining('not valid JSON') },
    ]);
    expect(await problemsOf('{\n  "name": "a"')).toEqual([
      { line: 2, path: undefined, message: expect.stringContaining('not valid JSON') },
    ]);
  });

  it('names files that are missing or lie outside, and does not read those', async () => {
    expect(
      await problemsOf({
        name: 'a',
        policy: '../other.xml',
        apis: [{ id: 'a', path: '', policy: 'missing.xml', operations: [] }],
      }),
    ).toEqual([
      { line: 3, path: 'policy', message: expect.stringContaining('lies outside') },
      { line: 8, path: 'apis[0].policy', message: expect.stringMatching(/missing\.xml' does not exist/) },
    ]);
  });

  it('names references to what is not declared, and ids given twice', async () => {
    const api = { id: 'a', path: 'a', backend: 'b', operations: [] };
    expect(
      await problemsOf({ name: 'a', products: [{ id: 'p', apis: ['c'] }], apis: [api, { ...api, path: 'b' }] }),
    ).toMatchObject([
      { path: 'apis[1].id', message: "apis[1].id: 'a' is an id that another one has" },
      { path: 'apis[0].backend', message: "apis[0].backend: there is no backend 'b'; no backend is declared" },
      { path: 'apis[1].backend' },
      { path: 'products[0].apis[0]', message: "products[0].apis[0]: there is no API 'c'; there are a, a" },
    ]);
  });

  it.each([
    [{ namedValues: { 'a b': { value: '' } } }, 'namedValues["a b"]'],
    [{ namedValues: { a: {} } }, 'namedValues.a'],
    [{ namedValues: { a: { role: 'boss' } } }, 'namedValues.a.role'],
    [{ backends: { a: { url: 'ftp://x' } } }, 'backends.a.url'],
    [{ backends: { a: {} } }, 'backends.a'],
    [{ apis: [{ id: 'a', path: '/a', operations: [] }] }, 'apis[0].path'],
    [
      { apis: [{ id: 'a', path: 'a', operations: [{ id: 'o', method: 'get', urlTemplate: 'x' }] }] },
      'apis[0].operations[0].method',
    ],
    [{ apis: {} }, 'apis'],
  ])('%j is refused at %s', async (part, path) => {
    const problems = await problemsOf({ name: 'a', apis: [], ...part });
    expect(problems[0]?.path).toBe(path);
  });

  it('says what to do when there is none', async () => {
    await expect(loadManifest(folder)).rejects.toThrow(/service\.json: does not exist/);
  });
});

/** To update the file: write `JSON.stringify(manifestJsonSchema())` into it and run the formatter. */
it('keeps the committed JSON Schema current', async () => {
  const committed = await readFile(join(import.meta.dirname, 'service.schema.json'), 'utf8');
  expect(JSON.parse(committed)).toEqual(manifestJsonSchema());
});
