import type { DeployedResource } from '../../../bicep/deployment.ts';
import { azurermApi, azurermDiagnostic, azurermOperation, azurermVersionSet } from './azurerm-api.ts';
import { below, named, policyBelow } from './azurerm-body.ts';
import {
  azurermBackend,
  azurermFragment,
  azurermNamedValue,
  azurermProduct,
  azurermProductApi,
  azurermService,
  azurermSubscription,
} from './azurerm-service.ts';
import type { DeclaredResource } from './world.ts';

type Translation = (resource: DeclaredResource) => DeployedResource[];

/** Types of azurerm, without `azurerm_api_management`: what they are to Azure Resource Manager. */
const translations: Readonly<Record<string, Translation>> = {
  '': azurermService,
  _api: azurermApi,
  _api_diagnostic: azurermDiagnostic,
  _api_operation: azurermOperation,
  _api_operation_policy: (resource) =>
    policyBelow(resource, 'apis/operations/policies', [
      named(resource.body, 'api_name'),
      named(resource.body, 'operation_id'),
    ]),
  _api_policy: (resource) => policyBelow(resource, 'apis/policies', [named(resource.body, 'api_name')]),
  _api_version_set: azurermVersionSet,
  _backend: azurermBackend,
  _certificate: (resource) => [below(resource, 'certificates', [named(resource.body, 'name')], {})],
  _diagnostic: azurermDiagnostic,
  _gateway: (resource) => [below(resource, 'gateways', [named(resource.body, 'name')], {})],
  _named_value: azurermNamedValue,
  _policy: (resource) => policyBelow(resource, 'policies', []),
  _policy_fragment: azurermFragment,
  _product: azurermProduct,
  _product_api: azurermProductApi,
  _product_policy: (resource) => policyBelow(resource, 'products/policies', [named(resource.body, 'product_id')]),
  _redis_cache: (resource) => [below(resource, 'caches', [named(resource.body, 'name')], {})],
  _subscription: azurermSubscription,
};

/** Modules that teams call like the resources they are about; those of the service itself say too little. */
const ofModules = /^api_management(_\w+)$/;

/** Whether a type, or the last part of a module's source, is one of API Management by azurerm. */
export const isAzurermType = (type: string): boolean => /^(?:azurerm_)?api_management(?:_|$)/.test(type);

/** What a resource of azurerm, or a call of a module that is called like it, is to Azure Resource Manager. */
export function azurermResources(resource: DeclaredResource): DeployedResource[] {
  const { type, module } = resource;
  const key = module ? ofModules.exec(type)?.[1] : /^azurerm_api_management(_\w+|)$/.exec(type)?.[1];
  return key === undefined ? [] : (translations[key]?.(resource) ?? []);
}
