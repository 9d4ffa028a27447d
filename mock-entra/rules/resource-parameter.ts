/**
 * `resource` (RFC 8707) on v2.0 endpoints: AADSTS901002 (never, until early 2026) or 9010010 (must be an application ID URI
 * of the API that owns the scopes; compared as text, so a trailing slash differs). On v1.0 it is the normal parameter.
 */
import { aadsts } from '../errors/aadsts-error.ts';
import type { EntraService } from '../service.ts';
import type { Rule, Transaction } from './transaction.ts';

/** Applications that own the scopes of a request, in whichever tenant. */
function owners(service: EntraService, transaction: Transaction) {
  return transaction.scopes.value.resources.flatMap(({ identifier }) => {
    const tenant = transaction.tenant.filled ? transaction.tenant.value : transaction.tenancy.value.tenant;
    const application = tenant
      ? service.directory.resource(tenant, identifier)?.application
      : service.directory.application(identifier);
    return application ? [application] : [];
  });
}

export const resourceParameter: Rule = (transaction) => {
  const { service, message } = transaction;
  const resource = transaction.parameter('resource');
  if (message.version === 1 || resource === undefined) return;
  if (service.switches.resourceParameter === 'refuse') throw aadsts(901002);
  const found = owners(service, transaction);
  const matches = found.some(
    (application) =>
      application.identifierUris.includes(resource) ||
      (service.switches.resourceParameterAcceptsGuid && application.appId === resource.toLowerCase()),
  );
  if (!matches) throw aadsts(9010010);
};
