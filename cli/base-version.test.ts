import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changedLines, openBaseVersion } from './base-version.ts';

let folder = '';
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'base-')));
  git('init', '-q');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', folder, ...identity, ...args], { encoding: 'utf8' });

async function put(file: string, content: string): Promise<string> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

function commit(): void {
  git('add', '-A');
  git('commit', '-q', '-m', 'c');
}

const at = (file: string, line: number) => ({ file, line, column: 1, element: 'e' });

it('lays out the files as they were, and knows the lines that differ', async () => {
  const policy = await put('infra/p.xml', 'a\nb\nc\nd\n');
  await put('picture.png', 'x');
  commit();
  await put('infra/p.xml', 'a\nB\nc\n');
  const fresh = await put('infra/new.xml', 'n\n');
  const base = await openBaseVersion(join(folder, 'infra'), 'HEAD');
  try {
    expect(await readFile(join(base.path, 'p.xml'), 'utf8')).toBe('a\nb\nc\nd\n');
    expect(existsSync(join(base.path, '..', 'picture.png'))).toBe(false);
    expect(base.differs).toBe(true);
    expect([1, 2, 3, 4].map((line) => base.changed(at(policy, line)))).toEqual([false, true, true, true]);
    expect(base.changed(at(fresh, 1))).toBe(true);
  } finally {
    await base.close();
  }
  expect(existsSync(base.path)).toBe(false);
});

it('sees no difference in what deployments are not read from', async () => {
  await put('p.xml', 'a\n');
  await put('README.md', 'a\n');
  commit();
  await put('README.md', 'b\n');
  const base = await openBaseVersion(folder, 'HEAD');
  await base.close();
  expect(base.differs).toBe(false);
});

it.each(['no-such-ref', '--output=x'])('refuses %s', async (ref) => {
  await put('p.xml', 'a\n');
  commit();
  await expect(openBaseVersion(folder, ref)).rejects.toThrow(/no git ref|not a git ref/);
});

it('says when there is no repository', async () => {
  await rm(join(folder, '.git'), { recursive: true });
  await expect(openBaseVersion(folder, 'HEAD')).rejects.toThrow(/--base: git: not a git repository/);
});

it('reads hunks, also those that only take away', () => {
  const diff = '--- a/x y\n+++ b/x y\n@@ -1 +1,2 @@\n@@ -9,3 +10,0 @@\n--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n';
  expect([...changedLines(diff)]).toEqual([
    [
      'x y',
      [
        [1, 2],
        [10, 11],
      ],
    ],
  ]);
});
