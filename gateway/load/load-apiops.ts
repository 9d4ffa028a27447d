import { basename, resolve } from 'node:path';
import { artifactResources } from './apiops/artifact-tree.ts';
import { notApplied, overrideFiles, withOverrides } from './apiops/overrides.ts';
import { displayPath } from './display-path.ts';
import type { ForeignService } from './foreign-service.ts';
import { LoadError } from './load-error.ts';
import { loadResources } from './load-resources.ts';
import { readTextFile } from './policy-files.ts';

/**
 * Loads the artifact tree of APIOps in `folder`, in the form of the toolkit or of its command line: everything that a
 * gateway runs by, workspaces included. Policies are published as rawxml.
 * @param overrides the publisher's configuration of an environment, which changes the artifacts
 * @throws LoadError naming what can't be read
 */
export async function loadApiOps(folder: string, overrides?: string): Promise<ForeignService> {
  const path = resolve(folder);
  const artifacts = await artifactResources(path);
  if (artifacts.every(({ type }) => !/\/(?:apis|policies)$/.test(type)))
    throw new LoadError([{ file: displayPath(path), message: 'has no API, and no policy.' }]);
  if (overrides === undefined) {
    const foreign = loadResources(artifacts, basename(path));
    return { ...foreign, gaps: [...foreign.gaps, ...notApplied(overrideFiles(path))] };
  }
  let text: string;
  try {
    text = await readTextFile(overrides);
  } catch (error) {
    throw new LoadError([{ file: displayPath(overrides), message: `${(error as Error).message}.` }]);
  }
  const { resources, gaps } = withOverrides(artifacts, overrides, text);
  const foreign = loadResources(resources, basename(path));
  return { ...foreign, gaps: [...gaps, ...foreign.gaps] };
}
