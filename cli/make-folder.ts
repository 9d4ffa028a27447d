/** Makes a folder with those above it. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/**
 * As `mkdir` with `recursive`, which never ends where the file system refuses with ENOENT below a folder that is there,
 * as /proc does (observed with Node 24).
 * @throws the error of the file system, for the first folder that can't be made
 */
export function makeFolder(path: string): void {
  const folder = resolve(path);
  if (isFolder(folder)) return;
  if (!existsSync(dirname(folder))) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // somebody else may have made it just now
    if (!isFolder(folder)) throw error;
  }
}
