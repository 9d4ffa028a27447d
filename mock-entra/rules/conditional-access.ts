/**
 * Conditional access: AADSTS50076/50079 (a second factor is due), 53003 (blocked), 53000 to 53002 (device or client
 * application). What is due carries a claims challenge, which the client must bring back to the authorize endpoint.
 */
import type { Application, ConditionalAccessPolicy, Tenant, User } from '../directory/model.ts';
import { type AadstsError, aadsts } from '../errors/aadsts-error.ts';
import type { EntraService } from '../service.ts';
import type { SignIn } from '../tokens/sign-in.ts';
import type { RequestedClaims } from './requested-claims.ts';
import type { Rule } from './transaction.ts';

/**
 * Policies in force for a user and a resource, together with those a claims parameter names: by authentication context, or
 * by id, as a claims challenge of another resource does.
 */
function applicablePolicies(
  tenant: Tenant,
  user: User,
  resource: Application,
  claims: RequestedClaims,
): readonly ConditionalAccessPolicy[] {
  return tenant.conditionalAccess.filter(
    (policy) =>
      policy.enabled &&
      (policy.users === 'All' || policy.users.includes(user.id)) &&
      (claims.policies.includes(policy.id) ||
        (policy.authenticationContext === undefined
          ? policy.applications === 'All' || policy.applications.includes(resource.appId)
          : claims.contexts.includes(policy.authenticationContext))),
  );
}

const challenge = (policies: readonly ConditionalAccessPolicy[]): string =>
  JSON.stringify({ access_token: { capolids: { essential: true, values: policies.map(({ id }) => id) } } });

/**
 * What keeps a sign-in from a token; undefined when nothing does. A block wins over everything that could be done.
 */
export function accessRefusal(
  service: EntraService,
  tenant: Tenant,
  user: User,
  resource: Application,
  signIn: SignIn,
  claims: RequestedClaims,
): AadstsError | undefined {
  const policies = applicablePolicies(tenant, user, resource, claims);
  const granting = (grant: ConditionalAccessPolicy['grant']) => policies.filter((policy) => policy.grant === grant);
  const blocking = granting('block');
  if (blocking.length > 0) return aadsts(53003, {}, { claims: challenge(blocking) });
  if (granting('compliantDevice').length > 0) return aadsts(53000, { state: 'Unregistered' });
  if (granting('domainJoinedDevice').length > 0) return aadsts(53001, { state: 'Unregistered' });
  if (granting('approvedApplication').length > 0) return aadsts(53002);
  const factors = granting('mfa');
  if (factors.length === 0 || signIn.methods.includes('mfa')) return undefined;
  const values = { resourceId: resource.appId };
  const options = { claims: challenge(factors) };
  if (service.directory.homeOf(user).mfa === 'none') return aadsts(50079, values, options);
  return service.switches.mfaError === 'invalid_grant'
    ? aadsts(50076, values, options)
    : aadsts(50076, values, { ...options, error: 'interaction_required' });
}

/** AADSTS50076 and its relatives: a policy of the tenant asks for more than the sign-in has, or blocks it. */
export const conditionalAccess: Rule = ({ service, tenant, user, target, signIn, claims }) => {
  const { application } = target.value.resource;
  const refusal = accessRefusal(service, tenant.value, user.value, application, signIn.value, claims.value);
  if (refusal) throw refusal;
};
