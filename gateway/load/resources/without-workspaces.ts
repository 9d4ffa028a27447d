import type { DeployedResource } from '../../../bicep/deployment.ts';
import { displayPath } from '../display-path.ts';
import type { LoadProblem } from '../load-error.ts';
import { serviceType } from './service-type.ts';

const prefix = `${serviceType}/`.toLowerCase();
const below = `${prefix}workspaces/`;

/**
 * Resources of workspaces as those of the service, whose gateway serves them. On Azure their named values, backends and
 * fragments are their own; here they join the service's, which must not have others of the same name. The policy of a
 * workspace is a scope of its own: it stays what it is, and APIs are told by their workspace.
 */
export function withoutWorkspaces(resources: readonly DeployedResource[]): {
  readonly joined: DeployedResource[];
  readonly gaps: LoadProblem[];
  /** The workspace that an API is of, by the name of its resource in any case. */
  readonly workspaceOf: (api: string) => string | undefined;
} {
  const gaps: LoadProblem[] = [];
  /** Top-level resources by type and name, with the workspace that they are of. */
  const owners = new Map<string, string>();
  const top = (type: string, name: string | undefined): string =>
    `${type.split('/')[0] ?? ''} ${name ?? ''}`.toLowerCase();
  for (const { type, names } of resources) {
    const lower = type.toLowerCase();
    if (lower.startsWith(prefix) && !lower.startsWith(`${prefix}workspaces`))
      owners.set(top(lower.slice(prefix.length), names[1]), '');
  }
  const joined = resources.flatMap((resource): DeployedResource[] => {
    const { type, names, file, line } = resource;
    const lower = type.toLowerCase();
    if (!lower.startsWith(below) || lower === `${below}policies`) return [resource];
    const rest = type.slice(below.length);
    const [service = '', workspace = '', ...own] = names;
    const key = top(rest, own[0]);
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, workspace);
    else if (owner !== workspace) {
      if (!rest.includes('/'))
        gaps.push({
          file: displayPath(file),
          line,
          column: 1,
          message: `'${own[0] ?? ''}' of the workspace '${workspace}' is a name that ${owner === '' ? 'the service' : `the workspace '${owner}'`} has too; that one is used.`,
        });
      return [];
    }
    return [{ ...resource, type: `${serviceType}/${rest}`, names: [service, ...own] }];
  });
  return { joined, gaps, workspaceOf: (api) => owners.get(top('apis', api)) || undefined };
}
