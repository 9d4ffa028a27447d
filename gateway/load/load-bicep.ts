import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { followDeployment } from '../../bicep/deployment.ts';
import { toValues } from '../../bicep/functions.ts';
import type { ObjectValue } from '../../bicep/value.ts';
import { displayPath } from './display-path.ts';
import type { ForeignService } from './foreign-service.ts';
import { LoadError } from './load-error.ts';
import { isWantedResource, loadResources } from './load-resources.ts';
import { parameterValues } from './parameter-values.ts';
import { readerOf, repositoryOf } from './repository.ts';

/** The Bicep file that a folder is deployed from: as azd has it, or beside the folder's policies. */
export function mainBicep(folder: string): string | undefined {
  return ['infra/main.bicep', 'main.bicep'].map((name) => join(folder, name)).find((path) => existsSync(path));
}

/**
 * Loads the API Management service that a Bicep file deploys, its modules included: APIs, operations, policies by
 * `loadTextContent` or inline, products, fragments, named values and backends. Files outside the repository are not read.
 * @param given values of parameters, which win over those of a parameter file
 * @param named the folder that the user named
 * @throws LoadError when the file can't be read or deploys no API Management
 */
export function loadBicep(main: string, given: Readonly<Record<string, unknown>> = {}, named?: string): ForeignService {
  return loadBicepFiles([main], given, named);
}

/**
 * Loads the service that several Bicep files deploy together, one after another.
 * @throws LoadError as loadBicep does, of the first
 */
export function loadBicepFiles(
  files: readonly string[],
  given: Readonly<Record<string, unknown>> = {},
  named?: string,
): ForeignService {
  const path = resolve(files[0] ?? '');
  const root = repositoryOf(dirname(path), named);
  const read = readerOf(root);
  if (read(path) === undefined) throw new LoadError([{ file: displayPath(path), message: 'cannot be read.' }]);
  const deployments = files.map((file) =>
    followDeployment(resolve(file), {
      parameters: {
        ...parametersOf(resolve(file).replace(/\.bicep$/, '.parameters.json'), read),
        ...toValues(given),
      },
      ...parameterFile(resolve(file), read),
      read,
      wanted: isWantedResource,
    }),
  );
  const foreign = loadResources(
    deployments.flatMap(({ resources }) => resources),
    basename(root),
  );
  const found = deployments.flatMap((deployment) => deployment.problems);
  const idle = deployments.flatMap((deployment) => deployment.idle);
  const problems = found.map(({ file, line, message }) => ({
    file: displayPath(file),
    line,
    column: 1,
    message: `${message}.`,
  }));
  if (foreign.service.apis.length === 0 && !foreign.service.policy) {
    const message = 'deploys no API of API Management.';
    // what may hold an API comes first: the list is cut
    const likely = ({ message: what }: (typeof idle)[number]): number =>
      Number(/^'[^']*(?:api|mcp|gateway)/i.test(what));
    const unused = [...idle]
      .sort((a, b) => likely(b) - likely(a))
      .map(({ file, line, message: what }) => ({
        file: displayPath(file),
        line,
        column: 1,
        message: `${what}.`,
      }));
    throw new LoadError([{ file: displayPath(path), message }, ...unused.slice(0, 20), ...problems]);
  }
  return { ...foreign, gaps: [...problems, ...foreign.gaps] };
}

const parametersOf = (file: string, read: (file: string) => string | undefined): ObjectValue =>
  parameterValues(file, read(file));

/** The `.bicepparam` beside a file. */
function parameterFile(file: string, read: (file: string) => string | undefined): { parameterFile?: string } {
  const path = file.replace(/\.bicep$/, '.bicepparam');
  return read(path) === undefined ? {} : { parameterFile: path };
}
