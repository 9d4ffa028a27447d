import type { DeployedResource } from '../../../bicep/deployment.ts';
import type { ObjectValue, Value } from '../../../bicep/value.ts';
import { list } from '../deployment-values.ts';
import { nameText } from '../resources/resource-name.ts';
import { attribute, below, block, blocks, named, object, objectOrNone, policyBelow } from './azurerm-body.ts';
import type { DeclaredResource } from './world.ts';

/** What the document of an `import` block, or of a module's inputs, gives. */
function imported(from: ObjectValue | undefined): { format?: Value | undefined; value?: Value | undefined } {
  return { format: attribute(from, 'content_format'), value: attribute(from, 'content_value') };
}

function properties({ body, module }: DeclaredResource): Record<string, Value | undefined> {
  const names = block(body, 'subscription_key_parameter_names');
  return {
    displayName: attribute(body, 'display_name'),
    description: attribute(body, 'description'),
    path: attribute(body, 'path'),
    serviceUrl: attribute(body, 'service_url'),
    subscriptionRequired: attribute(body, 'subscription_required'),
    apiRevision: attribute(body, 'revision'),
    apiVersion: attribute(body, 'version') ?? attribute(body, 'api_version'),
    apiVersionSetId: attribute(body, 'version_set_id'),
    type: attribute(body, 'api_type'),
    subscriptionKeyParameterNames:
      names && object({ header: attribute(names, 'header'), query: attribute(names, 'query') }),
    ...imported(module ? body : block(body, 'import')),
  };
}

/**
 * `azurerm_api_management_api`, or a call of a module that is called like it, which has the policies of the API and of its
 * operations, and its products, among its inputs.
 */
export function azurermApi(resource: DeclaredResource): DeployedResource[] {
  const { body, module } = resource;
  const name = named(body, 'name');
  const api = below(resource, 'apis', [name], properties(resource));
  if (!module) return [api];
  const products = list(attribute(body, 'product_ids')).flatMap((product) => nameText(product) ?? []);
  return [
    api,
    ...policyBelow(resource, 'apis/policies', [name]),
    ...blocks(body, 'api_operation_policies').flatMap((each) =>
      policyBelow(resource, 'apis/operations/policies', [name, named(each, 'operation_id')], each),
    ),
    ...products.map((product) => below(resource, 'products/apis', [product, name], {})),
  ];
}

function parameters(from: ObjectValue | undefined, type: string): Value | undefined {
  const found = blocks(from, type).map((each) =>
    object({
      name: attribute(each, 'name'),
      type: attribute(each, 'type'),
      required: attribute(each, 'required'),
      description: attribute(each, 'description'),
    }),
  );
  return found.length > 0 ? found : undefined;
}

/** `azurerm_api_management_api_operation` */
export function azurermOperation(resource: DeclaredResource): DeployedResource[] {
  const { body } = resource;
  const query = parameters(block(body, 'request'), 'query_parameter');
  return [
    below(resource, 'apis/operations', [named(body, 'api_name'), named(body, 'operation_id')], {
      displayName: attribute(body, 'display_name'),
      description: attribute(body, 'description'),
      method: attribute(body, 'method'),
      urlTemplate: attribute(body, 'url_template'),
      templateParameters: parameters(body, 'template_parameter'),
      request: query && { queryParameters: query },
    }),
  ];
}

/** `azurerm_api_management_api_version_set` */
export function azurermVersionSet(resource: DeclaredResource): DeployedResource[] {
  const { body } = resource;
  return [
    below(resource, 'apiVersionSets', [named(body, 'name')], {
      displayName: attribute(body, 'display_name'),
      versioningScheme: attribute(body, 'versioning_scheme'),
      versionHeaderName: attribute(body, 'version_header_name'),
      versionQueryName: attribute(body, 'version_query_name'),
    }),
  ];
}

function messageOf(from: ObjectValue | undefined): ObjectValue | undefined {
  if (!from) return undefined;
  const masking = block(from, 'data_masking');
  const masks = (type: string) =>
    blocks(masking, type).map((each) => object({ mode: attribute(each, 'mode'), value: attribute(each, 'value') }));
  return object({
    headers: attribute(from, 'headers_to_log'),
    body: objectOrNone({ bytes: attribute(from, 'body_bytes') }),
    dataMasking: masking && { headers: masks('headers'), queryParams: masks('query_params') },
  });
}

/** `azurerm_api_management_diagnostic` and `…_api_diagnostic` */
export function azurermDiagnostic(resource: DeclaredResource): DeployedResource[] {
  const { body } = resource;
  const side = (name: string) =>
    objectOrNone({
      request: messageOf(block(body, `${name}_request`)),
      response: messageOf(block(body, `${name}_response`)),
    });
  const percentage = attribute(body, 'sampling_percentage');
  const api = attribute(body, 'api_name');
  const names = [named(body, 'identifier')];
  const type = api === undefined ? 'diagnostics' : 'apis/diagnostics';
  return [
    below(resource, type, api === undefined ? names : [nameText(api) ?? '', ...names], {
      loggerId: attribute(body, 'api_management_logger_id'),
      sampling: percentage === undefined ? undefined : { samplingType: 'fixed', percentage },
      alwaysLog: attribute(body, 'always_log_errors') === true ? 'allErrors' : undefined,
      logClientIp: attribute(body, 'log_client_ip'),
      verbosity: attribute(body, 'verbosity'),
      frontend: side('frontend'),
      backend: side('backend'),
    }),
  ];
}
