/** What a walk through a configuration and its modules shares: the files that were read, what was found, and its bounds. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseJson } from '../../../bicep/functions.ts';
import { knownText, type ObjectValue } from '../../../bicep/value.ts';
import { list, member } from '../deployment-values.ts';
import { SourceFile } from './source-file.ts';

/** A resource that is declared, or a call of a module whose files are not here. */
export interface DeclaredResource {
  /** `azurerm_api_management_api`; for a module, the last part of its source. */
  readonly type: string;
  readonly module: boolean;
  /** What it is called in the whole configuration: `module.a.azuread_application.b`, the same for each of its instances. */
  readonly address: string;
  /** Attributes, and nested blocks as lists under their type. */
  readonly body: ObjectValue;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly formatLine?: number;
}

export interface ConfigurationProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface ConfigurationOptions {
  /** Values of the root module's variables. */
  readonly variables?: ObjectValue;
  readonly read: (path: string) => string | undefined;
  /** Folder outside of which nothing is looked at. */
  readonly root: string;
  readonly wanted: (type: string) => boolean;
}

const maximumSteps = 500_000;
const maximumModules = 1_000;
const maximumWaiting = 200;
const maximumResources = 5_000;

/** A configuration that can't be followed to its end. */
export class TooMuch extends Error {}

export class World {
  /** Where Terraform runs: what paths are relative to. */
  readonly root: string;
  readonly options: ConfigurationOptions;
  readonly resources: DeclaredResource[] = [];
  readonly problems: ConfigurationProblem[] = [];
  private readonly folders = new Map<string, readonly SourceFile[]>();
  private steps = 0;
  private modules = 0;
  private waiting = 0;
  private initialized: ReadonlyMap<string, string> | undefined;

  constructor(root: string, options: ConfigurationOptions) {
    this.root = root;
    this.options = options;
  }

  step(): void {
    if (++this.steps > maximumSteps) throw new TooMuch('the configuration takes too many steps to work out');
  }

  /** Works out a value that another one needs; undefined where too many wait for each other, for the stack is finite. */
  nested<T>(compute: () => T): T | undefined {
    if (this.waiting >= maximumWaiting) return undefined;
    this.waiting += 1;
    try {
      return compute();
    } finally {
      this.waiting -= 1;
    }
  }

  /** The folder to which `terraform init` brought a module. @param address of its call */
  brought(address: string): string | undefined {
    this.initialized ??= broughtModules(this.root, this.options.read);
    return this.initialized.get(
      address
        .replace(/\[[^\]]*\]/g, '')
        .replace(/^module\./, '')
        .replaceAll('.module.', '.'),
    );
  }

  /** Counts a call of a module. */
  call(): void {
    if (++this.modules > maximumModules) throw new TooMuch(`more than ${maximumModules} calls of modules`);
  }

  add(resource: DeclaredResource): void {
    if (this.resources.length >= maximumResources) throw new TooMuch(`more than ${maximumResources} resources`);
    this.resources.push(resource);
  }

  /** The Terraform files of a folder, each read once, with what is wrong with them told once. */
  filesIn(folder: string): readonly SourceFile[] {
    const known = this.folders.get(folder);
    if (known) return known;
    const files: SourceFile[] = [];
    for (const name of namesIn(folder)) {
      const path = join(folder, name);
      const text = this.options.read(path);
      if (text === undefined) this.problems.push({ file: path, line: 1, message: 'the file cannot be read' });
      else {
        const file = new SourceFile(path, text);
        for (const { offset, message } of file.problems) this.problems.push({ ...file.origin(offset), message });
        files.push(file);
      }
    }
    this.folders.set(folder, files);
    return files;
  }
}

/** Folders of modules by the names of their calls, as `terraform init` lists them. */
function broughtModules(root: string, read: ConfigurationOptions['read']): Map<string, string> {
  const text = read(join(root, '.terraform', 'modules', 'modules.json'));
  const listed = text === undefined ? undefined : member(parseJson(text), 'Modules');
  return new Map(
    list(listed).flatMap((module): [string, string][] => {
      const key = knownText(member(module, 'Key'));
      const folder = knownText(member(module, 'Dir'));
      return key === undefined || key === '' || folder === undefined ? [] : [[key, resolve(root, folder)]];
    }),
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.name.endsWith('.tf') && !entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}
