/** What still has to be consented to before a client gets what it asked for, and the recording of consent. */
import { graphAppId, oidcScopes } from '../../directory/first-party.ts';
import type { Application, Scope, Tenant } from '../../directory/model.ts';
import { aadsts } from '../../errors/aadsts-error.ts';
import { grantedScopes, listedScopes, missingScopes } from '../../rules/consent.ts';
import type { EntraService } from '../../service.ts';
import type { PendingSignIn } from '../../stores/pending-sign-in.ts';
import { scopesOf } from './accounts.ts';
import type { SignedIn, Step } from './step.ts';

/** One permission on the consent page. */
export interface Need {
  /** Who gets it: the client, or a middle tier it speaks to (combined consent). */
  readonly client: Application;
  readonly resource: Application;
  readonly scope: Scope;
}

function needsOf(client: Application, resource: Application, names: readonly string[]): Need[] {
  return names.flatMap((name) => {
    const scope = resource.scopes.find(({ value, enabled }) => enabled && value === name);
    return scope ? [{ client, resource, scope }] : [];
  });
}

/** Everything a registration lists for delegated use. */
function everythingListed(service: EntraService, tenant: Tenant, client: Application): Need[] {
  return client.requiredResourceAccess.flatMap((access) => {
    const application = service.directory.application(access.resource, client.owner);
    const resource = application && service.directory.servicePrincipal(tenant, application.appId)?.application;
    return resource ? needsOf(client, resource, access.scopes) : [];
  });
}

/** Combined consent: a middle tier that knows the client asks for its own permissions at the same time. */
function middleTierNeeds(service: EntraService, tenant: Tenant, client: Application, resource: Application): Need[] {
  const known = resource.knownClientApplications.some(
    (ref) => service.directory.application(ref, resource.owner)?.appId === client.appId,
  );
  return known ? everythingListed(service, tenant, resource) : [];
}

/** Whether consent is to be shown although it was given before: `prompt=consent`, until it was. */
const asksAgain = ({ purpose, consented }: PendingSignIn): boolean =>
  !consented && purpose.kind === 'authorize' && purpose.request.prompt === 'consent';

/** Open needs of each resource that was asked for. */
function openNeeds(step: Step, { tenant, user, client, targets }: SignedIn): Need[] {
  const { service, pending } = step;
  const again = asksAgain(pending);
  return targets.flatMap((target) => {
    const resource = target.resource.application;
    const granted = grantedScopes(service, tenant, client, resource, user);
    const listed = listedScopes(service, client, resource);
    const missing = missingScopes(target, client, granted, listed);
    if (target.isDefault && granted.length === 0 && listed.length === 0 && resource.appId !== client.appId) {
      throw aadsts(650057, {
        clientId: client.appId,
        client: client.name,
        resource: target.identifier,
        resourceId: resource.appId,
        listed: client.requiredResourceAccess.map((access) => access.resource).join(', ') || '(none)',
      });
    }
    if (missing.length === 0 && !again) return [];
    if (!target.isDefault) return needsOf(client, resource, again ? target.names : missing);
    return [...everythingListed(service, tenant, client), ...middleTierNeeds(service, tenant, client, resource)];
  });
}

/** OpenID scopes are consented to together with the rest; alone they count when the client has nothing of Graph yet. */
function signInNeeds(step: Step, signedIn: SignedIn, open: readonly Need[]): Need[] {
  const { service, pending } = step;
  const scopes = scopesOf(pending.purpose);
  const { tenant, client, user, targets } = signedIn;
  if (!scopes) return [];
  const graph = service.directory.applications.get(graphAppId);
  if (!graph) return [];
  const asked = oidcScopes.filter((name) => scopes.oidc.has(name));
  const granted = grantedScopes(service, tenant, client, graph, user);
  const again = asksAgain(pending);
  const first = targets.length === 0 && granted.length === 0 && asked.length > 0;
  if (open.length === 0 && !first && !again) return [];
  return needsOf(client, graph, again ? asked : asked.filter((name) => !granted.includes(name)));
}

/**
 * What the person must consent to now; empty when nothing.
 * @throws AadstsError 90094 when only an administrator may, 650057 for a resource that the registration does not list.
 */
export function consentNeeds(step: Step, signedIn: SignedIn): readonly Need[] {
  const open = openNeeds(step, signedIn);
  const all = [...signInNeeds(step, signedIn, open), ...open];
  const unique = new Map(all.map((need) => [`${need.client.appId} ${need.resource.appId} ${need.scope.value}`, need]));
  const needs = [...unique.values()];
  const { tenant, user, client } = signedIn;
  const adminOnly = needs.some(({ scope }) => scope.type === 'Admin') || (needs.length > 0 && !tenant.userConsent);
  if (adminOnly && !user.administrator) throw aadsts(90094, { tenant: tenant.displayName, name: client.name });
  return needs;
}

/** Records consent, for this user or (by an administrator) for everybody. */
export function recordConsent(step: Step, signedIn: SignedIn, everybody: boolean): void {
  const { service } = step;
  const { tenant, user } = signedIn;
  for (const { client, resource, scope } of consentNeeds(step, signedIn)) {
    service.directory.install(tenant, client);
    service.directory.install(tenant, resource);
    const who = everybody && user.administrator ? undefined : user.id;
    service.directory.grants.add(tenant.id, client.appId, resource.appId, [scope.value], who);
  }
}
