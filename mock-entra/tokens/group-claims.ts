/** `groups`, and what stands in its place when a user is in too many. */
import type { Application, Tenant, User } from '../directory/model.ts';

/** Most group ids a JWT names. */
const jwtGroupLimit = 200;
/** Most group ids a token from the implicit flow names. */
const implicitGroupLimit = 5;

/** Object ids of the groups a setting lets into a token. */
function groupIds(tenant: Tenant, user: User, setting: Application['groupMembershipClaims']): string[] {
  if (setting === 'None') return [];
  return [...tenant.groups.values()]
    .filter((group) => group.members.has(user.id) && (setting === 'All' || group.securityEnabled))
    .map((group) => group.id);
}

/**
 * Group claims of a token for `application`.
 *
 * Beyond 200 groups: `_claim_names` and `_claim_sources`, whose endpoint is on the old graph.windows.net host, as
 * documented; beyond 5 in the implicit flow: `hasgroups`.
 */
export function groupClaims(
  application: Application,
  tenant: Tenant,
  user: User,
  implicit = false,
): Record<string, unknown> {
  const ids = groupIds(tenant, user, application.groupMembershipClaims);
  if (ids.length === 0) return {};
  if (implicit && ids.length > implicitGroupLimit) return { hasgroups: true };
  if (ids.length <= jwtGroupLimit) return { groups: ids };
  const endpoint = `https://graph.windows.net/${tenant.id}/users/${user.id}/getMemberObjects`;
  return { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint } } };
}
