import { type Dirent, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { parseBicep } from '../../bicep/parse.ts';
import { isArtifactTree } from './apiops/artifact-tree.ts';
import { armTemplates, linkedNames } from './arm/load-arm.ts';
import { readerOf } from './repository.ts';

/** Something that may deploy an API Management service. */
export interface FoundDeployment {
  readonly layout: 'apiops' | 'bicep' | 'arm' | 'terraform';
  /** Folder or file that is loaded. */
  readonly path: string;
  /** The folder that a user would name. */
  readonly folder: string;
}

/** Folders that hold other people's or generated files. */
const skipped = /^(?:node_modules|\.git|\.terraform|\.venv|bin|obj|dist|__pycache__)$/;
const deepest = 6;
const mostFolders = 2_000;

const mentions = /Microsoft\.ApiManagement\/service\/|azurerm_api_management_|avm\/res\/api-management/i;

interface Tree {
  readonly folders: readonly string[];
  readonly bicep: readonly string[];
  readonly terraform: ReadonlySet<string>;
}

/** Folders below one, with what in them mentions API Management. Links are not followed. */
function treeOf(root: string): Tree {
  const read = readerOf(root);
  const folders: string[] = [];
  const bicep: string[] = [];
  const terraform = new Set<string>();
  const visit = (folder: string, depth: number): void => {
    if (folders.length >= mostFolders) return;
    folders.push(folder);
    let entries: Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch {
      return;
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < deepest && !skipped.test(entry.name)) visit(path, depth + 1);
      else if (entry.isFile() && entry.name.endsWith('.bicep')) bicep.push(path);
      else if (entry.isFile() && entry.name.endsWith('.tf') && mentions.test(read(path) ?? '')) terraform.add(folder);
    }
  };
  visit(root, 0);
  return { folders, bicep, terraform };
}

/** Bicep files that no other of them has as a module. @param files absolute */
function bicepRoots(files: readonly string[], read: (path: string) => string | undefined): string[] {
  const used = new Set<string>();
  for (const file of files) {
    for (const statement of parseBicep(read(file) ?? '').statements) {
      if (statement.kind === 'module' || statement.kind === 'import') used.add(resolve(dirname(file), statement.path));
    }
  }
  return files.filter((file) => !used.has(file));
}

/** Whether a Bicep file, or a module of it, deploys something of API Management. */
function deploysAny(file: string, read: (path: string) => string | undefined, seen: Set<string>): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  const text = read(file) ?? '';
  if (mentions.test(text)) return true;
  return parseBicep(text).statements.some(
    (statement) => statement.kind === 'module' && deploysAny(resolve(dirname(file), statement.path), read, seen),
  );
}

/**
 * Bicep files below a folder that deploy something of API Management, in modules too, and are nobody's modules: what
 * scripts deploy one after another.
 * @param root absolute
 */
export function looseBicep(root: string): string[] {
  const read = readerOf(root);
  const { bicep } = treeOf(root);
  return bicepRoots(bicep, read).filter((file) => deploysAny(file, read, new Set()));
}

/** What may deploy a service in folders below one: what the folder itself does not show. */
export async function findDeployments(root: string): Promise<FoundDeployment[]> {
  const { folders, bicep, terraform } = treeOf(root);
  const read = readerOf(root);
  const found: FoundDeployment[] = [];
  const trees: string[] = [];
  const arm: { readonly folder: string; readonly templates: readonly string[] }[] = [];
  for (const folder of folders) {
    // what lies in an artifact tree, such as a workspace, is loaded with it
    if (trees.some((tree) => folder.startsWith(tree))) continue;
    const isTree = await isArtifactTree(folder);
    if (isTree) trees.push(join(folder, sep));
    if (isTree) found.push({ layout: 'apiops', path: folder, folder });
    else {
      const templates = armTemplates(folder) ?? [];
      if (templates.some((template) => mentions.test(read(resolve(template)) ?? ''))) arm.push({ folder, templates });
    }
  }
  // what another template links to is deployed with it
  const linked = new Set(arm.flatMap(({ templates }) => templates.flatMap(linkedNames)));
  for (const { folder, templates } of arm)
    if (templates.some((template) => !linked.has(basename(template))))
      found.push({ layout: 'arm', path: folder, folder });
  for (const file of bicepRoots(bicep, read)) {
    const folder = basename(dirname(file)) === 'infra' ? dirname(dirname(file)) : dirname(file);
    if (basename(file) === 'main.bicep' || mentions.test(read(file) ?? ''))
      found.push({ layout: 'bicep', path: file, folder: basename(file) === 'main.bicep' ? folder : file });
  }
  // what calls a module is loaded with it; a module alone says less
  const called = new Set([...terraform].flatMap((folder) => modulesOf(folder, folders, read)));
  const roots = folders.filter(
    (folder) => terraform.has(folder) || modulesOf(folder, folders, read).some((each) => terraform.has(each)),
  );
  for (const folder of roots)
    if (
      !called.has(folder) &&
      !roots.some((other) => other !== folder && modulesOf(other, folders, read).includes(folder))
    )
      found.push({ layout: 'terraform', path: folder, folder });
  return found;
}

/** Folders that a Terraform configuration has as modules. */
function modulesOf(folder: string, folders: readonly string[], read: (path: string) => string | undefined): string[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.tf'));
  } catch {
    return [];
  }
  const known = new Set(folders);
  return names.flatMap((name) =>
    [...(read(join(folder, name)) ?? '').matchAll(/^\s*source\s*=\s*"(\.{1,2}\/[^"]*)"/gm)]
      .map(([, source = '']) => resolve(folder, source))
      .filter((each) => known.has(each)),
  );
}
