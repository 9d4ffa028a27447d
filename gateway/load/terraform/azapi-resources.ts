import type { DeployedResource } from '../../../bicep/deployment.ts';
import { parseJson } from '../../../bicep/functions.ts';
import { isObject, knownText, type ObjectValue, Text, Unknown, type Value } from '../../../bicep/value.ts';
import { JsonText } from './json-text.ts';
import { namesOf } from './resource-id.ts';
import type { DeclaredResource } from './world.ts';

/** Whether a type of Terraform is a resource by azapi. */
export const isAzapiType = (type: string): boolean => type === 'azapi_resource' || type === 'azapi_update_resource';

/** The body of an azapi resource: an object, or a text of JSON in older configurations. */
function bodyOf(value: Value | undefined): ObjectValue | undefined {
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  const text = knownText(value);
  const parsed = value instanceof JsonText ? value.value : text === undefined ? undefined : parseJson(text);
  return parsed !== undefined && parsed !== null && isObject(parsed) ? parsed : undefined;
}

/** A name, with unknown parts printed. */
const printed = (value: Value | undefined): string =>
  knownText(value) ??
  (value instanceof Text ? value.toString() : value instanceof Unknown ? `\${${value.source}}` : '');

/**
 * An azapi resource as Azure Resource Manager sees it; undefined when its body or parent is known only when deployed.
 * @param resource of a type of azapi
 */
export function azapiResource(resource: DeclaredResource): DeployedResource | undefined {
  const { body, file, line, formatLine } = resource;
  const type = knownText(body.type)?.replace(/@.*$/, '');
  const own = bodyOf(body.body);
  if (type === undefined || !own) return undefined;
  const depth = type.split('/').length - 1;
  const whole = namesOf(body.resource_id);
  const parents = depth === 1 ? [] : (whole?.slice(0, -1) ?? namesOf(body.parent_id));
  if (!parents || parents.length !== depth - 1) return undefined;
  const name = printed(body.name) || whole?.at(-1) || '';
  return {
    type,
    names: [...parents, name],
    body: own,
    file,
    line,
    conditional: false,
    ...(formatLine === undefined ? {} : { formatLine }),
  };
}
