/** AADSTS50105, 501051: the resource or client requires assignment, and this user or application has none. */
import type { Application, Tenant, User } from '../directory/model.ts';
import { aadsts } from '../errors/aadsts-error.ts';
import type { EntraService } from '../service.ts';
import { isAssigned } from '../tokens/role-claims.ts';
import type { Rule } from './transaction.ts';

/** Refuses a user who is not assigned to an application that requires it. */
export function refuseUnassigned(service: EntraService, tenant: Tenant, application: Application, user: User): void {
  const principal = service.directory.servicePrincipal(tenant, application.appId);
  if (!principal?.assignmentRequired || isAssigned(tenant, application, user.id)) return;
  throw aadsts(50105, { clientId: application.appId, name: application.name, user: user.userPrincipalName });
}

/** AADSTS50105: client or resource require an assignment that the user lacks. */
export const assignedUser: Rule = ({ service, tenant, client, user, target }) => {
  refuseUnassigned(service, tenant.value, client.value, user.value);
  refuseUnassigned(service, tenant.value, target.value.resource.application, user.value);
};

/** AADSTS501051: the resource requires an assignment that the calling application lacks. */
export const assignedApplication: Rule = ({ service, tenant, client, target }) => {
  const { resource } = target.value;
  if (!resource.assignmentRequired) return;
  const principal = service.directory.servicePrincipal(tenant.value, client.value.appId);
  if (principal && isAssigned(tenant.value, resource.application, principal.id)) return;
  throw aadsts(501051, {
    clientId: client.value.appId,
    name: client.value.name,
    resourceId: resource.application.appId,
    resource: resource.application.name,
  });
};
