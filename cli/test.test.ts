/** What `sallyport test` says of its flags, before anything starts. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { test } from './test.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sallyport-test-'));
  await writeFile(join(folder, 'a.xml'), '<policies />');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const quiet = { data: () => undefined, note: () => undefined };
const run = (options: Partial<Parameters<typeof test>[0]>) => test({ json: false, ...options }, quiet);

describe('sallyport test', () => {
  it('runs policies offline or a target, not both', async () => {
    await expect(run({ target: 'https://x.example/mcp', policies: folder })).rejects.toThrow(/--policies .* --target/);
    await expect(run({ target: 'https://x.example/mcp', coverage: 'c.json' })).rejects.toThrow(/--coverage/);
  });

  it('with --policies opens them as the gate does, and says what of them is missing', async () => {
    await expect(run({ policies: join(folder, 'lost') })).rejects.toThrow(/does not exist/);
    await expect(run({ policies: folder })).rejects.toThrow(/1 policy document, .*'service'/);
  });
});
