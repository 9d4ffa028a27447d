/** Seed of a conditional-access policy -> the policy, with what it refers to found. */
import type { ConditionalAccessPolicy } from './model.ts';
import type { ConditionalAccessSeed } from './seed.ts';
import { stableId } from './stable-id.ts';

/** @param find object id of a user, client id of an application; throws where there is none. */
export function createPolicy(
  tenantId: string,
  seed: ConditionalAccessSeed,
  find: { readonly user: (ref: string) => string; readonly application: (ref: string) => string },
): ConditionalAccessPolicy {
  return {
    id: seed.id ?? stableId('conditional access', tenantId, seed.displayName),
    displayName: seed.displayName,
    enabled: seed.enabled,
    users: seed.users === 'All' ? 'All' : seed.users.map(find.user),
    applications: seed.applications === 'All' ? 'All' : seed.applications.map(find.application),
    authenticationContext: seed.authenticationContext,
    grant: seed.grant,
  };
}
