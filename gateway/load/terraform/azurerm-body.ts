/** How resources of azurerm are read and put as Azure Resource Manager sees them. */
import type { DeployedResource } from '../../../bicep/deployment.ts';
import { isObject, type ObjectValue, type Value } from '../../../bicep/value.ts';
import { list } from '../deployment-values.ts';
import { nameText } from '../resources/resource-name.ts';
import { serviceType } from '../resources/service-type.ts';
import type { DeclaredResource } from './world.ts';

/** An attribute; undefined where it is left out or null. */
export const attribute = (body: ObjectValue | undefined, name: string): Value | undefined => body?.[name] ?? undefined;

/** The first block of a type. */
export function block(body: ObjectValue | undefined, name: string): ObjectValue | undefined {
  const [first] = list(attribute(body, name));
  return first !== undefined && first !== null && isObject(first) ? first : undefined;
}

/** Every block of a type. */
export function blocks(body: ObjectValue | undefined, name: string): ObjectValue[] {
  return list(attribute(body, name)).filter((each): each is ObjectValue => each !== null && isObject(each));
}

/** An attribute as part of a name: unknown parts are printed. */
export const named = (body: ObjectValue, name: string): string => nameText(attribute(body, name)) ?? '';

/** An object of the members that are there. */
export function object(members: Readonly<Record<string, Value | undefined>>): ObjectValue {
  return Object.fromEntries(
    Object.entries(members).filter((each): each is [string, Value] => each[1] !== undefined && each[1] !== null),
  );
}

/** An object of the members that are there; undefined without any. */
export function objectOrNone(members: Readonly<Record<string, Value | undefined>>): ObjectValue | undefined {
  const found = object(members);
  return Object.keys(found).length > 0 ? found : undefined;
}

/** The last segment of an id, or a name that stands for itself. */
export const ownName = (id: string): string => id.split(/\/(?![^{]*\})/).at(-1) ?? id;

/** A resource below the API Management service. */
export function below(
  { file, line }: DeclaredResource,
  type: string,
  names: readonly string[],
  properties: Readonly<Record<string, Value | undefined>>,
): DeployedResource {
  return {
    type: `${serviceType}/${type}`,
    names: ['service', ...names],
    body: { properties: object(properties) },
    file,
    line,
    conditional: false,
  };
}

/** A policy of a resource, from its `xml_content` or `xml_link`, which azurerm hands over as they are. */
export function policyBelow(
  resource: DeclaredResource,
  type: string,
  names: readonly string[],
  body: ObjectValue = resource.body,
): DeployedResource[] {
  const content = attribute(body, 'xml_content');
  const link = attribute(body, 'xml_link');
  if (content === undefined && link === undefined) return [];
  const format = content === undefined ? 'rawxml-link' : 'rawxml';
  return [below(resource, type, [...names, 'policy'], { format, value: content ?? link })];
}
