/** The publisher's configuration of an environment: what it changes of the artifacts. */
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import type { DeployedResource } from '../../../bicep/deployment.ts';
import { toValues } from '../../../bicep/functions.ts';
import { isObject, type ObjectValue, textOf, Unknown, type Value } from '../../../bicep/value.ts';
import { displayPath } from '../display-path.ts';
import { LoadError, type LoadProblem } from '../load-error.ts';
import { repositoryOf } from '../repository.ts';
import { serviceType } from '../resources/service-type.ts';

/** Sections of the file, and the segments of resource types that they are about. */
const sections: Readonly<Record<string, string>> = {
  apis: 'apis',
  backends: 'backends',
  diagnostics: 'diagnostics',
  gateways: 'gateways',
  groups: 'groups',
  loggers: 'loggers',
  namedValues: 'namedValues',
  operations: 'operations',
  policies: 'policies',
  policyFragments: 'policyFragments',
  products: 'products',
  subscriptions: 'subscriptions',
  tags: 'tags',
  versionSets: 'apiVersionSets',
  workspaces: 'workspaces',
};
/** Sections about what no gateway runs by, which are no artifacts here. */
const without = new Set(['gateways', 'groups', 'loggers', 'tags']);

/** Files that the publisher takes by their usual names, beside an artifact tree or in a folder above it. */
export function overrideFiles(tree: string): string[] {
  const root = repositoryOf(tree);
  const found: string[] = [];
  for (let folder = tree; ; folder = dirname(folder)) {
    try {
      const names = readdirSync(folder).filter((name) => /^configuration\.[^.]+\.ya?ml$/.test(name));
      found.push(...names.filter((name) => !/extractor/i.test(name)).map((name) => join(folder, name)));
    } catch {
      // a folder that can't be read has none
    }
    if (folder === root || dirname(folder) === folder) return found.sort();
  }
}

interface Override {
  readonly type: string;
  readonly names: readonly string[];
  readonly properties: ObjectValue;
  readonly line: number;
  readonly known: boolean;
}

const deepest = 6;

/** A text in which the pipeline replaces `{#[NAME]#}` before it publishes. */
function withTokens(value: Value): Value {
  if (typeof value === 'string') {
    const parts = value
      .split(/(\{#\[[^\]]*\]#\})/)
      .map((part, index) => (index % 2 === 1 ? new Unknown(part.slice(3, -3)) : part));
    return parts.length === 1 ? value : textOf(parts);
  }
  if (Array.isArray(value)) return value.map(withTokens);
  if (value === null || !isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withTokens(inner)]));
}

/** Objects to any depth; the second wins. */
function merged(a: Value | undefined, b: Value): Value {
  if (a === undefined || a === null || !isObject(a) || b === null || !isObject(b)) return b;
  const result: Record<string, Value> = { ...a };
  for (const [key, value] of Object.entries(b)) if (key !== '__proto__') result[key] = merged(result[key], value);
  return result;
}

function read(file: string, text: string): Override[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const shown = displayPath(file);
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    const [message = ''] = error.message.split('\n');
    throw new LoadError([{ file: shown, line, column: col, message: `not valid YAML: ${message.replace(/:$/, '')}.` }]);
  }
  const found: Override[] = [];
  const visit = (map: YAMLMap, type: string, names: readonly string[], depth: number): void => {
    for (const { key, value } of map.items) {
      const section = isScalar(key) ? String(key.value) : '';
      const segment = Object.hasOwn(sections, section) ? sections[section] : undefined;
      if (segment === undefined || !isSeq(value)) continue;
      for (const item of value.items) {
        if (!isMap(item)) continue;
        const { line } = lines.linePos(item.range?.[0] ?? 0);
        const name = item.get('name');
        if (typeof name !== 'string') {
          throw new LoadError([{ file: shown, line, column: 1, message: `an item of '${section}' has no name.` }]);
        }
        const properties: unknown = item.toJS(document)?.properties;
        const own = typeof properties === 'object' && properties !== null ? toValues({ properties }) : {};
        const overridden = [...names, name];
        const known = !without.has(section);
        found.push({
          type: `${type}/${segment}`,
          names: overridden,
          properties: withTokens(own) as ObjectValue,
          line,
          known,
        });
        if (depth < deepest) visit(item, `${type}/${segment}`, overridden, depth + 1);
      }
    }
  };
  if (isMap(document.contents)) visit(document.contents, serviceType, [], 0);
  return found;
}

/**
 * Resources with what a configuration changes of them.
 * @param file the configuration's path, and its text
 * @throws LoadError when it is no YAML, or an item of it has no name
 */
export function withOverrides(
  resources: readonly DeployedResource[],
  file: string,
  text: string,
): { readonly resources: DeployedResource[]; readonly gaps: LoadProblem[] } {
  const gaps: LoadProblem[] = [];
  const changed = [...resources];
  for (const { type, names, properties, line, known } of read(file, text)) {
    const at = changed.findIndex(
      (resource) =>
        resource.type.toLowerCase() === type.toLowerCase() &&
        resource.names.slice(1).join('/').toLowerCase() === names.join('/').toLowerCase(),
    );
    const before = changed[at];
    if (before) changed[at] = { ...before, body: merged(before.body, properties) as ObjectValue };
    else if (known && Object.keys(properties).length > 0) {
      const message = `'${names.join('/')}' is overridden, and there is no artifact of that name.`;
      gaps.push({ file: displayPath(file), line, column: 1, message });
    }
  }
  return { resources: changed, gaps };
}

/** What is said of files that would change the artifacts and that nobody chose. */
export function notApplied(files: readonly string[]): LoadProblem[] {
  const [first] = files;
  if (first === undefined) return [];
  const names = files.map((file) => basename(file)).join(', ');
  const message = `not applied: ${names}, which change the artifacts for an environment; 'overrides' in the configuration chooses one.`;
  return [{ file: displayPath(first), line: 1, column: 1, message }];
}
