import { defineEnum, defineType } from '../core/define.ts';
import type { NamedType } from '../core/type-ref.ts';
import { EnumValue, NetObject } from '../core/values.ts';
import type { BackendHost } from './host.ts';
import { contextType, fullName } from './names.ts';

const type = contextType('IBackend');
const kindType = contextType('BackendType');

/** `context.Backend`. */
export class Backend extends NetObject {
  readonly host: BackendHost;
  constructor(host: BackendHost) {
    super();
    this.host = host;
  }
  override get netType(): NamedType {
    return type;
  }
}

defineEnum({ name: fullName('BackendType'), values: { Single: 0, Pool: 1 } });

defineType({
  name: fullName('IBackend'),
  kind: 'class',
  members: {
    // only Azure knows where a backend is hosted
    'string AzureRegion { get; }': () => null,
    'string Id { get; }': (self: Backend) => self.host.id,
    'BackendType Type { get; }': (self: Backend) => new EnumValue(kindType, self.host.isPool ? 1 : 0),
  },
});
