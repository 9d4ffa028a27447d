import { parseJson } from '../../bicep/functions.ts';
import { isObject, type ObjectValue, type Origin, Text, textOf, Unknown, type Value } from '../../bicep/value.ts';
import { member } from './deployment-values.ts';

/**
 * The values of a file of parameters, as Azure Resource Manager and azd have it: azd puts the environment's variables in
 * place of `${NAME}`, with `${NAME=default}` for those that are not set.
 * @param file its path, and its content: undefined where there is no file
 */
export function parameterValues(file: string, text: string | undefined): ObjectValue {
  const parameters = member(text === undefined ? undefined : parseJson(text, file), 'parameters');
  if (parameters === undefined || parameters === null || !isObject(parameters)) return {};
  const values: Record<string, Value> = {};
  for (const [name, holder] of Object.entries(parameters)) {
    const value = member(holder, 'value');
    if (value !== undefined) values[name] = substituted(value);
  }
  return values;
}

function substituted(value: Value): Value {
  if (typeof value === 'string') return environment(value);
  if (value instanceof Text) return environment(value.toString(), value.origin);
  if (Array.isArray(value)) return value.map(substituted);
  if (value === null || !isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, substituted(inner)]));
}

/** What azd asks for before every deployment: any value does, and names of resources are made of them. */
const askedByAzd: Readonly<Record<string, string>> = { AZURE_ENV_NAME: 'sallyport', AZURE_LOCATION: 'westeurope' };

function environment(value: string, origin?: Origin): Value {
  const parts = value
    .split(/(\$\{[^}]*\})/)
    .filter((part) => part !== '')
    .map((part) => {
      const match = /^\$\{([A-Za-z_]\w*)(?:=([^}]*))?\}$/.exec(part);
      if (!match) return part;
      const known = match[2] ?? askedByAzd[match[1] ?? ''];
      return known ?? new Unknown(match[1] ?? part, { type: 'environment', path: [match[1] ?? ''] });
    });
  const [only, ...others] = parts;
  return only instanceof Unknown && others.length === 0 ? only : textOf(parts, origin);
}
