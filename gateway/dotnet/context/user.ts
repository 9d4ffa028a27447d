import { defineType } from '../core/define.ts';
import { arrayOf, type NamedType } from '../core/type-ref.ts';
import { NetArray, NetObject } from '../core/values.ts';
import { groupArray } from './group.ts';
import type { UserHost } from './host.ts';
import { contextType, fullName } from './names.ts';
import { dateTime } from './time-values.ts';

const type = contextType('IUser');
const identityType = contextType('IUserIdentity');

/** `context.User`: the developer whose subscription is used. */
export class User extends NetObject {
  readonly host: UserHost;
  constructor(host: UserHost) {
    super();
    this.host = host;
  }
  override get netType(): NamedType {
    return type;
  }
}

class UserIdentity extends NetObject {
  readonly host: UserHost['identities'][number];
  constructor(host: UserHost['identities'][number]) {
    super();
    this.host = host;
  }
  override get netType(): NamedType {
    return identityType;
  }
}

defineType({
  name: fullName('IUser'),
  kind: 'class',
  members: {
    'string Email { get; }': (self: User) => self.host.email,
    'string FirstName { get; }': (self: User) => self.host.firstName,
    'IEnumerable<IGroup> Groups { get; }': (self: User) => groupArray(self.host.groups),
    'string Id { get; }': (self: User) => self.host.id,
    'IEnumerable<IUserIdentity> Identities { get; }': (self: User) =>
      new NetArray(
        arrayOf(identityType),
        self.host.identities.map((identity) => new UserIdentity(identity)),
      ),
    'string LastName { get; }': (self: User) => self.host.lastName,
    'string Note { get; }': (self: User) => self.host.note,
    'DateTime RegistrationDate { get; }': (self: User) => dateTime(self.host.registrationDate),
  },
});

defineType({
  name: fullName('IUserIdentity'),
  kind: 'class',
  members: {
    'string Id { get; }': (self: UserIdentity) => self.host.id,
    'string Provider { get; }': (self: UserIdentity) => self.host.provider,
  },
});
