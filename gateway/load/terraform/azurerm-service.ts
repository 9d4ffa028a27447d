import type { DeployedResource } from '../../../bicep/deployment.ts';
import type { ObjectValue, Value } from '../../../bicep/value.ts';
import { nameText } from '../resources/resource-name.ts';
import { attribute, below, block, blocks, named, object, ownName, policyBelow } from './azurerm-body.ts';
import type { DeclaredResource } from './world.ts';

/** `azurerm_api_management`, of which older versions have the global policy in a block. */
export function azurermService(resource: DeclaredResource): DeployedResource[] {
  const policy = block(resource.body, 'policy');
  return policy ? policyBelow(resource, 'policies', [], policy) : [];
}

/** `azurerm_api_management_product`, or a call of a module that is called like it. */
export function azurermProduct(resource: DeclaredResource): DeployedResource[] {
  const { body, module } = resource;
  const id = named(body, 'product_id');
  const product = below(resource, 'products', [id], {
    displayName: attribute(body, 'display_name'),
    subscriptionRequired: attribute(body, 'subscription_required'),
  });
  if (!module) return [product];
  const policy = object({ xml_content: attribute(body, 'policy_xml') });
  return [product, ...policyBelow(resource, 'products/policies', [id], policy)];
}

/** `azurerm_api_management_product_api` */
export function azurermProductApi(resource: DeclaredResource): DeployedResource[] {
  const { body } = resource;
  return [below(resource, 'products/apis', [named(body, 'product_id'), named(body, 'api_name')], {})];
}

/** `azurerm_api_management_named_value` */
export function azurermNamedValue(resource: DeclaredResource): DeployedResource[] {
  const { body } = resource;
  const vault = block(body, 'value_from_key_vault');
  return [
    below(resource, 'namedValues', [named(body, 'name')], {
      displayName: attribute(body, 'display_name') ?? attribute(body, 'name'),
      secret: attribute(body, 'secret'),
      value: attribute(body, 'value'),
      keyVault: vault && object({ secretIdentifier: attribute(vault, 'secret_id') }),
    }),
  ];
}

/** `azurerm_api_management_policy_fragment`, whose format is xml unless told. */
export function azurermFragment(resource: DeclaredResource): DeployedResource[] {
  const { body } = resource;
  return [
    below(resource, 'policyFragments', [named(body, 'name')], {
      format: attribute(body, 'format') ?? 'xml',
      value: attribute(body, 'value'),
    }),
  ];
}

/**
 * `azurerm_api_management_subscription`: of an API, a product, or everything. Its state is `submitted` unless told, in
 * which its keys open nothing (documentation of the provider).
 */
export function azurermSubscription(resource: DeclaredResource): DeployedResource[] {
  const { body } = resource;
  const scopeOf = (kind: string, id: Value | undefined): Value | undefined => {
    const text = nameText(id);
    return text === undefined ? undefined : `/${kind}/${ownName(text).replace(/;rev=.*$/, '')}`;
  };
  const id = named(body, 'subscription_id');
  return [
    below(resource, 'subscriptions', [id === '' ? named(body, 'display_name') : id], {
      displayName: attribute(body, 'display_name'),
      scope:
        scopeOf('products', attribute(body, 'product_id')) ?? scopeOf('apis', attribute(body, 'api_id')) ?? '/apis',
      state: attribute(body, 'state') ?? 'submitted',
      primaryKey: attribute(body, 'primary_key'),
      secondaryKey: attribute(body, 'secondary_key'),
    }),
  ];
}

function breaker(from: ObjectValue): ObjectValue {
  const condition = block(from, 'failure_condition');
  return object({
    name: attribute(from, 'name'),
    tripDuration: attribute(from, 'trip_duration'),
    acceptRetryAfter: attribute(from, 'accept_retry_after_enabled'),
    failureCondition:
      condition &&
      object({
        count: attribute(condition, 'count'),
        interval: attribute(condition, 'interval_duration'),
        percentage: attribute(condition, 'percentage'),
        errorReasons: attribute(condition, 'error_reasons'),
        statusCodeRanges: blocks(condition, 'status_code_range').map((range) =>
          object({ min: attribute(range, 'min'), max: attribute(range, 'max') }),
        ),
      }),
  });
}

/** `azurerm_api_management_backend` */
export function azurermBackend(resource: DeclaredResource): DeployedResource[] {
  const { body } = resource;
  const credentials = block(body, 'credentials');
  const authorization = block(credentials, 'authorization');
  const rules = blocks(body, 'circuit_breaker_rule').map(breaker);
  return [
    below(resource, 'backends', [named(body, 'name')], {
      url: attribute(body, 'url'),
      protocol: attribute(body, 'protocol'),
      title: attribute(body, 'title'),
      credentials:
        credentials &&
        object({
          header: attribute(credentials, 'header'),
          query: attribute(credentials, 'query'),
          certificate: attribute(credentials, 'certificate'),
          authorization:
            authorization &&
            object({
              scheme: attribute(authorization, 'scheme'),
              parameter: attribute(authorization, 'parameter'),
            }),
        }),
      circuitBreaker: rules.length > 0 ? { rules } : undefined,
    }),
  ];
}
