import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '../../../bicep/functions.ts';
import { isObject, type ObjectValue, type Value } from '../../../bicep/value.ts';
import { evaluate } from './evaluate.ts';
import { SourceFile } from './source-file.ts';

/** Files of variables that Terraform reads of itself, in the order in which later ones win. */
function names(folder: string): string[] {
  let all: string[];
  try {
    all = readdirSync(folder);
  } catch {
    return [];
  }
  const automatic = all.filter((name) => /\.auto\.tfvars(?:\.json)?$/.test(name)).sort();
  return [...['terraform.tfvars', 'terraform.tfvars.json'].filter((name) => all.includes(name)), ...automatic];
}

/** Steps that the values of one file may take: they are literals. */
const mostSteps = 100_000;

/** The variables that a text in the form of `.tfvars`, or of `.tfvars.json`, assigns. */
export function variablesIn(path: string, text: string): ObjectValue {
  if (path.endsWith('.json')) {
    const parsed = parseJson(text, path);
    return parsed !== undefined && parsed !== null && isObject(parsed) ? parsed : {};
  }
  const file = new SourceFile(path, text);
  let steps = 0;
  const around = {
    text,
    root: () => undefined,
    load: () => undefined,
    origin: (offset: number) => file.origin(offset),
    step: () => {
      if (++steps > mostSteps) throw new RangeError('too many steps');
    },
  };
  const values: Record<string, Value> = {};
  try {
    for (const { name, value } of file.body.attributes)
      if (name !== '__proto__') values[name] = evaluate(value, around, new Map());
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return values;
}

/** Values of variables by `terraform.tfvars` and `*.auto.tfvars` beside a configuration. */
export function assignedVariables(folder: string, read: (path: string) => string | undefined): ObjectValue {
  const values: Record<string, Value> = {};
  for (const name of names(folder)) {
    const path = join(folder, name);
    const text = read(path);
    if (text !== undefined) Object.assign(values, variablesIn(path, text));
  }
  return values;
}
