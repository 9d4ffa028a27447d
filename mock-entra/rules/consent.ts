/** Which scopes of a resource a user's token for a client carries, and which are still to be consented to. */
import { graphAppId, oidcScopes } from '../directory/first-party.ts';
import type { Application, Tenant, User } from '../directory/model.ts';
import type { EntraService } from '../service.ts';
import type { Target } from './transaction.ts';

/** What Microsoft's own clients have of Graph without asking: enough to say who signed in. */
const graphBasics: readonly string[] = [...oidcScopes, 'User.Read'];

/** Scopes the resource's owner lets a client have without asking anybody; Microsoft lets its own clients have its services. */
function preAuthorized(service: EntraService, resource: Application, client: Application): readonly string[] {
  if (client.firstParty && resource.firstParty) {
    const own = resource.scopes.filter(({ type }) => type === 'User').map(({ value }) => value);
    return resource.appId === graphAppId ? own.filter((value) => graphBasics.includes(value)) : own;
  }
  return resource.preAuthorizedApplications
    .filter(({ application }) => service.directory.application(application, resource.owner)?.appId === client.appId)
    .flatMap(({ scopes }) => scopes);
}

/** Every scope of the resource that the client has for this user: consented by user or administrator, or pre-authorized. */
export function grantedScopes(
  service: EntraService,
  tenant: Tenant,
  client: Application,
  resource: Application,
  user: User,
): readonly string[] {
  const granted = service.directory.grants.granted(tenant.id, client.appId, resource.appId, user.id);
  for (const scope of preAuthorized(service, resource, client)) granted.add(scope);
  // what the resource no longer offers is no longer in tokens
  return [...granted].filter((name) => resource.scopes.some(({ value, enabled }) => enabled && value === name));
}

/** Scopes asked for and not granted. For `.default`: what the registration lists, if nothing was granted at all. */
export function missingScopes(
  target: Target,
  client: Application,
  granted: readonly string[],
  listed: readonly string[],
): readonly string[] {
  if (target.isDefault) return granted.length > 0 || target.resource.application.appId === client.appId ? [] : listed;
  return target.names.filter((name) => !granted.includes(name));
}

/** Delegated permissions of a resource that the client's registration lists. */
export function listedScopes(service: EntraService, client: Application, resource: Application): readonly string[] {
  return client.requiredResourceAccess
    .filter((access) => service.directory.application(access.resource, client.owner)?.appId === resource.appId)
    .flatMap((access) => access.scopes);
}
