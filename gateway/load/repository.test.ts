import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { headOf, readerOf, repositoryOf } from './repository.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'repository-'));
  await mkdir(join(folder, 'inside'));
  await writeFile(join(folder, 'outside.txt'), 'outside');
  await writeFile(join(folder, 'inside', 'a.txt'), 'a');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a reader of a repository', () => {
  it('reads what is below it, and nothing else', () => {
    const read = readerOf(join(folder, 'inside'));
    expect(read(join(folder, 'inside', 'a.txt'))).toBe('a');
    expect(read(join(folder, 'outside.txt'))).toBeUndefined();
    expect(read(join(folder, 'inside', '..', 'outside.txt'))).toBeUndefined();
    expect(read(join(folder, 'inside'))).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')('follows links inside it, and none that lead out or round', async () => {
    const inside = join(folder, 'inside');
    await symlink(join(inside, 'a.txt'), join(inside, 'in'));
    await symlink(join(folder, 'outside.txt'), join(inside, 'out'));
    await symlink(join(inside, 'loop'), join(inside, 'loop'));
    const read = readerOf(inside);
    expect(read(join(inside, 'in'))).toBe('a');
    expect(read(join(inside, 'out'))).toBeUndefined();
    expect(read(join(inside, 'loop'))).toBeUndefined();
  });

  it('reads no more of a file than is asked for, to tell what it is', async () => {
    await writeFile(join(folder, 'long'), 'x'.repeat(10_000));
    expect(headOf(join(folder, 'long'), 10)).toBe('xxxxxxxxxx');
    expect(headOf(join(folder, 'inside'), 10)).toBeUndefined();
    expect(headOf(join(folder, 'lost'), 10)).toBeUndefined();
  });
});

it('is where version control begins, else an azd project or an unpacked archive, or the folder itself', async () => {
  const inside = join(folder, 'inside');
  expect(repositoryOf(inside)).toBe(inside);
  expect(repositoryOf(inside, folder)).toBe(folder);
  expect(repositoryOf(folder, inside)).toBe(folder);
  await writeFile(join(folder, 'LICENSE'), '');
  expect(repositoryOf(inside)).toBe(folder);
  await writeFile(join(inside, 'azure.yaml'), '');
  expect(repositoryOf(inside)).toBe(inside);
  // a project of a repository shares files with others
  await mkdir(join(folder, '.git'));
  expect(repositoryOf(inside)).toBe(folder);
});
