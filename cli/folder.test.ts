import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectHints } from './connect-hints.ts';
import { openFolder } from './folder.ts';

let base = '';
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'sallyport-folder-'));
});
afterAll(() => rm(base, { recursive: true, force: true }));

test('files are for this user alone, also where an open one stood before, and go away again', async () => {
  const path = join(base, 'deep', 'folder');
  const folder = await openFolder(path);
  await writeFile(join(path, 'secret'), 'old', { mode: 0o666 });
  const file = await folder.write('secret', 'new');
  await writeFile(join(path, 'of-the-user'), '');
  expect(await readFile(file, 'utf8')).toBe('new');
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
  await folder.clear();
  expect([existsSync(file), existsSync(join(path, 'of-the-user'))]).toEqual([false, true]);
});

test('a folder that can not be made is an error before anything is written', async () => {
  await writeFile(join(base, 'file'), '');
  const unusable = (path: string): Promise<unknown> =>
    expect(openFolder(path)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^the folder '.*' can't be written to: it is .*; name another with --folder$/),
    });
  await unusable(join(base, 'file', 'inner'));
  await unusable(join(base, 'file'));
  if (process.platform === 'linux') await expect(openFolder('/proc/sallyport')).rejects.toMatchObject({ exitCode: 2 });
});

test('the line that connects a client sets its trust for that client alone', () => {
  const hints = connectHints('https://localhost:7443/mcp', '/home/someone/.sallyport/ca.pem', { platform: 'linux' });
  expect(hints.inspector).toMatch(
    /^NODE_EXTRA_CA_CERTS=\/home\/someone\/\.sallyport\/ca\.pem npx @modelcontextprotocol\/inspector@2 --cli https:\/\/localhost:7443\/mcp /,
  );
  expect(connectHints('https://x/mcp', '/a b/ca.pem', { platform: 'linux' }).inspector).toContain(
    "NODE_EXTRA_CA_CERTS='/a b/ca.pem' npx",
  );
  expect(connectHints('https://x/mcp', 'C:\\ca.pem', { platform: 'win32' }).inspector).toMatch(
    /^\$env:NODE_EXTRA_CA_CERTS='C:\\ca\.pem'; npx /,
  );
});
