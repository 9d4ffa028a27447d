/** What Graph can be asked, and which permission each question needs. Permissions: Graph's reference, least to most. */
import type { Tenant, User } from '../directory/model.ts';
import type { Parameters } from '../http/parameters.ts';
import type { EntraService } from '../service.ts';
import type { Caller } from './caller.ts';
import { defaultUserProperties, groupEntity, userEntity } from './entities.ts';
import type { Entity } from './filter.ts';
import { accessDenied, badRequest, notFound } from './graph-error.ts';
import { collectionBody, type EntitySet, entityBody } from './query-options.ts';

/** One call of an operation. */
export interface Call {
  readonly service: EntraService;
  readonly caller: Caller;
  /** Values of `{…}` in the path. */
  readonly path: Readonly<Record<string, string>>;
  readonly options: Parameters;
  /** `ConsistencyLevel: eventual` was sent. */
  readonly eventual: boolean;
}

/** One call of Graph. */
export interface Operation {
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

const self = ({ caller }: Call): User => caller.user ?? notUser();

function notUser(): never {
  throw badRequest('/me request is only valid with delegated authentication flow.');
}

const userProperties = (tenant: Tenant, user: User): ReadonlySet<string> =>
  new Set(Object.keys(userEntity(tenant, user)));

function userOf({ service, caller, path }: Call): User {
  const id = path.id ?? '';
  return service.directory.user(caller.tenant, id) ?? missing(id);
}

function missing(id: string): never {
  throw notFound(id);
}

function showUser({ service, caller, options }: Call, user: User): Entity {
  const { tenant } = caller;
  const set = { name: 'users', defaults: defaultUserProperties, properties: userProperties(tenant, user) };
  return entityBody(service.origins.graph, set, userEntity(tenant, user), options);
}

function showUsers(call: Call, path: string, users: readonly User[], name = 'users'): Entity {
  const { service, caller, options, eventual } = call;
  const entities = users.filter(({ deleted }) => !deleted).map((user) => userEntity(caller.tenant, user));
  const properties = new Set(['id', ...Object.keys(entities[0] ?? {}), ...defaultUserProperties]);
  const set: EntitySet = { name, path, entities, defaults: defaultUserProperties, properties };
  return collectionBody(service.origins.graph, set, options, eventual);
}

function showGroups(call: Call, path: string, name: string, of: User | undefined): Entity {
  const { service, caller, options, eventual } = call;
  const groups = [...caller.tenant.groups.values()].filter((group) => of === undefined || group.members.has(of.id));
  const typed = name === 'directoryObjects' ? { '@odata.type': '#microsoft.graph.group' } : {};
  const entities = groups.map((group): Entity => ({ ...typed, ...groupEntity(group) }));
  const properties = new Set([
    'id',
    'displayName',
    'securityEnabled',
    'mailEnabled',
    ...Object.keys(entities[0] ?? {}),
  ]);
  return collectionBody(service.origins.graph, { name, path, entities, properties }, options, eventual);
}

function managerOf(call: Call, user: User): Entity {
  const { service, caller } = call;
  const manager = user.manager === undefined ? undefined : service.directory.user(caller.tenant, user.manager);
  if (!manager) throw notFound('manager');
  return { ...showUser(call, manager), '@odata.type': '#microsoft.graph.user' };
}

/** A user may read their own profile with User.Read; others need more. */
function mayReadOthers(call: Call, user: User): void {
  const { caller } = call;
  if (!call.service.switches.graphPermissions || caller.user === undefined || caller.user.id === user.id) return;
  if (!readOthers.some((scope) => caller.scopes.has(scope))) throw accessDenied();
}

const readSelf = ['User.Read', 'User.ReadWrite', 'User.ReadBasic.All', 'User.Read.All', 'Directory.Read.All'];
const readOthers = ['User.ReadBasic.All', 'User.Read.All', 'Directory.Read.All'];
const readGroups = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'];
const readOwnGroups = ['User.Read', ...readGroups];

/** What the emulator answers, with the permissions that each call takes. */
export const operations: readonly Operation[] = [
  { path: '/me', delegated: readSelf, application: [], userOnly: true, answer: (call) => showUser(call, self(call)) },
  {
    path: '/me/memberOf',
    delegated: readOwnGroups,
    application: [],
    userOnly: true,
    answer: (call) => showGroups(call, '/me/memberOf', 'directoryObjects', self(call)),
  },
  {
    path: '/me/transitiveMemberOf',
    delegated: readOwnGroups,
    application: [],
    userOnly: true,
    answer: (call) => showGroups(call, '/me/transitiveMemberOf', 'directoryObjects', self(call)),
  },
  {
    path: '/me/manager',
    delegated: ['User.Read.All', 'Directory.Read.All'],
    application: [],
    userOnly: true,
    answer: (call) => managerOf(call, self(call)),
  },
  {
    path: '/users',
    delegated: readOthers,
    application: readOthers,
    answer: (call) => showUsers(call, '/users', [...call.caller.tenant.users.values()]),
  },
  {
    path: '/users/$count',
    delegated: readOthers,
    application: readOthers,
    answer: (call) => {
      if (!call.eventual) throw badRequest('$count is not currently supported.', 'Request_UnsupportedQuery');
      return String([...call.caller.tenant.users.values()].filter(({ deleted }) => !deleted).length);
    },
  },
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
  {
    path: '/users/{id}/memberOf',
    delegated: readGroups,
    application: readGroups,
    answer: (call) =>
      showGroups(call, `/users/${encodeURIComponent(userOf(call).id)}/memberOf`, 'directoryObjects', userOf(call)),
  },
  {
    path: '/users/{id}/manager',
    delegated: ['User.Read.All', 'Directory.Read.All'],
    application: ['User.Read.All', 'Directory.Read.All'],
    answer: (call) => managerOf(call, userOf(call)),
  },
  {
    path: '/groups',
    delegated: readGroups,
    application: readGroups,
    answer: (call) => showGroups(call, '/groups', 'groups', undefined),
  },
  {
    path: '/groups/{id}',
    delegated: readGroups,
    application: readGroups,
    answer: (call) => {
      const { service, caller, options } = call;
      const group = caller.tenant.groups.get((call.path.id ?? '').toLowerCase()) ?? missing(call.path.id ?? '');
      const entity = groupEntity(group);
      return entityBody(
        service.origins.graph,
        { name: 'groups', properties: new Set(Object.keys(entity)) },
        entity,
        options,
      );
    },
  },
  {
    path: '/groups/{id}/members',
    delegated: readGroups,
    application: readGroups,
    answer: (call) => {
      const group = call.caller.tenant.groups.get((call.path.id ?? '').toLowerCase()) ?? missing(call.path.id ?? '');
      const members = [...call.caller.tenant.users.values()].filter(({ id }) => group.members.has(id));
      return showUsers(call, `/groups/${group.id}/members`, members, 'directoryObjects');
    },
  },
  {
    path: '/organization',
    delegated: ['User.Read', 'Directory.Read.All'],
    application: ['Directory.Read.All'],
    answer: ({ service, caller, options, eventual }) => {
      const { tenant } = caller;
      const verifiedDomains = tenant.domains.map((name, index) => ({ name, isDefault: index === 0, type: 'Managed' }));
      const entity: Entity = { id: tenant.id, displayName: tenant.displayName, tenantType: 'AAD', verifiedDomains };
      const set = {
        name: 'organization',
        path: '/organization',
        entities: [entity],
        properties: new Set(Object.keys(entity)),
      };
      return collectionBody(service.origins.graph, set, options, eventual);
    },
  },
];

/** Refuses a caller who lacks every permission that would do. */
export function refuseUnpermitted(call: Call, operation: Operation): void {
  const { caller, service } = call;
  if (caller.user === undefined && operation.userOnly) notUser();
  if (!service.switches.graphPermissions) return;
  const allowed = caller.user
    ? operation.delegated.some((scope) => caller.scopes.has(scope))
    : operation.application.some((role) => caller.roles.has(role));
  if (!allowed) throw accessDenied();
}
