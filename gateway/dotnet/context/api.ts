import { defineType } from '../core/define.ts';
import type { NamedType } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { strings } from '../primitives/net-arrays.ts';
import type { ApiHost } from './host.ts';
import { contextType, fullName } from './names.ts';
import { NetUrl } from './url.ts';

const type = contextType('IContextApi');
const keyNamesType = contextType('ISubscriptionKeyParameterNames');

/** `context.Api`. */
export class Api extends NetObject {
  readonly host: ApiHost;
  constructor(host: ApiHost) {
    super();
    this.host = host;
  }
  override get netType(): NamedType {
    return type;
  }
}

/** `context.Api.SubscriptionKeyParameterNames`. */
class KeyParameterNames extends NetObject {
  readonly host: ApiHost;
  constructor(host: ApiHost) {
    super();
    this.host = host;
  }
  override get netType(): NamedType {
    return keyNamesType;
  }
}

const members = {
  'string Id { get; }': (self: Api) => self.host.id,
  'string Name { get; }': (self: Api) => self.host.name,
  'string Path { get; }': (self: Api) => self.host.path,
  'IEnumerable<string> Protocols { get; }': (self: Api) => strings([...self.host.protocols]),
  'IUrl ServiceUrl { get; }': (self: Api) => (self.host.serviceUrl ? new NetUrl(self.host.serviceUrl) : null),
  'ISubscriptionKeyParameterNames SubscriptionKeyParameterNames { get; }': (self: Api) =>
    new KeyParameterNames(self.host),
} as const;

defineType({ name: fullName('IApi'), kind: 'class', members });

defineType({
  name: fullName('IContextApi'),
  kind: 'class',
  base: 'IApi',
  members: {
    'bool IsCurrentRevision { get; }': (self: Api) => self.host.isCurrentRevision,
    'string Revision { get; }': (self: Api) => self.host.revision,
    'string Version { get; }': (self: Api) => self.host.version,
  },
});

defineType({
  name: fullName('ISubscriptionKeyParameterNames'),
  kind: 'class',
  members: {
    'string Header { get; }': (self: KeyParameterNames) => self.host.subscriptionKeyHeader,
    'string Query { get; }': (self: KeyParameterNames) => self.host.subscriptionKeyQuery,
  },
});
