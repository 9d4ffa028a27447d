import { readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { documentLimits } from '../document/limits.ts';
import type { PolicyFormat, PolicySource } from '../model.ts';
import { decodeText } from './decode-text.ts';
import { displayPath } from './display-path.ts';

/** Largest policy file read, in bytes; a character takes up to four. */
const maximumBytes = 4 * documentLimits.characters;

/** What is said of a file that is no text. */
export const notText = 'is no text: it holds a NUL';

/** A text file, in UTF-8 or UTF-16. @throws Error with a message that says what to do, without the path */
export async function readTextFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new Error('does not exist');
  if (!found.isFile()) throw new Error('is not a file');
  if (found.size > maximumBytes) throw new Error(`has ${found.size} bytes; at most ${maximumBytes} are read`);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new Error(`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
  const text = decodeText(bytes);
  if (text === undefined) throw new Error(notText);
  return text;
}

/** @throws Error when a file below a folder is a link that leads out of it */
async function stayBelow(folder: string, path: string): Promise<void> {
  const [root, target] = await Promise.all([realpath(folder), realpath(path)]).catch(() => []);
  const inner = root === undefined || target === undefined ? '' : relative(root, target);
  if (inner.startsWith('..') || isAbsolute(inner))
    throw new Error('is a link that leads out of the folder of its manifest');
}

/** Reads the policy files of one folder, each once: operations that share a file share its source. */
export class PolicyFiles {
  private readonly folder: string;
  private readonly format: PolicyFormat;
  private readonly sources = new Map<string, Promise<PolicySource>>();

  constructor(folder: string, format: PolicyFormat) {
    this.folder = resolve(folder);
    this.format = format;
  }

  /**
   * The policy in `file`, relative to the folder.
   * @throws Error saying what is wrong with the file
   */
  async read(file: string): Promise<PolicySource> {
    const path = resolve(this.folder, file);
    const inner = relative(this.folder, path);
    if (isAbsolute(file) || inner.startsWith('..') || isAbsolute(inner)) {
      throw new Error(`'${file}' lies outside ${displayPath(this.folder)}; policies stand below their manifest`);
    }
    let source = this.sources.get(path);
    if (!source) {
      source = stayBelow(this.folder, path)
        .then(() => readTextFile(path))
        .then(
          (text) => ({ file: displayPath(path), text, format: this.format }),
          (error: Error) => {
            throw new Error(`'${displayPath(path)}' ${error.message}`);
          },
        );
      this.sources.set(path, source);
    }
    return source;
  }
}
