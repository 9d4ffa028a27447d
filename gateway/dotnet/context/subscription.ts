import { defineType } from '../core/define.ts';
import type { NamedType } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import type { SubscriptionHost } from './host.ts';
import { contextType, fullName } from './names.ts';
import { dateTime } from './time-values.ts';

const type = contextType('ISubscription');

/** `context.Subscription`. */
export class Subscription extends NetObject {
  readonly host: SubscriptionHost;
  constructor(host: SubscriptionHost) {
    super();
    this.host = host;
  }
  override get netType(): NamedType {
    return type;
  }
}

const optional = (ms: number | null) => (ms === null ? null : dateTime(ms));

defineType({
  name: fullName('ISubscription'),
  kind: 'class',
  members: {
    'DateTime CreatedDate { get; }': (self: Subscription) => dateTime(self.host.createdDate),
    'DateTime? EndDate { get; }': (self: Subscription) => optional(self.host.endDate),
    'string Id { get; }': (self: Subscription) => self.host.id,
    'string Key { get; }': (self: Subscription) => self.host.key,
    'string Name { get; }': (self: Subscription) => self.host.name,
    'string PrimaryKey { get; }': (self: Subscription) => self.host.primaryKey,
    'string SecondaryKey { get; }': (self: Subscription) => self.host.secondaryKey,
    'DateTime? StartDate { get; }': (self: Subscription) => optional(self.host.startDate),
  },
});
