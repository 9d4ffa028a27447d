import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { drift } from './drift.ts';
import { notice, pages, render } from './pages.ts';

let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-docs-'));
  for (const file of Object.keys(pages)) writeFileSync(join(folder, file), await render(file));
  copyFileSync(new URL('../../docs/README.md', import.meta.url), join(folder, 'README.md'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

// `npm test` has seen this in its lint
it.runIf(process.env.SALLYPORT_FULL)(
  'is nothing when the pages are what the code says, whatever the line ends',
  async () => {
    const file = join(folder, 'switches.md');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
    expect(await drift(folder)).toEqual([]);
  },
);

it('names pages that were edited, removed, or left behind', async () => {
  const edited = join(folder, 'switches.md');
  writeFileSync(edited, readFileSync(edited, 'utf8').replace('Default', 'default'));
  rmSync(join(folder, 'cli.md'));
  writeFileSync(join(folder, 'old.md'), `${notice}\n\n# Old\n`);
  expect((await drift(folder)).map(({ file, what }) => `${file} ${what}`)).toEqual([
    'cli.md is missing',
    'old.md says that it is generated, and nothing generates it; remove it',
    'switches.md differs from what the code says',
  ]);
});
