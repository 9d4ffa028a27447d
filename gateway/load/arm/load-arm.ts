import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { DeployedResource } from '../../../bicep/deployment.ts';
import { toValues } from '../../../bicep/functions.ts';
import type { ObjectValue, Value } from '../../../bicep/value.ts';
import { LineIndex } from '../../document/text-position.ts';
import { displayPath } from '../display-path.ts';
import type { ForeignService } from '../foreign-service.ts';
import { jsonFault } from '../json-syntax.ts';
import { LoadError } from '../load-error.ts';
import { isWantedResource, loadResources } from '../load-resources.ts';
import { headOf, readerOf, repositoryOf } from '../repository.ts';
import { isJsonObject, type Json } from './arm-scope.ts';
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
 * @throws LoadError when a template can't be read, or none deploys an API
 */
export function loadArm(paths: readonly string[], given: Readonly<Record<string, unknown>> = {}): ForeignService {
  const [first = ''] = paths;
  const read = readerOf(repositoryOf(dirname(resolve(first))));
  const resources: DeployedResource[] = [];
  for (const path of paths) resources.push(...resourcesOf(resolve(path), read, given));
  const foreign = loadResources(
    resources.filter(({ type }) => isWantedResource(type)),
    basename(dirname(resolve(first))),
  );
  if (foreign.service.apis.length === 0 && !foreign.service.policy) {
    throw new LoadError([{ file: displayPath(first), message: 'deploys no API of API Management.' }]);
  }
  return foreign;
}

function resourcesOf(
  path: string,
  read: (path: string) => string | undefined,
  given: Readonly<Record<string, unknown>>,
): DeployedResource[] {
  const file = displayPath(path);
  const text = read(path)?.replace(/^\ufeff/, '');
  if (text === undefined) throw new LoadError([{ file, message: 'cannot be read.' }]);
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
  const text = [`${stem}.parameters.json`, `${path.replace(/\.json$/, '')}.parameters.json`]
    .map(read)
    .find((each) => each !== undefined);
  if (text === undefined || jsonFault(text)) return {};
  const parsed = JSON.parse(text.replace(/^\ufeff/, '')) as Json;
  const holders = isJsonObject(parsed) ? parsed.parameters : undefined;
  if (!isJsonObject(holders)) return {};
  const values: Record<string, Value> = {};
  for (const [name, holder] of Object.entries(holders)) {
    if (isJsonObject(holder) && holder.value !== undefined) Object.assign(values, toValues({ [name]: holder.value }));
  }
  return values;
}
