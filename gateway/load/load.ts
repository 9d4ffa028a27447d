import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PolicyFormat, PolicySource, ServiceModel } from '../model.ts';
import { displayPath } from './display-path.ts';
import { inferRoles, type RoleGuess, withRoles } from './infer-roles.ts';
import { isApiOpsFolder, loadApiOps } from './load-apiops.ts';
import { LoadError, type LoadProblem } from './load-error.ts';
import { loadManifest, manifestFile } from './load-manifest.ts';
import { loadPlain } from './load-plain.ts';
import { usagesOf } from './usage.ts';

/** What was found at a path: a whole service, or policies that nothing says the use of. */
export type Loaded =
  | {
      readonly layout: 'manifest' | 'apiops';
      readonly service: ServiceModel;
      /** What the layout does not say, or was left out. */
      readonly gaps: readonly LoadProblem[];
      /** Roles that named values seem to have; the service has them. */
      readonly guesses: readonly RoleGuess[];
    }
  | { readonly layout: 'plain'; readonly sources: readonly PolicySource[] };

/**
 * Loads the policies at `path`, whichever layout they are in: a folder with our own manifest (or the manifest itself),
 * an artifact tree of APIOps, else every policy document below it.
 * @param format how plain documents are deployed, which nothing in them says
 * @throws LoadError naming what is wrong, where
 */
export async function load(path: string, format: PolicyFormat = 'rawxml'): Promise<Loaded> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new LoadError([{ file: displayPath(path), message: 'does not exist.' }]);
  if (!found.isDirectory() && basename(path) === manifestFile) {
    return { layout: 'manifest', service: await loadManifest(dirname(path)), gaps: [], guesses: [] };
  }
  if (found.isDirectory() && (await isFile(join(path, manifestFile)))) {
    return { layout: 'manifest', service: await loadManifest(path), gaps: [], guesses: [] };
  }
  if (found.isDirectory() && (await isApiOpsFolder(path))) {
    const { service, gaps } = await loadApiOps(path);
    const guesses = inferRoles(usagesOf(service).keys(), service.namedValues);
    return { layout: 'apiops', service: withRoles(service, guesses), gaps, guesses };
  }
  return { layout: 'plain', sources: await loadPlain(path, format) };
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
