import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { DeployedResource } from '../../../bicep/deployment.ts';
import { toValues } from '../../../bicep/functions.ts';
import { knownText } from '../../../bicep/value.ts';
import { displayPath } from '../display-path.ts';
import type { ForeignService } from '../foreign-service.ts';
import { LoadError, type LoadProblem } from '../load-error.ts';
import { isWantedResource, loadResources } from '../load-resources.ts';
import { readerOf, repositoryOf } from '../repository.ts';
import { azapiResource, isAzapiType } from './azapi-resources.ts';
import { directoryResources, isDirectoryType } from './azuread.ts';
import { azurermResources, isAzurermType } from './azurerm-resources.ts';
import { followConfiguration } from './module.ts';
import { assignedVariables } from './variable-files.ts';
import type { DeclaredResource } from './world.ts';

/** The folder of a Terraform configuration: the folder itself, or where repositories keep it; undefined without one. */
export function terraformFolder(folder: string): string | undefined {
  return ['.', 'infra', 'terraform', 'infra/terraform']
    .map((inner) => join(folder, inner))
    .find((path) => {
      try {
        return readdirSync(path).some((name) => name.endsWith('.tf'));
      } catch {
        return false;
      }
    });
}

/**
 * Loads the API Management service that a Terraform configuration declares with the providers azurerm, azapi and azuread,
 * local modules included. Calls of modules that are not here count as what their inputs say, when the module is called
 * like a resource.
 * @param given values of variables, which win over `terraform.tfvars` and defaults
 * @param named the folder that the user named
 * @throws LoadError when it declares no API
 */
export function loadTerraform(
  folder: string,
  given: Readonly<Record<string, unknown>> = {},
  named?: string,
): ForeignService {
  const path = resolve(folder);
  const root = repositoryOf(path, named);
  const read = readerOf(root);
  const followed = [...(root === path ? [] : stagesBefore(path)), path].map((stage) =>
    followConfiguration(stage, {
      variables: { ...assignedVariables(stage, read), ...toValues(given) },
      read,
      root,
      wanted: (type) => isAzurermType(type) || isAzapiType(type) || isDirectoryType(type),
    }),
  );
  const resources = followed.flatMap((each) => each.resources);
  const problems = followed.flatMap((each) => each.problems);
  const { deployed, gaps } = deployedResources(resources);
  const foreign = loadResources(deployed, basename(path));
  const unread = problems.map(({ file, line, message }) => ({
    file: displayPath(file),
    line,
    column: 1,
    message: `${message}.`,
  }));
  if (foreign.service.apis.length === 0 && !foreign.service.policy) {
    throw new LoadError([{ file: displayPath(path), message: 'declares no API of API Management.' }, ...unread]);
  }
  return { ...foreign, gaps: [...unread, ...gaps, ...foreign.gaps] };
}

/** Stages that are loaded before one; nobody has more. */
const mostStages = 20;
const stage = /^\d+[-_.]/;

/**
 * Configurations beside one that are deployed before it: where folders are numbered, as `01-platform` and `03-server`,
 * those of lower numbers.
 */
function stagesBefore(folder: string): string[] {
  const own = basename(folder);
  if (!stage.test(own)) return [];
  const outer = dirname(folder);
  const number = (name: string): number => Number.parseInt(name, 10);
  try {
    return readdirSync(outer, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && stage.test(entry.name) && number(entry.name) < number(own))
      .map(({ name }) => join(outer, name))
      .sort()
      .slice(0, mostStages);
  } catch {
    return [];
  }
}

/** What the providers' resources are to Azure Resource Manager, and those that nobody can tell that of. */
function deployedResources(resources: readonly DeclaredResource[]): {
  readonly deployed: readonly DeployedResource[];
  readonly gaps: readonly LoadProblem[];
} {
  const gaps: LoadProblem[] = [];
  const deployed: DeployedResource[] = [];
  for (const resource of resources) {
    if (!isAzapiType(resource.type)) {
      deployed.push(...azurermResources(resource));
      continue;
    }
    const type = knownText(resource.body.type) ?? '';
    if (!isWantedResource(type.replace(/@.*$/, ''))) continue;
    const known = azapiResource(resource);
    if (known) deployed.push(known);
    else {
      const message = `'${type}' by azapi is not loaded: its parent or body is known only when deployed.`;
      gaps.push({ file: displayPath(resource.file), line: resource.line, column: 1, message });
    }
  }
  return { deployed: [...deployed, ...directoryResources(resources)], gaps };
}
