/** `deployments` of a configuration: what one file says of each of several. */
import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { repositoryOf } from '../../gateway/load/index.ts';
import { CommandError } from '../command-error.ts';
import { type FoundConfiguration, findConfiguration, readConfiguration } from './read-configuration.ts';
import type { Configuration } from './schema.ts';

/** Whether a path is a folder, or lies in it. */
function isIn(folder: string, path: string): boolean {
  const inner = relative(folder, path);
  return !inner.startsWith('..') && !isAbsolute(inner);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys whose members join those that are said for all; of the others, what is said for one deployment is all that counts. */
const joined = new Set(['parameters', 'namedValues', 'hosts']);

function merged(all: Configuration, own: Configuration): Configuration {
  const result: Record<string, unknown> = { ...all };
  for (const [key, value] of Object.entries(own)) {
    const before = result[key];
    result[key] = joined.has(key) && isRecord(before) && isRecord(value) ? { ...before, ...value } : value;
  }
  const { deployments: _deployments, ...rest } = result as Configuration;
  return rest;
}

/** The configuration of the deployment at a path, and where its policies are to be looked for. */
export interface ChosenConfiguration {
  readonly found: FoundConfiguration;
  readonly path: string;
}

/**
 * What a configuration says of one deployment: what it says for all, changed by what it says for the innermost folder of
 * `deployments` that the path is, or lies in. A path around exactly one of them stands for that one.
 * @throws CommandError when there are several below the path, naming them
 */
export function ofDeployment(found: FoundConfiguration, path: string): ChosenConfiguration {
  const { deployments } = found.configuration;
  if (!deployments) return { found, path };
  const wanted = resolve(path);
  const all = Object.entries(deployments).map(([name, own]) => ({ name, own, place: resolve(found.folder, name) }));
  const missing = all.find(({ place }) => !existsSync(place));
  if (missing) throw new CommandError(`${found.file}: deployments: '${missing.name}' does not exist`);
  const [around] = all.filter(({ place }) => isIn(place, wanted)).sort((a, b) => b.place.length - a.place.length);
  const below = all.filter(({ place }) => isIn(wanted, place));
  if (!around && below.length > 1) {
    const names = below.map(({ name }) => name).join(', ');
    throw new CommandError(`${found.file}: '${path}' has ${below.length} deployments; name one of them: ${names}`);
  }
  const chosen = around ?? below[0];
  const configuration = merged(found.configuration, chosen?.own ?? {});
  return { found: { ...found, configuration }, path: around || !chosen ? path : chosen.place };
}

/**
 * The configuration for what is at a path: the file that is named, else the one in that folder, else the nearest one in a
 * folder above it, within the repository, that lists deployments.
 * @param named by the user
 */
export async function configurationFor(
  path: string,
  named?: string,
): Promise<{ readonly found?: FoundConfiguration; readonly path: string }> {
  if (named !== undefined) return ofDeployment(await readConfiguration(named), path);
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const start = resolve(isFolder ? path : dirname(path));
  const own = isFolder ? findConfiguration(path) : undefined;
  if (own !== undefined) return ofDeployment(await readConfiguration(own), path);
  const root = repositoryOf(start);
  for (let folder = isFolder ? dirname(start) : start; isIn(root, folder); folder = dirname(folder)) {
    const file = findConfiguration(folder);
    const found = file === undefined ? undefined : await readConfiguration(file);
    if (found?.configuration.deployments) return ofDeployment(found, path);
    if (dirname(folder) === folder) break;
  }
  return { path };
}
