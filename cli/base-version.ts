/** The policies as they were at a git ref, and which lines differ from it now. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import type { PolicyLocation } from '../suites/deployment.ts';
import { CommandError } from './command-error.ts';

const run = promisify(execFile);
const mostOutput = 256 * 1024 * 1024;

/** Files that deployments are read from. */
const wanted = /\.(?:xml|bicep|bicepparam|json|ya?ml|tf|tfvars|tpl|tftpl|ts|mts|js|mjs)$|(?:^|\/)azure\.yaml$/i;
/** More files than a deployment has. */
const mostFiles = 20_000;

/** Lines of a file that are not as they were: all of them, or ranges from 1, ends included. */
type ChangedLines = 'all' | readonly (readonly [first: number, last: number])[];

export interface BaseVersion {
  /** The same path as it was; a folder of its own. */
  readonly path: string;
  /** Where a file of the working tree lies as it was. It may not exist. */
  at(file: string): string;
  /** Whether anything that deployments are read from differs. */
  readonly differs: boolean;
  /** Whether a place of the working tree is in what was changed. */
  changed(location: PolicyLocation): boolean;
  close(): Promise<void>;
}

async function git(folder: string, ...args: string[]): Promise<Buffer> {
  try {
    const { stdout } = await run('git', ['-C', folder, ...args], { maxBuffer: mostOutput, encoding: 'buffer' });
    return stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: Buffer };
    if (code === 'ENOENT') throw new CommandError('--base needs git, which is not on the PATH');
    const [line = ''] = (stderr?.toString('utf8') ?? '').trim().split('\n');
    throw new CommandError(`--base: git: ${line.replace(/^fatal: /, '') || String(error)}`);
  }
}

/** The ranges of new lines in a unified diff without context, by file. */
export function changedLines(diff: string): Map<string, ChangedLines> {
  const found = new Map<string, [number, number][]>();
  let current: [number, number][] | undefined;
  for (const line of diff.split('\n')) {
    const file = /^\+\+\+ b\/(.*?)\t?$/.exec(line)?.[1];
    if (file !== undefined) {
      current = [];
      found.set(file, current);
      continue;
    }
    if (line.startsWith('+++ ')) current = undefined;
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk || !current) continue;
    const first = Number(hunk[1]);
    const count = Number(hunk[2] ?? 1);
    // where lines were taken away, what stands around the gap is what changed
    current.push(count === 0 ? [first, first + 1] : [first, first + count - 1]);
  }
  return found;
}

/**
 * Lays out the repository of `path` as it was at `ref`, as far as deployments are read from it, in a folder of its own.
 * @throws CommandError when there is no git, no repository, or no such ref
 */
export async function openBaseVersion(path: string, ref: string): Promise<BaseVersion> {
  if (ref.startsWith('-')) throw new CommandError(`--base: '${ref}' is not a git ref`);
  const target = resolve(path);
  const start = dirname(join(target, 'x'));
  const root = resolve((await git(start, 'rev-parse', '--show-toplevel')).toString('utf8').trim());
  const commit = (
    await git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`).catch(() => {
      throw new CommandError(`--base: there is no git ref '${ref}' here`);
    })
  )
    .toString('utf8')
    .trim();

  const diff = await git(
    root,
    '-c',
    'core.quotePath=false',
    'diff',
    '-U0',
    '--no-color',
    '--no-ext-diff',
    '--no-renames',
    '--src-prefix=a/',
    '--dst-prefix=b/',
    commit,
    '--',
  );
  const lines = changedLines(diff.toString('utf8'));
  const deleted = [...diff.toString('utf8').matchAll(/^--- a\/(.*?)\t?$/gm)].flatMap((match) => match[1] ?? []);
  const untracked = (await git(root, 'ls-files', '--others', '--exclude-standard', '-z')).toString('utf8').split('\0');
  for (const file of untracked) if (file !== '') lines.set(file, 'all');

  const folder = await mkdtemp(join(tmpdir(), 'sallyport-base-'));
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await layOut(root, commit, folder);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    path: join(folder, relative(root, target)),
    at: (file) => join(folder, relative(root, resolve(file))),
    differs: [...lines.keys(), ...deleted].some((file) => wanted.test(file)),
    changed({ file, line }) {
      const own = lines.get(relative(root, resolve(file)).split(sep).join('/'));
      return own === 'all' || (own?.some(([first, last]) => line >= first && line <= last) ?? false);
    },
    close,
  };
}

/** Writes the files of a commit that deployments are read from. Links are left out. */
async function layOut(root: string, commit: string, folder: string): Promise<void> {
  const listed = (await git(root, 'ls-tree', '-r', '-z', '--full-tree', commit)).toString('utf8').split('\0');
  const files = listed.flatMap((entry) => {
    const [, id, file] = /^100\d{3} blob ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? [];
    return id !== undefined && file !== undefined && wanted.test(file) ? [{ id, file }] : [];
  });
  if (files.length > mostFiles) throw new CommandError(`--base: more than ${mostFiles} files to compare`);
  // where a repository ends decides what a deployment may read
  await mkdir(join(folder, '.git'), { recursive: true });
  for (let start = 0; start < files.length; start += 50) {
    await Promise.all(
      files.slice(start, start + 50).map(async ({ id, file }) => {
        const content = await git(root, 'cat-file', 'blob', id);
        const path = resolve(folder, file);
        if (!path.startsWith(folder + sep)) return;
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, content);
      }),
    );
  }
}
