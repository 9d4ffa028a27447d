import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyFormat, PolicySource } from '../model.ts';
import { displayPath } from './display-path.ts';
import { LoadError } from './load-error.ts';
import { notText, readTextFile } from './policy-files.ts';

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
      if (found.isDirectory() && (error as Error).message === notText) continue;
      throw new LoadError([{ file: displayPath(file), message: `${(error as Error).message}.` }]);
    }
    if (looksLikePolicy(text) || (!found.isDirectory() && isXml(file)))
      sources.push({ file: displayPath(file), text: isTemplate(file) ? withoutHoles(text) : text, format });
    else if (!found.isDirectory()) {
      const message = 'is no policy document: those are XML whose root is <policies> or <fragment>.';
      throw new LoadError([{ file: displayPath(file), message }]);
    }
  }
  return sources;
}

/** A file that was named and is called so is a policy, whatever is wrong with it: its reader says what. */
const isXml = (file: string): boolean => file.toLowerCase().endsWith('.xml') || isTemplate(file);

/** Whether a file is what deployments fill in before they hand it over: `policy.xml.tftpl`. */
const isTemplate = (file: string): boolean => /\.(?:tftpl|tpl|tmpl)(?:\.xml)?$/i.test(file);

/** A template with named values in the place of what is filled in: `${name}` is `{{name}}`. */
function withoutHoles(text: string): string {
  return text
    .replace(/(\$?)\$\{([^{}"]*)\}/g, (whole, escaped: string, hole: string) =>
      escaped === '' ? `{{${hole.trim().replace(/[^A-Za-z0-9._-]+/g, '-') || 'hole'}}}` : whole.slice(1),
    )
    .replace(/%\{~?[^{}]*\}/g, '');
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
      else if (entry.isFile() && isXml(entry.name)) files.push(path);
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
