import { defineEnum, defineType } from '../core/define.ts';
import { arrayOf, type NamedType } from '../core/type-ref.ts';
import { EnumValue, NetArray, NetObject } from '../core/values.ts';
import { Api } from './api.ts';
import { groupArray } from './group.ts';
import type { ProductHost } from './host.ts';
import { contextType, fullName } from './names.ts';

const type = contextType('IProduct');
const stateType = contextType('ProductState');

/** `context.Product`. */
export class Product extends NetObject {
  readonly host: ProductHost;
  constructor(host: ProductHost) {
    super();
    this.host = host;
  }
  override get netType(): NamedType {
    return type;
  }
}

defineEnum({ name: fullName('ProductState'), values: { NotPublished: 0, Published: 1 } });

defineType({
  name: fullName('IProduct'),
  kind: 'class',
  members: {
    'IEnumerable<IApi> Apis { get; }': (self: Product) =>
      new NetArray(
        arrayOf(contextType('IApi')),
        self.host.apis.map((api) => new Api(api)),
      ),
    'bool ApprovalRequired { get; }': (self: Product) => self.host.approvalRequired,
    'IEnumerable<IGroup> Groups { get; }': (self: Product) => groupArray(self.host.groups),
    'string Id { get; }': (self: Product) => self.host.id,
    'string Name { get; }': (self: Product) => self.host.name,
    'ProductState State { get; }': (self: Product) => new EnumValue(stateType, self.host.published ? 1 : 0),
    'int? SubscriptionsLimit { get; }': (self: Product) => self.host.subscriptionsLimit,
    // the policy toolkit spells it so
    'int? SubscriptionLimit { get; }': (self: Product) => self.host.subscriptionsLimit,
    'bool SubscriptionRequired { get; }': (self: Product) => self.host.subscriptionRequired,
  },
});
