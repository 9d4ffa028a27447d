import { basename } from 'node:path';
import { parseJson } from '../../bicep/functions.ts';
import { isObject, knownText, Text, type Value } from '../../bicep/value.ts';
import { LineIndex } from '../document/text-position.ts';
import { displayPath } from './display-path.ts';
import { jsonFault } from './json-syntax.ts';
import { LoadError } from './load-error.ts';
import { readTextFile } from './policy-files.ts';
import { variablesIn } from './terraform/variable-files.ts';

/** A value as plain data; undefined for what is not known. */
function plain(value: Value | undefined): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Text) return knownText(value);
  if (value === undefined || value === null || typeof value !== 'object') return value;
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
    : undefined;
}

/** Values in the form of ARM's parameter files: `{"parameters": {"name": {"value": …}}}`. */
function fromJsonText(file: string, text: string): Record<string, unknown> {
  const fault = jsonFault(text);
  if (fault) {
    const place = new LineIndex(text).position(fault.offset);
    throw new LoadError([{ file: displayPath(file), ...place, message: `not valid JSON: ${fault.message}.` }]);
  }
  const parsed = parseJson(text) ?? null;
  const parameters = parsed !== null && isObject(parsed) ? parsed.parameters : undefined;
  if (parameters === undefined || parameters === null || !isObject(parameters)) {
    throw new LoadError([{ file: displayPath(file), message: "has no 'parameters', as parameter files of ARM do." }]);
  }
  const values: Record<string, unknown> = {};
  for (const [name, holder] of Object.entries(parameters))
    if (holder !== null && isObject(holder) && holder.value !== undefined) values[name] = plain(holder.value);
  return values;
}

/**
 * Values of parameters or variables by the files of an environment: `.tfvars` and `.tfvars.json` of Terraform, parameter
 * files of ARM. Later files win.
 * @throws LoadError naming the file that can't be read, or is of another kind
 */
export async function parametersOfFiles(files: readonly string[]): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const file of files) {
    let text: string;
    try {
      text = await readTextFile(file);
    } catch (error) {
      throw new LoadError([{ file: displayPath(file), message: `${(error as Error).message}.` }]);
    }
    const name = basename(file);
    if (/\.tfvars(?:\.json)?$/.test(name)) Object.assign(values, plain(variablesIn(name, text)));
    else if (name.endsWith('.json')) Object.assign(values, fromJsonText(file, text));
    else {
      const message = 'is no file of parameters that is read: give .tfvars, .tfvars.json or .parameters.json.';
      throw new LoadError([{ file: displayPath(file), message }]);
    }
  }
  return values;
}
