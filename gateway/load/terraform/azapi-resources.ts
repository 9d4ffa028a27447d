import type { DeployedResource } from '../../../bicep/deployment.ts';
import { parseJson } from '../../../bicep/functions.ts';
import { isObject, knownText, type ObjectValue, Text, Unknown, type Value } from '../../../bicep/value.ts';
import type { DeclaredResource } from './module.ts';
import { namesOf } from './resource-id.ts';

/** The body of an azapi resource: an object, or a text of JSON in older configurations. */
function bodyOf(value: Value | undefined): ObjectValue | undefined {
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  const text = knownText(value);
  const parsed = text === undefined ? undefined : parseJson(text);
  return parsed !== undefined && parsed !== null && isObject(parsed) ? parsed : undefined;
}

/** A name, with unknown parts printed. */
const printed = (value: Value | undefined): string =>
  knownText(value) ??
  (value instanceof Text ? value.toString() : value instanceof Unknown ? `\${${value.source}}` : '');

/**
 * An azapi resource as Azure Resource Manager sees it; undefined when its body or parent is known only when deployed.
 * @param resource of type `azapi_resource`
 */
export function azapiResource(resource: DeclaredResource): DeployedResource | undefined {
  const { body, file, line } = resource;
  const type = knownText(body.type)?.replace(/@.*$/, '');
  const own = bodyOf(body.body);
  if (type === undefined || !own) return undefined;
  const depth = type.split('/').length - 1;
  const parents = depth === 1 ? [] : namesOf(body.parent_id);
  if (!parents || parents.length !== depth - 1) return undefined;
  return { type, names: [...parents, printed(body.name)], body: own, file, line, conditional: false };
}
