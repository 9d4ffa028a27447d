import { resolve } from 'node:path';
import { type LoadOptions, parametersOfFiles } from '../../gateway/load/index.ts';
import type { FoundConfiguration } from './read-configuration.ts';

/**
 * What a configuration says of how the files are to be read.
 * @throws LoadError when a file of parameters can't be
 */
export async function loadOptions(found: FoundConfiguration | undefined): Promise<LoadOptions> {
  if (!found) return {};
  const { format, parameters, parameterFiles = [], overrides } = found.configuration;
  const files = await parametersOfFiles(parameterFiles.map((file) => resolve(found.folder, file)));
  return {
    ...(format ? { format } : {}),
    parameters: { ...files, ...parameters },
    ...(overrides === undefined ? {} : { overrides: resolve(found.folder, overrides) }),
  };
}
