/** What Graph can be asked, and which permission each question needs. */
import type { Group, User } from '../directory/model.ts';
import type { Call } from './call.ts';
import { defaultUserProperties, groupEntity, groupProperties, userEntity, userProperties } from './entities.ts';
import { groupsOf, groupsSet, may, membersOf, organizationSet, usersSet } from './entity-sets.ts';
import type { Entity } from './filter.ts';
import { accessDenied, badRequest, notFound } from './graph-error.ts';
import { checkedIds, memberIds } from './memberships.ts';
import {
  readGroups,
  readManagers,
  readOrganization,
  readOthers,
  readOwnGroups,
  readOwnMemberships,
  readSelf,
} from './permissions.ts';
import { collectionBody, countOf, type EntitySet, entityBody } from './query-options.ts';

/** An operation of Graph. */
export interface Operation {
  /** GET unless told. */
  readonly method?: 'POST';
  /** Path below the version. */
  readonly path: string;
  /** Any one of these scopes lets a user's token in. */
  readonly delegated: readonly string[];
  /** Any one of these roles lets an app-only token in; none means app-only is refused. */
  readonly application: readonly string[];
  /** The call is refused without a user whatever the permissions. */
  readonly userOnly?: boolean;
  readonly answer: (call: Call) => Entity | string;
}

type Access = Pick<Operation, 'delegated' | 'application' | 'userOnly'>;

const self = ({ caller }: Call): User => caller.user ?? notUser();

function notUser(): never {
  throw badRequest('/me request is only valid with delegated authentication flow.');
}

function missing(id: string): never {
  throw notFound(id);
}

function userOf({ service, caller, path }: Call): User {
  const id = path.id ?? '';
  return service.directory.user(caller.tenant, id) ?? missing(id);
}

const groupOf = ({ caller, path }: Call): Group =>
  caller.tenant.groups.get((path.id ?? '').toLowerCase()) ?? missing(path.id ?? '');

function showUser({ caller, root, options }: Call, user: User): Entity {
  const set = { name: 'users', type: 'user', defaults: defaultUserProperties, properties: userProperties };
  return entityBody(root, set, userEntity(caller.tenant, user), options);
}

function showGroup({ root, options }: Call, group: Group): Entity {
  return entityBody(root, { name: 'groups', type: 'group', properties: groupProperties }, groupEntity(group), options);
}

function managerOf(call: Call, user: User): Entity {
  const { service, caller } = call;
  const manager = user.manager === undefined ? undefined : service.directory.user(caller.tenant, user.manager);
  if (!manager) throw notFound('manager');
  return { ...showUser(call, manager), '@odata.type': '#microsoft.graph.user' };
}

/** A user may read their own profile with User.Read; others need more. */
function mayReadOthers(call: Call, user: User): void {
  if (call.caller.user !== undefined && call.caller.user.id !== user.id && !may(call, readOthers)) throw accessDenied();
}

/** A collection and, below it, how many it holds. */
function collection(path: string, access: Access, set: (call: Call) => EntitySet): Operation[] {
  return [
    {
      ...access,
      path,
      answer: (call) => collectionBody(call.root, set(call), call.options, call.eventual),
    },
    { ...access, path: `${path}/$count`, answer: (call) => countOf(set(call), call.options, call.eventual) },
  ];
}

/** A collection of directory objects, and the same cast to the only type that it holds. */
function members(
  path: string,
  cast: 'group' | 'user',
  access: Access,
  set: (call: Call, place: { path: string; name: string }) => EntitySet,
): Operation[] {
  const at = (call: Call): string => path.replace('{id}', encodeURIComponent(call.path.id ?? ''));
  return [
    ...collection(path, access, (call) => set(call, { path: at(call), name: 'directoryObjects' })),
    ...collection(`${path}/microsoft.graph.${cast}`, access, (call) =>
      set(call, { path: `${at(call)}/microsoft.graph.${cast}`, name: `${cast}s` }),
    ),
  ];
}

const everybody = (permissions: readonly string[]): Access => ({ delegated: permissions, application: permissions });
const signedIn = (permissions: readonly string[]): Access => ({
  delegated: permissions,
  application: [],
  userOnly: true,
});

function post(path: string, access: Access, answer: Operation['answer']): Operation {
  return { ...access, method: 'POST', path, answer };
}

/** What the emulator answers, with the permissions that each call takes. */
export const operations: readonly Operation[] = [
  { path: '/me', ...signedIn(readSelf), answer: (call) => showUser(call, self(call)) },
  { path: '/me/manager', ...signedIn(readManagers), answer: (call) => managerOf(call, self(call)) },
  ...['memberOf', 'transitiveMemberOf'].flatMap((name) => [
    ...members(`/me/${name}`, 'group', signedIn(readOwnGroups), (call, place) =>
      groupsSet(call, place, groupsOf(call, self(call))),
    ),
    ...members(`/users/{id}/${name}`, 'group', everybody(readGroups), (call, place) =>
      groupsSet(call, place, groupsOf(call, userOf(call))),
    ),
  ]),
  ...['getMemberGroups', 'getMemberObjects'].flatMap((name) => [
    post(`/me/${name}`, signedIn(readOwnMemberships), (call) => memberIds(call, self(call))),
    post(`/users/{id}/${name}`, everybody(readManagers), (call) => memberIds(call, userOf(call))),
  ]),
  post('/me/checkMemberGroups', signedIn(readOwnMemberships), (call) => checkedIds(call, self(call))),
  post('/users/{id}/checkMemberGroups', everybody(readManagers), (call) => checkedIds(call, userOf(call))),
  ...collection('/users', everybody(readOthers), (call) =>
    usersSet(call, { path: '/users', name: 'users' }, [...call.caller.tenant.users.values()]),
  ),
  {
    path: '/users/{id}',
    delegated: readSelf,
    application: readOthers,
    answer: (call) => {
      const user = userOf(call);
      mayReadOthers(call, user);
      return showUser(call, user);
    },
  },
  { path: '/users/{id}/manager', ...everybody(readManagers), answer: (call) => managerOf(call, userOf(call)) },
  ...collection('/groups', everybody(readGroups), (call) =>
    groupsSet(call, { path: '/groups', name: 'groups' }, [...call.caller.tenant.groups.values()]),
  ),
  { path: '/groups/{id}', ...everybody(readGroups), answer: (call) => showGroup(call, groupOf(call)) },
  ...['members', 'transitiveMembers'].flatMap((name) =>
    members(`/groups/{id}/${name}`, 'user', everybody(readGroups), (call, place) =>
      usersSet(call, place, membersOf(call, groupOf(call))),
    ),
  ),
  ...collection('/organization', everybody(readOrganization), organizationSet),
];

/** Refuses a caller who lacks every permission that would do. */
export function refuseUnpermitted(call: Call, operation: Operation): void {
  if (call.caller.user === undefined && operation.userOnly) notUser();
  if (!may(call, call.caller.user ? operation.delegated : operation.application)) throw accessDenied();
}
