/**
 * Ids of the groups that a user is in: what a client asks for when its token holds `_claim_names` or `hasgroups` in the place
 * of groups. Graph reference, user-getmembergroups, user-getmemberobjects, user-checkmembergroups.
 */
import type { User } from '../directory/model.ts';
import type { Call } from './call.ts';
import { groupsOf } from './entity-sets.ts';
import type { Entity } from './filter.ts';
import { badRequest } from './graph-error.ts';

/** Most groups that one request checks. */
const mostChecked = 20;

const member = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;

const answer = ({ root }: Call, value: readonly string[]): Entity => ({
  '@odata.context': `${root}/$metadata#Collection(Edm.String)`,
  value,
});

/** getMemberGroups and getMemberObjects: one list here, because the directory has groups alone. */
export function memberIds(call: Call, user: User): Entity {
  const securityOnly = member(call.body, 'securityEnabledOnly') ?? false;
  if (typeof securityOnly !== 'boolean') throw badRequest("'securityEnabledOnly' must be true or false.");
  const groups = groupsOf(call, user).filter(({ securityEnabled }) => !securityOnly || securityEnabled);
  return answer(
    call,
    groups.map(({ id }) => id),
  );
}

/** checkMemberGroups. */
export function checkedIds(call: Call, user: User): Entity {
  const ids = member(call.body, 'groupIds');
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
    throw badRequest("'groupIds' must be a list of ids of groups.");
  }
  if (ids.length > mostChecked) throw badRequest(`'groupIds' can hold ${mostChecked} ids at most.`);
  const own = new Set(groupsOf(call, user).map(({ id }) => id));
  return answer(
    call,
    ids.filter((id: string) => own.has(id.toLowerCase())),
  );
}
