/** The folder in which a running stack leaves what clients need. What is written there goes away with the stack. */
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CommandError, fileProblem } from './command-error.ts';
import { makeFolder } from './make-folder.ts';

export interface OutputFolder {
  readonly path: string;
  /** Writes a file that only this user may read. @returns its path */
  write(name: string, content: string): Promise<string>;
  /** Removes the files that were written. */
  clear(): Promise<void>;
}

/**
 * Makes the folder if need be, and proves that it can be written to before anything else starts.
 * @throws CommandError when it can't be
 */
export async function openFolder(path: string): Promise<OutputFolder> {
  try {
    makeFolder(path);
    const probe = join(path, `.probe-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (cause) {
    const why = fileProblem(cause);
    if (why === undefined) throw cause;
    throw new CommandError(`the folder '${resolve(path)}' can't be written to: it ${why}; name another with --folder`);
  }
  const written = new Set<string>();
  return {
    path,
    async write(name, content) {
      const file = join(path, name);
      written.add(file);
      // an older file may have wider permissions, which writing to it would keep
      await rm(file, { force: true });
      await writeFile(file, content, { mode: 0o600 });
      return file;
    },
    async clear() {
      for (const file of written) await rm(file, { force: true });
    },
  };
}
