/** The directory: tenants and the applications they own, with the look-ups that endpoints need. */
import { Grants } from './grants.ts';
import {
  type Application,
  consumersTenantId,
  type ManagedIdentity,
  type ServicePrincipal,
  type Tenant,
  type User,
} from './model.ts';
import { isGuid, stableId } from './stable-id.ts';

/** Identifier URIs are compared without case and without one trailing slash. */
export const bareIdentifier = (identifier: string): string => identifier.toLowerCase().replace(/\/$/, '');

/** Whether a text names an application: by client id, identifier URI or name. */
function names(application: Application, ref: string): boolean {
  return (
    application.appId === ref.toLowerCase() ||
    application.identifierUris.some((uri) => bareIdentifier(uri) === bareIdentifier(ref)) ||
    application.name === ref
  );
}

/** Tenants, users, applications and their grants, built from a seed. */
export class Directory {
  /** By tenant id. */
  readonly tenants = new Map<string, Tenant>();
  /** By client id. */
  readonly applications = new Map<string, Application>();
  readonly grants = new Grants();

  /** The tenant of a GUID or verified domain, in any case. */
  tenant(idOrDomain: string): Tenant | undefined {
    const wanted = idOrDomain.toLowerCase();
    const byId = this.tenants.get(wanted);
    if (byId) return byId;
    for (const tenant of this.tenants.values()) if (tenant.domains.includes(wanted)) return tenant;
    return undefined;
  }

  /** The first tenant of the seed: where helpers look when no tenant is named. */
  get defaultTenant(): Tenant {
    for (const tenant of this.tenants.values()) return tenant;
    throw new RangeError('the directory has no tenant');
  }

  /** Whether an id (lower case) is one of this directory: of a tenant, an application, a user, an identity, a policy. */
  knows(id: string): boolean {
    if (this.tenants.has(id) || this.applications.has(id)) return true;
    for (const tenant of this.tenants.values()) {
      if (tenant.users.has(id) || tenant.groups.has(id)) return true;
      for (const { clientId, principalId } of tenant.managedIdentities.values()) {
        if (clientId === id || principalId === id) return true;
      }
      for (const principal of tenant.servicePrincipals.values()) if (principal.id === id) return true;
      for (const policy of tenant.conditionalAccess) if (policy.id === id) return true;
    }
    return false;
  }

  /** Whether a domain (lower case) is one of some tenant. */
  hasDomain(name: string): boolean {
    for (const { domains } of this.tenants.values()) if (domains.includes(name)) return true;
    return false;
  }

  /** Every managed identity of every tenant. */
  get managedIdentities(): readonly ManagedIdentity[] {
    return [...this.tenants.values()].flatMap((tenant) => [...tenant.managedIdentities.values()]);
  }

  /** An application by client id, identifier URI or name; those of `tenantId` win. */
  application(ref: string, tenantId?: string): Application | undefined {
    const byId = this.applications.get(ref.toLowerCase());
    if (byId) return byId;
    let found: Application | undefined;
    for (const application of this.applications.values()) {
      if (!names(application, ref)) continue;
      if (tenantId === undefined || application.owner === tenantId) return application;
      found ??= application;
    }
    return found;
  }

  /** An application's service principal in a tenant, if it is there. Its own tenant always has one. */
  servicePrincipal(tenant: Tenant, appId: string): ServicePrincipal | undefined {
    const present = tenant.servicePrincipals.get(appId.toLowerCase());
    if (present) return present;
    const application = this.applications.get(appId.toLowerCase());
    return application && (application.owner === tenant.id || application.firstParty)
      ? this.install(tenant, application)
      : undefined;
  }

  /** The service principal that consent would add, without adding it. */
  prospective(tenant: Tenant, application: Application): ServicePrincipal {
    const id = stableId('service principal', tenant.id, application.appId);
    return { id, application, assignmentRequired: false, accountEnabled: true };
  }

  /** Adds an application to a tenant, as consent does. Adding twice changes nothing. */
  install(tenant: Tenant, application: Application): ServicePrincipal {
    const present = tenant.servicePrincipals.get(application.appId);
    if (present) return present;
    const created = this.prospective(tenant, application);
    tenant.servicePrincipals.set(application.appId, created);
    return created;
  }

  /** The resource that an identifier (client id or application ID URI) names in a tenant. */
  resource(tenant: Tenant, identifier: string): ServicePrincipal | undefined {
    if (isGuid(identifier)) return this.servicePrincipal(tenant, identifier);
    const wanted = bareIdentifier(identifier);
    for (const application of this.applications.values()) {
      if (!application.identifierUris.some((uri) => bareIdentifier(uri) === wanted)) continue;
      const principal = this.servicePrincipal(tenant, application.appId);
      if (principal) return principal;
    }
    return undefined;
  }

  /** A user of a tenant by object id, user principal name or mail address. */
  user(tenant: Tenant, ref: string): User | undefined {
    const wanted = ref.toLowerCase();
    const byId = tenant.users.get(wanted);
    if (byId) return byId.deleted ? undefined : byId;
    for (const user of tenant.users.values()) {
      if (user.deleted) continue;
      if (user.userPrincipalName.toLowerCase() === wanted || user.mail?.toLowerCase() === wanted) return user;
    }
    return undefined;
  }

  /** The account a login name belongs to, in whichever tenant is its home. */
  account(login: string): User | undefined {
    for (const tenant of this.tenants.values()) {
      const user = this.user(tenant, login);
      if (user && !user.home) return user;
    }
    return undefined;
  }

  /** The home account behind a user: the user itself unless a guest. */
  homeOf(user: User): User {
    if (!user.home) return user;
    return this.tenants.get(user.home.tenantId)?.users.get(user.home.userId) ?? user;
  }

  /** The guest object of a home account in another tenant, or the account itself in its own. */
  presenceOf(account: User, tenant: Tenant): User | undefined {
    if (account.tenantId === tenant.id) return account;
    for (const user of tenant.users.values()) {
      if (!user.deleted && user.home?.userId === account.id && user.home.tenantId === account.tenantId) return user;
    }
    return undefined;
  }

  /** Whether an application belongs to work tenants, personal accounts, or both. */
  admits(application: Application, tenantId: string): boolean {
    const personal = tenantId === consumersTenantId;
    switch (application.signInAudience) {
      case 'AzureADMyOrg':
        return application.owner === tenantId || application.firstParty;
      case 'AzureADMultipleOrgs':
        return !personal;
      case 'PersonalMicrosoftAccount':
        return personal;
      default:
        return true;
    }
  }
}
