/** The azd environment that a command is meant for: its name, and the values that azd keeps for it. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { CommandError } from '../command-error.ts';
import { parseDotenv } from './dotenv.ts';

export interface AzdEnvironment {
  readonly name: string;
  /** Its `.env`, as a person standing here would name it. */
  readonly file: string;
  readonly values: ReadonlyMap<string, string>;
}

export interface AzdOptions {
  /** Name of the environment; `AZURE_ENV_NAME`, else azd's default, unless told. */
  readonly name?: string;
  /** Where the search for `.azure` begins, upwards. */
  readonly from?: string;
  readonly variables?: Readonly<Record<string, string | undefined>>;
}

/** What azd takes for the name of an environment. */
const nameForm = /^(?!\.{1,2}$)[A-Za-z0-9\-().]{1,64}$/;

/** The folder `.azure` of the project that `from` is in: beside its `azure.yaml`, as azd looks for it. */
function azureFolder(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const found = join(folder, '.azure');
    if (existsSync(found)) return found;
    const isProject = ['azure.yaml', 'azure.yml'].some((name) => existsSync(join(folder, name)));
    if (isProject || dirname(folder) === folder) break;
  }
  throw new CommandError(
    `--target azd: there is no azd environment in '${resolve(from)}' or above it: run 'azd up' first, or name a target.json`,
  );
}

/** The environment that azd would take. */
async function defaultName(folder: string): Promise<string | undefined> {
  try {
    const config = JSON.parse((await readFile(join(folder, 'config.json'), 'utf8')).replace(/^\ufeff/, '')) as unknown;
    const name = (config as { defaultEnvironment?: unknown } | null)?.defaultEnvironment;
    return typeof name === 'string' && name !== '' ? name : undefined;
  } catch {
    return undefined;
  }
}

/** Names of the environments that there are. */
async function environments(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.length === 0 ? 'there is none' : `there are ${names.sort().join(', ')}`;
}

/**
 * Finds the environment and reads its values.
 * @throws CommandError when there is none, none is chosen, or it was never provisioned
 */
export async function readAzdEnvironment(options: AzdOptions = {}): Promise<AzdEnvironment> {
  const { from = '.', variables = process.env } = options;
  const folder = azureFolder(from);
  const name = options.name ?? (variables.AZURE_ENV_NAME || (await defaultName(folder)));
  if (name === undefined) {
    throw new CommandError(
      `--target azd: no azd environment is chosen; give --target azd:NAME, AZURE_ENV_NAME or 'azd env select' (${await environments(folder)})`,
    );
  }
  if (!nameForm.test(name) || !existsSync(join(folder, name))) {
    throw new CommandError(`--target azd: no azd environment is called '${name}' (${await environments(folder)})`);
  }
  const path = join(folder, name, '.env');
  const file = relative(process.cwd(), path) || path;
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) {
    throw new CommandError(
      `--target azd: the environment '${name}' has no values ('${file}'): run 'azd provision' first`,
    );
  }
  return { name, file, values: parseDotenv(text) };
}
