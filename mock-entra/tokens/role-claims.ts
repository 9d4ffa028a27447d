/** `roles`: app roles assigned to a user (directly or through a group) or to a service principal. */
import type { Application, Tenant } from '../directory/model.ts';

/** Every assignment to a resource that reaches a principal. */
function reaching(tenant: Tenant, resource: Application, principalId: string) {
  return tenant.roleAssignments.filter(
    (assignment) =>
      assignment.resource === resource.appId &&
      (assignment.principal === principalId ||
        tenant.groups.get(assignment.principal)?.members.has(principalId) === true),
  );
}

/** Whether a principal is assigned to a resource at all, with or without a named role. */
export const isAssigned = (tenant: Tenant, resource: Application, principalId: string): boolean =>
  reaching(tenant, resource, principalId).length > 0;

/** Names of the roles a principal has on a resource; empty when none. */
export function rolesOf(
  tenant: Tenant,
  resource: Application,
  principalId: string,
  member: 'User' | 'Application',
): readonly string[] {
  const allowed = new Set(
    resource.appRoles.filter((role) => role.allowedMemberTypes.includes(member)).map((role) => role.value),
  );
  const names = reaching(tenant, resource, principalId).flatMap(({ role }) =>
    role && allowed.has(role) ? [role] : [],
  );
  return [...new Set(names)];
}
