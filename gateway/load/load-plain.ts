import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyFormat, PolicySource } from '../model.ts';
import { displayPath } from './display-path.ts';
import { LoadError } from './load-error.ts';
import { readTextFile } from './policy-files.ts';

/** Folders that hold other people's or generated files. */
const skippedFolders = new Set(['node_modules', '.git', '.terraform', '.azure', 'bin', 'obj']);
const maximumFiles = 20_000;

/** What may stand before the root element. */
const prologue = /(?:\ufeff|\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)/y;
const policyRoot = /<(?:policies|fragment)[\s/>]/y;
const otherRoot = /<[A-Za-z]/y;

/** Whether a text is a policy document or fragment, judged by its root element. */
export function looksLikePolicy(text: string): boolean {
  let offset = 0;
  const follows = (pattern: RegExp): boolean => {
    pattern.lastIndex = offset;
    return pattern.test(text);
  };
  while (follows(prologue)) offset = prologue.lastIndex;
  if (follows(policyRoot)) return true;
  // A document with stray text before its root is a broken policy, which is for the reader to report.
  return !follows(otherRoot) && /^<(?:policies|fragment)[ \t]*>/m.test(text);
}

/**
 * Every policy document below `path` (or `path` itself), found by content: an XML file whose root is `<policies>` or
 * `<fragment>`, whatever it is called. Files in order of their path.
 * @param format how the documents are deployed; nothing in plain files says so, and `rawxml` is what most are
 * @throws LoadError when `path` does not exist, can't be read, or holds too many files
 */
export async function loadPlain(path: string, format: PolicyFormat = 'rawxml'): Promise<PolicySource[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new LoadError([{ file: displayPath(path), message: 'does not exist.' }]);
  const files = found.isDirectory() ? await xmlFiles(path) : [path];
  const sources: PolicySource[] = [];
  for (const file of files) {
    let text: string;
    try {
      text = await readTextFile(file);
    } catch (error) {
      throw new LoadError([{ file: displayPath(file), message: `${(error as Error).message}.` }]);
    }
    // A file that was named is a policy because the user says so.
    if (!found.isDirectory() || looksLikePolicy(text)) sources.push({ file: displayPath(file), text, format });
  }
  return sources;
}

/** Links are not followed: they can lead out of the folder and round in circles. */
async function xmlFiles(root: string): Promise<string[]> {
  const files: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      throw new LoadError([
        { file: displayPath(folder), message: `cannot be read (${error.code ?? 'unknown error'}).` },
      ]);
    });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !skippedFolders.has(entry.name)) await visit(path);
      else if (entry.isFile() && entry.name.toLowerCase().endsWith('.xml')) files.push(path);
      if (files.length > maximumFiles) {
        throw new LoadError([
          { file: displayPath(root), message: `holds more than ${maximumFiles} XML files; name a folder below it.` },
        ]);
      }
    }
  };
  await visit(root);
  return files;
}
