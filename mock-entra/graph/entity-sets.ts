/** Collections of the directory as Graph shows them to a caller. */
import type { Group, User } from '../directory/model.ts';
import type { Call } from './call.ts';
import { defaultUserProperties, groupEntity, groupProperties, userEntity, userProperties } from './entities.ts';
import type { Entity } from './filter.ts';
import { readGroups, readOthers } from './permissions.ts';
import type { EntitySet } from './query-options.ts';

/** Where a collection is found, and what `@odata.context` calls it. */
interface Place {
  readonly path: string;
  readonly name: string;
}

/** Whether a caller has one of these permissions. True for everybody where permissions are switched off. */
export function may({ service, caller }: Call, permissions: readonly string[]): boolean {
  if (!service.switches.graphPermissions) return true;
  const held = caller.user ? caller.scopes : caller.roles;
  return permissions.some((permission) => held.has(permission));
}

const directoryObjects = 'directoryObjects';

/**
 * An object in a list of directory objects. Who may see the list but not what is in it gets ids alone. Graph documentation,
 * permissions-overview, "limited information returned for inaccessible member objects".
 */
function asMember(type: string, entity: Entity, readable: boolean): Entity {
  const typed = { '@odata.type': `#microsoft.graph.${type}` };
  if (readable) return { ...typed, ...entity };
  return { ...typed, ...Object.fromEntries(Object.keys(entity).map((name) => [name, null])), id: entity.id };
}

/** Users that have not been deleted. */
export function usersSet(call: Call, { path, name }: Place, users: readonly User[]): EntitySet {
  const { tenant } = call.caller;
  const readable = may(call, readOthers);
  const entities = users
    .filter(({ deleted }) => !deleted)
    .map((user) => userEntity(tenant, user))
    .map((entity) => (name === directoryObjects ? asMember('user', entity, readable) : entity));
  const defaults = name === directoryObjects ? ['@odata.type', ...defaultUserProperties] : defaultUserProperties;
  const type = name === directoryObjects ? 'directoryObject' : 'user';
  return { name, type, path, entities, defaults, properties: userProperties };
}

export function groupsSet(call: Call, { path, name }: Place, groups: readonly Group[]): EntitySet {
  const readable = may(call, readGroups);
  const entities = groups
    .map(groupEntity)
    .map((entity) => (name === directoryObjects ? asMember('group', entity, readable) : entity));
  const type = name === directoryObjects ? 'directoryObject' : 'group';
  return { name, type, path, entities, properties: groupProperties };
}

/** Groups that a user is in. */
export const groupsOf = ({ caller }: Call, { id }: User): readonly Group[] =>
  [...caller.tenant.groups.values()].filter(({ members }) => members.has(id));

/** Users that are in a group. */
export const membersOf = ({ caller }: Call, { members }: Group): readonly User[] =>
  [...caller.tenant.users.values()].filter(({ id }) => members.has(id));

export function organizationSet({ caller: { tenant } }: Call): EntitySet {
  const verifiedDomains = tenant.domains.map((name, index) => ({ name, isDefault: index === 0, type: 'Managed' }));
  const entity: Entity = { id: tenant.id, displayName: tenant.displayName, tenantType: 'AAD', verifiedDomains };
  const properties = new Set(Object.keys(entity));
  return { name: 'organization', type: 'organization', path: '/organization', entities: [entity], properties };
}
