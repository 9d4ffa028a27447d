import { type ObjectValue, partsOf, Text, textOf, Unknown, type Value } from '../../../bicep/value.ts';

/** Resources of azurerm that azapi resources stand below: the ids of Azure that they have, with their attributes in it. */
const patterns: Readonly<Record<string, string>> = {
  azurerm_api_management: 'service/{name}',
  azurerm_api_management_api: 'service/{api_management_name}/apis/{name}',
  azurerm_api_management_api_operation: 'service/{api_management_name}/apis/{api_name}/operations/{operation_id}',
  azurerm_api_management_api_version_set: 'service/{api_management_name}/apiVersionSets/{name}',
  azurerm_api_management_backend: 'service/{api_management_name}/backends/{name}',
  azurerm_api_management_logger: 'service/{api_management_name}/loggers/{name}',
  azurerm_api_management_product: 'service/{api_management_name}/products/{product_id}',
};

/** The id of a resource of API Management, as far as its declaration tells; undefined for resources of another kind. */
export function resourceId(type: string, body: ObjectValue): Value | undefined {
  const pattern = patterns[type];
  if (pattern !== undefined) {
    return textOf([
      '/providers/Microsoft.ApiManagement/',
      ...pattern
        .split(/\{(\w+)\}/)
        .flatMap((part, index) => (index % 2 === 0 ? [part] : partsOf(body[part] ?? null, part))),
    ]);
  }
  if (type !== 'azapi_resource' || typeof body.type !== 'string') return undefined;
  const [full = ''] = body.type.split('@');
  const segments = full.split('/');
  const own = segments.at(-1) ?? '';
  const name = partsOf(body.name ?? null, 'name');
  if (segments.length === 2) return textOf([`/providers/${full}/`, ...name]);
  return textOf([...partsOf(body.parent_id ?? null, 'parent_id'), `/${own}/`, ...name]);
}

/** Names of an id's segments after the provider; unknown parts printed as `${…}`. Undefined for what is no id. */
export function namesOf(id: Value | undefined): string[] | undefined {
  const text =
    id instanceof Text
      ? id.toString()
      : id instanceof Unknown
        ? `\${${id.source}}`
        : typeof id === 'string'
          ? id
          : undefined;
  const rest = /\/providers\/[^/]+\/(.*)$/s.exec(text ?? '')?.[1];
  return rest?.split(/\/(?![^{]*\})/).filter((_part, index) => index % 2 === 1);
}
