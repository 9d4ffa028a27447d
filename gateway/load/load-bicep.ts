import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { followDeployment } from '../../bicep/deployment.ts';
import { parseJson, toValues } from '../../bicep/functions.ts';
import { isObject, type ObjectValue, textOf, Unknown, type Value } from '../../bicep/value.ts';
import { member } from './deployment-values.ts';
import { displayPath } from './display-path.ts';
import type { ForeignService } from './foreign-service.ts';
import { LoadError } from './load-error.ts';
import { isWantedResource, loadResources } from './load-resources.ts';
import { readerOf, repositoryOf } from './repository.ts';

/** The Bicep file that a folder is deployed from: as azd has it, or beside the folder's policies. */
export function mainBicep(folder: string): string | undefined {
  return ['infra/main.bicep', 'main.bicep'].map((name) => join(folder, name)).find((path) => existsSync(path));
}

/**
 * Loads the API Management service that a Bicep file deploys, its modules included: APIs, operations, policies by
 * `loadTextContent` or inline, products, fragments, named values and backends. Files outside the repository are not read.
 * @param given values of parameters, which win over those of a parameter file
 * @throws LoadError when the file can't be read or deploys no API Management
 */
export function loadBicep(main: string, given: Readonly<Record<string, unknown>> = {}): ForeignService {
  const path = resolve(main);
  const root = repositoryOf(dirname(path));
  const read = readerOf(root);
  if (read(path) === undefined) throw new LoadError([{ file: displayPath(path), message: 'cannot be read.' }]);
  const deployment = followDeployment(path, {
    parameters: { ...parametersOf(path, read), ...toValues(given) },
    ...parameterFile(path, read),
    read,
    wanted: isWantedResource,
  });
  const foreign = loadResources(deployment.resources, basename(root));
  const problems = deployment.problems.map(({ file, line, message }) => ({
    file: displayPath(file),
    line,
    column: 1,
    message: `${message}.`,
  }));
  if (foreign.service.apis.length === 0 && !foreign.service.policy) {
    const message = 'deploys no API of API Management.';
    throw new LoadError([{ file: displayPath(path), message }, ...problems]);
  }
  return { ...foreign, gaps: [...problems, ...foreign.gaps] };
}

/** The `.bicepparam` beside a file. */
function parameterFile(file: string, read: (file: string) => string | undefined): { parameterFile?: string } {
  const path = file.replace(/\.bicep$/, '.bicepparam');
  return read(path) === undefined ? {} : { parameterFile: path };
}

/** Parameters from the `.parameters.json` beside a file; azd's `${NAME=default}` gives its default. */
function parametersOf(file: string, read: (file: string) => string | undefined): ObjectValue {
  const text = read(file.replace(/\.bicep$/, '.parameters.json'));
  const parsed = text === undefined ? undefined : parseJson(text);
  const parameters =
    parsed === undefined || parsed === null || !isObject(parsed) ? undefined : member(parsed, 'parameters');
  if (parameters === undefined || parameters === null || !isObject(parameters)) return {};
  const values: Record<string, Value> = {};
  for (const [name, holder] of Object.entries(parameters)) {
    const value = member(holder, 'value');
    if (value === undefined) continue;
    values[name] = typeof value === 'string' ? environment(value) : value;
  }
  return values;
}

function environment(value: string): Value {
  const parts = value.split(/(\$\{[^}]*\})/).map((part) => {
    const match = /^\$\{([A-Za-z_]\w*)(?:=([^}]*))?\}$/.exec(part);
    if (!match) return part;
    return match[2] ?? new Unknown(match[1] ?? part, { type: 'environment', path: [match[1] ?? ''] });
  });
  return textOf(parts);
}
