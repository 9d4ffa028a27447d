import { defineType } from '../core/define.ts';
import { arrayOf, type NamedType } from '../core/type-ref.ts';
import { NetArray, NetObject } from '../core/values.ts';
import type { GroupHost } from './host.ts';
import { contextType, fullName } from './names.ts';

const type = contextType('IGroup');

/** `IGroup`. */
class Group extends NetObject {
  readonly host: GroupHost;
  constructor(host: GroupHost) {
    super();
    this.host = host;
  }
  override get netType(): NamedType {
    return type;
  }
}

/** Groups as an `IEnumerable<IGroup>`. */
export const groupArray = (groups: readonly GroupHost[]): NetArray =>
  new NetArray(
    arrayOf(type),
    groups.map((group) => new Group(group)),
  );

defineType({
  name: fullName('IGroup'),
  kind: 'class',
  members: {
    'string Id { get; }': (self: Group) => self.host.id,
    'string Name { get; }': (self: Group) => self.host.name,
  },
});
