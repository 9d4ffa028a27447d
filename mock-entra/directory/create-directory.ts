/** Seed -> directory. Checks what the format can't: references that lead nowhere and ids that clash. */
import { randomBytes } from 'node:crypto';
import { createApplication, createFirstParty } from './create-application.ts';
import { Directory } from './directory.ts';
import { firstPartyApplications } from './first-party.ts';
import type { ManagedIdentity, Tenant, User } from './model.ts';
import { type ApplicationSeed, type ParsedSeed, SeedError, type TenantSeed, type UserSeed } from './seed.ts';
import { stableId } from './stable-id.ts';

const subscription = stableId('subscription');

/** A password a person can type and a form can't mistake: three groups of letters and digits. */
function randomPassword(): string {
  const words = randomBytes(9).toString('hex').match(/.{6}/g) ?? [];
  return `${words.join('-')}A!`;
}

/** Builds a user of a tenant. */
export function createUser(tenantId: string, seed: UserSeed, home?: User['home']): User {
  return {
    id: seed.id ?? stableId('user', tenantId, seed.userPrincipalName.toLowerCase()),
    tenantId,
    userPrincipalName: seed.userPrincipalName,
    displayName: seed.displayName,
    givenName: seed.givenName,
    surname: seed.surname,
    mail: seed.mail,
    mailVerified: seed.mailVerified,
    jobTitle: seed.jobTitle,
    department: seed.department,
    officeLocation: seed.officeLocation,
    mobilePhone: seed.mobilePhone,
    businessPhones: seed.businessPhones,
    preferredLanguage: seed.preferredLanguage,
    accountEnabled: seed.accountEnabled,
    administrator: seed.administrator,
    mfa: seed.mfa,
    home,
    manager: seed.manager,
    password: seed.password ?? randomPassword(),
    validFrom: 0,
    generation: 0,
    deleted: false,
  };
}

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
): void {
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
    for (const user of tenantSeed.users.filter(({ guestOf }) => !guestOf)) {
      const created = createUser(id, user);
      tenant.users.set(created.id, created);
    }
    return [tenant, tenantSeed];
  });

  for (const [tenant, tenantSeed] of pairs) {
    for (const user of tenantSeed.users) {
      if (!user.guestOf) continue;
      const home = directory.tenant(user.guestOf.tenant);
      const account = home && directory.user(home, user.guestOf.user);
      if (!home || !account) {
        throw new SeedError([
          `user '${user.userPrincipalName}': no home account '${user.guestOf.user}' in tenant '${user.guestOf.tenant}'`,
        ]);
      }
      const created = createUser(tenant.id, user, { tenantId: home.id, userId: account.id });
      tenant.users.set(created.id, created);
    }
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
  tenant.conditionalAccess = seed.conditionalAccess.map((policy) => ({
    id: policy.id ?? stableId('conditional access', tenant.id, policy.displayName),
    displayName: policy.displayName,
    enabled: policy.enabled,
    users: policy.users === 'All' ? 'All' : policy.users.map((ref) => user(ref).id),
    applications: policy.applications === 'All' ? 'All' : policy.applications.map((ref) => application(ref).appId),
    authenticationContext: policy.authenticationContext,
    grant: policy.grant,
  }));
}
