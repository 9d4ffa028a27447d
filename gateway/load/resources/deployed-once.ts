import type { DeployedResource } from '../../../bicep/deployment.ts';
import { displayPath } from '../display-path.ts';
import type { LoadProblem } from '../load-error.ts';
import { last } from './resource-name.ts';

/**
 * Every resource once: what is deployed twice under one name is what the later declaration says, and an application of
 * Microsoft Graph what both say, because that is changed in place. Of declarations that hang on conditions which are not
 * known, the first is taken.
 */
export function deployedOnce(resources: readonly DeployedResource[]): {
  readonly kept: DeployedResource[];
  readonly gaps: LoadProblem[];
} {
  const kept = new Map<string, DeployedResource>();
  const gaps: LoadProblem[] = [];
  for (const resource of resources) {
    const { type, names } = resource;
    const graph = type.toLowerCase().startsWith('microsoft.graph/');
    // the name of the service itself is left out of account everywhere
    const own = graph ? names : names.slice(1);
    const known = own.length > 0 && !own.some((name) => name.includes('${'));
    const key = known ? `${type.toLowerCase()} ${own.join('/')}`.toLowerCase() : `${kept.size}`;
    const before = kept.get(key);
    if (before && !graph && before.names.slice(1).join('/') !== own.join('/')) {
      gaps.push({
        file: displayPath(resource.file),
        line: resource.line,
        column: 1,
        message: `'${last(names)}' is '${last(before.names)}' of ${displayPath(before.file)}:${before.line} to Azure, where the case of names does not count; the later one is taken.`,
      });
    }
    if (before && graph) kept.set(key, { ...before, body: { ...before.body, ...resource.body } });
    else if (before?.conditional && resource.conditional) {
      gaps.push({
        file: displayPath(resource.file),
        line: resource.line,
        column: 1,
        message: `a condition that is known only when deployed chooses between this '${last(names)}' and that of ${displayPath(before.file)}:${before.line}, which is taken.`,
      });
    } else if (!before || !resource.conditional) kept.set(key, resource);
  }
  return { kept: [...kept.values()], gaps };
}
