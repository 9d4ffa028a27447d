/** AADSTS500011, 650053: the resource is not in the tenant, or lacks the scope. */
import { graphAppId } from '../directory/first-party.ts';
import type { Application, ServicePrincipal, Tenant } from '../directory/model.ts';
import { aadsts } from '../errors/aadsts-error.ts';
import type { ResourceScopes } from '../scopes.ts';
import type { EntraService } from '../service.ts';
import type { Rule, Target, Transaction } from './transaction.ts';

/**
 * A resource that is not in the tenant yet but comes with the client's consent: the client itself, or a middle tier that
 * knows it.
 */
function arriving(
  service: EntraService,
  tenant: Tenant,
  client: Application,
  identifier: string,
): ServicePrincipal | undefined {
  const { directory } = service;
  const application = directory.application(identifier);
  if (!application || !directory.admits(application, tenant.id)) return undefined;
  const knows = application.knownClientApplications.some((ref) => directory.application(ref)?.appId === client.appId);
  return application === client || knows ? directory.prospective(tenant, application) : undefined;
}

/** Finds one resource in a tenant and checks that it has the scopes asked of it. */
export function resolveTarget(
  service: EntraService,
  tenant: Tenant,
  client: Application,
  wanted: ResourceScopes,
): Target {
  const resource =
    service.directory.resource(tenant, wanted.identifier) ?? arriving(service, tenant, client, wanted.identifier);
  if (!resource) throw aadsts(500011, { resource: wanted.identifier, tenant: tenant.displayName });
  const { application } = resource;
  const names = wanted.names.map((name) => {
    const scope = application.scopes.find(
      ({ value, enabled }) => enabled && value.toLowerCase() === name.toLowerCase(),
    );
    if (!scope) throw aadsts(650053, { client: client.name, scope: name, resource: application.appId });
    return scope.value;
  });
  return { resource, identifier: wanted.identifier, names, isDefault: wanted.isDefault };
}

/** What a request asks for: `scope` in v2.0 (OpenID scopes alone mean Graph), `resource` in v1.0. */
function wantedResource(transaction: Transaction): ResourceScopes {
  const { message, scopes } = transaction;
  if (message.version === 1) {
    const named =
      transaction.parameter('resource') ?? (transaction.code.filled ? transaction.code.value.resource : undefined);
    if (named !== undefined) return { identifier: named, names: [], isDefault: true };
  }
  const [first] = scopes.value.resources;
  return first ?? { identifier: graphAppId, names: [], isDefault: false };
}

/** Finds the resource that the scopes name, and what of it is asked for. */
export const knownResource: Rule = (transaction) => {
  const { service, tenant, client, target } = transaction;
  target.set(resolveTarget(service, tenant.value, client.value, wantedResource(transaction)));
};
