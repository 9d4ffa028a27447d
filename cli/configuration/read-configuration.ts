/** Finds and reads `sallyport.config.{ts,json,yaml}`. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { core } from 'zod';
import { faultMessage } from '../../gateway/load/index.ts';
import { closest } from '../closest.ts';
import { CommandError, placed } from '../command-error.ts';
import { DataError, type PlacedData, placedData } from './placed-data.ts';
import { type Configuration, configurationSchema } from './schema.ts';

/** Names of the file, in the order in which they are looked for. */
const configurationFiles = ['ts', 'mts', 'js', 'mjs', 'json', 'yaml', 'yml'].map(
  (ending) => `sallyport.config.${ending}`,
);

/** A configuration, and what its paths are relative to. */
export interface FoundConfiguration {
  readonly file: string;
  readonly folder: string;
  readonly configuration: Configuration;
}

/** The configuration file of a folder. @throws CommandError when it has two */
export function findConfiguration(folder: string): string | undefined {
  const found = configurationFiles.map((name) => join(folder, name)).filter((path) => existsSync(path));
  if (found.length > 1) throw new CommandError(`${found.join(' and ')} are both here; keep one`);
  return found[0];
}

/** A file as the user knows it. */
const shown = (file: string): string => {
  const path = relative(process.cwd(), file);
  return path === '' || path.startsWith('..') ? file : path;
};

/** Every key that is valid where an unknown one stands: the members of the object schema at a path. */
function validKeys(path: readonly PropertyKey[]): string[] {
  let schema: unknown = configurationSchema;
  for (const part of path) schema = inside(schema, part);
  const shape = objectShape(schema);
  return shape ? Object.keys(shape) : [];
}

type Definition = {
  readonly type: string;
  readonly innerType?: unknown;
  readonly shape?: Record<string, unknown>;
  readonly element?: unknown;
  readonly valueType?: unknown;
  readonly options?: readonly unknown[];
};

/** What a schema says of itself, wrappers such as optional taken off. */
function definitionOf(schema: unknown): Definition | undefined {
  let current = schema as { readonly _zod?: { readonly def: Definition } } | undefined;
  while (current?._zod?.def.innerType !== undefined) current = current._zod.def.innerType as typeof current;
  return current?._zod?.def;
}

const objectShape = (schema: unknown): Record<string, unknown> | undefined => definitionOf(schema)?.shape;

function inside(schema: unknown, part: PropertyKey): unknown {
  const definition = definitionOf(schema);
  if (definition?.shape) return definition.shape[String(part)];
  return definition?.element ?? definition?.valueType;
}

/** One line for each fault of an issue, with the nearest valid key for an unknown one. */
function faults(issue: core.$ZodIssue, file: string, data: PlacedData | undefined, content: unknown): string[] {
  const where = (path: readonly PropertyKey[], of: 'key' | 'value', message: string): string =>
    placed({ file, ...data?.place(path, of), message });
  const label = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const valid = validKeys(issue.path);
    return issue.keys.map((key) => {
      const near = closest(key, valid);
      const hint = near === undefined ? '' : `; did you mean '${near}'?`;
      const list = valid.length > 0 ? ` (valid keys${label === '' ? '' : ` of '${label}'`}: ${valid.join(', ')})` : '';
      return where([...issue.path, key], 'key', `unknown key '${key}'${hint}${list}`);
    });
  }
  const message = faultMessage(issue, content, closest);
  const [deeper] =
    issue.code === 'invalid_union'
      ? issue.errors.flat().filter((each) => each.path.length > 0 && each.code !== 'invalid_type')
      : [];
  const path = deeper ? [...issue.path, ...deeper.path] : issue.path;
  const at = path.map(String).join('.');
  return [where(path, 'value', at === '' ? message : `${at}: ${message}`)];
}

/**
 * Reads a configuration file.
 * @throws CommandError with a line for each fault: file, line where the format has lines, what, and what is valid
 */
export async function readConfiguration(path: string): Promise<FoundConfiguration> {
  const file = shown(resolve(path));
  const ending = extname(path);
  let data: PlacedData | undefined;
  let content: unknown;
  if (/^\.m?[tj]s$/.test(ending)) {
    content = await imported(path, file);
  } else {
    try {
      data = placedData(await readFile(path, 'utf8'));
      content = data.data;
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      const kind = ending === '.json' ? 'JSON' : 'YAML';
      throw new CommandError(
        placed({ file, line: error.line, column: error.column, message: `not valid ${kind}: ${error.message}` }),
      );
    }
  }
  const parsed = configurationSchema.safeParse(content);
  if (!parsed.success) {
    throw new CommandError(parsed.error.issues.flatMap((issue) => faults(issue, file, data, content)).join('\n'));
  }
  return { file, folder: dirname(resolve(path)), configuration: parsed.data };
}

async function imported(path: string, file: string): Promise<unknown> {
  let module: { readonly default?: unknown };
  try {
    module = (await import(pathToFileURL(resolve(path)).href)) as typeof module;
  } catch (error) {
    throw new CommandError(`${file}: cannot be run: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (module.default === undefined) throw new CommandError(`${file}: needs a default export with the configuration`);
  return module.default;
}
