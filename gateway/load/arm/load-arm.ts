import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { toValues } from '../../../bicep/functions.ts';
import { plainJson } from '../../../bicep/plain-json.ts';
import type { ObjectValue } from '../../../bicep/value.ts';
import { LineIndex } from '../../document/text-position.ts';
import { displayPath } from '../display-path.ts';
import type { ForeignService } from '../foreign-service.ts';
import { jsonFault } from '../json-syntax.ts';
import { LoadError } from '../load-error.ts';
import { isWantedResource, loadResources } from '../load-resources.ts';
import { parameterValues } from '../parameter-values.ts';
import { headOf, readerOf, repositoryOf } from '../repository.ts';
import { isJsonObject, type Json } from './arm-json.ts';
import { followTemplate, TooLargeError } from './follow-template.ts';

const schema = /schema\.management\.azure\.com\/schemas\/[^/]+\/(?:\w+D|d)eploymentTemplate\.json/i;

/** Whether a text is an ARM template. */
const isTemplate = (text: string): boolean => schema.test(text.slice(0, 2000));

const isParameters = (file: string): boolean => /\.param(?:eter)?s(?:\.[^.]+)?\.json$/i.test(file);

/**
 * The ARM templates that a folder is deployed from: one by its usual name, else all that lie in the folder, as extractors
 * leave them. Undefined when there are none.
 */
export function armTemplates(folder: string): string[] | undefined {
  const named = [
    'azuredeploy.json',
    'mainTemplate.json',
    'main.json',
    'infra/main.json',
    'template.json',
    'infra/azuredeploy.json',
  ]
    .map((name) => join(folder, name))
    .find((path) => existsSync(path) && isArmTemplate(path));
  if (named !== undefined) return [named];
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json') && !isParameters(name));
  } catch {
    return undefined;
  }
  const all = names
    .slice(0, 200)
    .map((name) => join(folder, name))
    .filter(isArmTemplate);
  return all.length > 0 ? all.sort() : undefined;
}

/** Whether a file is an ARM template, by its content. */
export function isArmTemplate(path: string): boolean {
  return path.endsWith('.json') && isTemplate(headOf(path, 4_000) ?? '');
}

/**
 * Loads the API Management service that ARM templates deploy.
 * @param given values of parameters, which win over those of parameter files
 * @param named the folder that the user named
 * @throws LoadError when a template can't be read, or none deploys an API
 */
export function loadArm(
  paths: readonly string[],
  given: Readonly<Record<string, unknown>> = {},
  named?: string,
): ForeignService {
  const [first = ''] = paths;
  const read = readerOf(repositoryOf(dirname(resolve(first)), named));
  const followed = withoutLinked(paths).map((path) => resourcesOf(resolve(path), read, given));
  const foreign = loadResources(
    followed.flatMap(({ resources }) => resources).filter(({ type }) => isWantedResource(type)),
    basename(dirname(resolve(first))),
  );
  if (foreign.service.apis.length === 0 && !foreign.service.policy) {
    throw new LoadError([{ file: displayPath(first), message: 'deploys no API of API Management.' }]);
  }
  const unread = followed.flatMap(({ problems }) =>
    problems.map(({ file, line, message }) => ({ file: displayPath(file), line, column: 1, message: `${message}.` })),
  );
  return { ...foreign, gaps: [...unread, ...foreign.gaps] };
}

/** Templates that no other of them links to: those are deployed with it, and with the parameters that it gives. */
function withoutLinked(paths: readonly string[]): readonly string[] {
  if (paths.length < 2) return paths;
  const linked = new Set(paths.flatMap((path) => linkedNames(path)));
  const own = paths.filter((path) => !linked.has(basename(path)));
  return own.length > 0 ? own : paths;
}

/** Names of the files that a template links to, as far as its text tells. */
export function linkedNames(path: string): string[] {
  const text = readerOf(dirname(resolve(path)))(resolve(path)) ?? '';
  return [...text.matchAll(/"templateLink"\s*:\s*\{[^{}]{0,400}?([^\\/"']{1,120}\.json)['")]/g)].map(
    ([, name = '']) => name,
  );
}

function resourcesOf(
  path: string,
  read: (path: string) => string | undefined,
  given: Readonly<Record<string, unknown>>,
): ReturnType<typeof followTemplate> {
  const file = displayPath(path);
  const written = read(path);
  if (written === undefined) throw new LoadError([{ file, message: 'cannot be read.' }]);
  const text = plainJson(written);
  const fault = jsonFault(text);
  if (fault) {
    const place = new LineIndex(text).position(fault.offset);
    throw new LoadError([{ file, ...place, message: `not valid JSON: ${fault.message}.` }]);
  }
  const template = JSON.parse(text) as Json;
  if (!isJsonObject(template)) throw new LoadError([{ file, message: 'is not a template.' }]);
  const parameters: ObjectValue = { ...parametersOf(path, read), ...toValues(given) };
  try {
    return followTemplate(template, { file: path, text, parameters });
  } catch (error) {
    if (error instanceof TooLargeError) throw new LoadError([{ file, message: `${error.message}.` }]);
    throw error;
  }
}

/** Parameters from the file beside a template. */
function parametersOf(path: string, read: (path: string) => string | undefined): ObjectValue {
  const stem = path.replace(/(?:\.template)?\.json$/, '');
  const files = [
    `${stem}.parameters.json`,
    `${path.replace(/\.json$/, '')}.parameters.json`,
    // what the portal exports beside template.json
    ...(basename(path) === 'template.json' ? [join(dirname(path), 'parameters.json')] : []),
  ];
  const file = files.find((each) => read(each) !== undefined) ?? path;
  return parameterValues(file, file === path ? undefined : read(file));
}
