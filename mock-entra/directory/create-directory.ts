/** Seed -> directory. Checks what the format can't: references that lead nowhere and ids that clash. */
import { createApplication, createFirstParty } from './create-application.ts';
import { createPolicy } from './create-policy.ts';
import { addUser } from './create-user.ts';
import { Directory } from './directory.ts';
import { firstPartyApplications } from './first-party.ts';
import type { Application, ManagedIdentity, Tenant, User } from './model.ts';
import { type ApplicationSeed, type ParsedSeed, SeedError, type TenantSeed } from './seed.ts';
import { stableId } from './stable-id.ts';

const subscription = stableId('subscription');

function createIdentity(tenantId: string, seed: TenantSeed['managedIdentities'][number]): ManagedIdentity {
  const kind =
    seed.type === 'UserAssigned' ? 'Microsoft.ManagedIdentity/userAssignedIdentities' : 'Microsoft.Web/sites';
  return {
    name: seed.name,
    type: seed.type,
    tenantId,
    clientId: seed.clientId ?? stableId('managed identity client', tenantId, seed.name),
    principalId: seed.principalId ?? stableId('managed identity principal', tenantId, seed.name),
    resourceId:
      seed.resourceId ?? `/subscriptions/${subscription}/resourcegroups/sallyport/providers/${kind}/${seed.name}`,
    derivedFromFederation: seed.derivedFromFederation,
  };
}

/** Adds an application to a tenant's directory and checks that its id and identifier URIs are free. */
export function addApplication(
  directory: Directory,
  tenant: Tenant,
  seed: ApplicationSeed,
  context: { readonly now: number; readonly issuerOf: (tenantId: string) => string },
): Application {
  const application = createApplication(tenant.id, seed, context.now, (name, where) => {
    const identity = tenant.managedIdentities.get(name);
    if (!identity) throw new SeedError([`${where}: tenant '${tenant.displayName}' has no managed identity '${name}'`]);
    return { issuer: context.issuerOf(tenant.id), subject: identity.principalId };
  });
  if (directory.applications.has(application.appId)) {
    throw new SeedError([`application '${seed.name}': client id ${application.appId} is taken`]);
  }
  for (const uri of application.identifierUris) {
    const other = directory.resource(tenant, uri);
    if (other)
      throw new SeedError([
        `application '${seed.name}': identifier URI '${uri}' is taken by '${other.application.name}'`,
      ]);
  }
  const pairs = new Set(application.federatedIdentityCredentials.map(({ issuer, subject }) => `${issuer}\0${subject}`));
  if (pairs.size < application.federatedIdentityCredentials.length) {
    throw new SeedError([`application '${seed.name}': two federated identity credentials share issuer and subject`]);
  }
  directory.applications.set(application.appId, application);
  directory.install(tenant, application);
  return application;
}

/** Object id behind a reference to a user, group, application or managed identity. */
function principalId(directory: Directory, tenant: Tenant, ref: string): string | undefined {
  const user = directory.user(tenant, ref);
  if (user) return user.id;
  for (const group of tenant.groups.values()) if (group.displayName === ref || group.id === ref) return group.id;
  const identity = tenant.managedIdentities.get(ref);
  if (identity) return identity.principalId;
  const application = directory.application(ref, tenant.id);
  return application && directory.servicePrincipal(tenant, application.appId)?.id;
}

/**
 * Builds a directory.
 *
 * @param context `now` in milliseconds; `issuerOf` gives a tenant's v2.0 issuer, for federated credentials of managed
 *   identities.
 * @throws SeedError for references that lead nowhere and ids that clash.
 */
export function createDirectory(
  seed: ParsedSeed,
  context: { readonly now: number; readonly issuerOf: (tenantId: string) => string },
): Directory {
  const directory = new Directory();
  for (const data of firstPartyApplications) directory.applications.set(data.appId, createFirstParty(data));

  const pairs = seed.tenants.map((tenantSeed): [Tenant, TenantSeed] => {
    const domains = tenantSeed.domains.map((domain) => domain.toLowerCase());
    const id = tenantSeed.id ?? stableId('tenant', domains[0] ?? '');
    const taken = domains.find((domain) => directory.tenant(domain));
    if (taken || directory.tenants.has(id)) {
      throw new SeedError([`tenant '${tenantSeed.displayName}': ${taken ? `domain '${taken}'` : `id ${id}`} is taken`]);
    }
    const tenant: Tenant = {
      id,
      displayName: tenantSeed.displayName,
      domains,
      region: tenantSeed.region,
      signingKeys: tenantSeed.signingKeys,
      userConsent: tenantSeed.userConsent,
      users: new Map(),
      groups: new Map(),
      servicePrincipals: new Map(),
      managedIdentities: new Map(),
      roleAssignments: [],
      conditionalAccess: [],
    };
    directory.tenants.set(id, tenant);
    for (const identity of tenantSeed.managedIdentities) {
      tenant.managedIdentities.set(identity.name, createIdentity(id, identity));
    }
    for (const user of tenantSeed.users.filter(({ guestOf }) => !guestOf)) addUser(directory, tenant, user);
    return [tenant, tenantSeed];
  });

  for (const [tenant, tenantSeed] of pairs) {
    for (const user of tenantSeed.users.filter(({ guestOf }) => guestOf)) addUser(directory, tenant, user);
    for (const application of tenantSeed.applications) addApplication(directory, tenant, application, context);
  }

  for (const [tenant, tenantSeed] of pairs) relate(directory, tenant, tenantSeed);
  return directory;
}

/** What refers to other things: groups, service principals, grants, assignments, policies. */
function relate(directory: Directory, tenant: Tenant, seed: TenantSeed): void {
  const problem = (text: string): never => {
    throw new SeedError([`tenant '${seed.displayName}': ${text}`]);
  };
  const user = (ref: string): User => directory.user(tenant, ref) ?? problem(`there is no user '${ref}'`);
  const application = (ref: string) =>
    directory.application(ref, tenant.id) ?? problem(`there is no application '${ref}'`);

  for (const group of seed.groups) {
    const id = group.id ?? stableId('group', tenant.id, group.displayName);
    tenant.groups.set(id, {
      id,
      displayName: group.displayName,
      securityEnabled: group.securityEnabled,
      members: new Set(group.members.map((member) => user(member).id)),
    });
  }
  for (const principal of seed.servicePrincipals) {
    const target = application(principal.application);
    tenant.servicePrincipals.set(target.appId, {
      id: principal.id ?? stableId('service principal', tenant.id, target.appId),
      application: target,
      assignmentRequired: principal.assignmentRequired,
      accountEnabled: principal.accountEnabled,
    });
  }
  for (const grant of seed.grants) {
    const client = application(grant.client);
    const resource = application(grant.resource);
    const unknown = grant.scopes.find((scope) => !resource.scopes.some(({ value }) => value === scope));
    if (unknown)
      problem(`the grant to '${client.name}' names scope '${unknown}', which '${resource.name}' does not have`);
    directory.install(tenant, client);
    directory.install(tenant, resource);
    directory.grants.add(tenant.id, client.appId, resource.appId, grant.scopes, grant.user && user(grant.user).id);
  }
  tenant.roleAssignments = seed.roleAssignments.map((assignment) => {
    const resource = application(assignment.resource);
    if (assignment.role !== undefined && !resource.appRoles.some(({ value }) => value === assignment.role)) {
      problem(`'${resource.name}' has no app role '${assignment.role}'`);
    }
    const principal = principalId(directory, tenant, assignment.principal);
    return {
      principal: principal ?? problem(`there is no principal '${assignment.principal}'`),
      resource: resource.appId,
      role: assignment.role,
    };
  });
  tenant.conditionalAccess = seed.conditionalAccess.map((policy) =>
    createPolicy(tenant.id, policy, {
      user: (ref) => user(ref).id,
      application: (ref) => application(ref).appId,
    }),
  );
}
