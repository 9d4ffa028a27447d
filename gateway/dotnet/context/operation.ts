import { defineType } from '../core/define.ts';
import type { NamedType } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import type { OperationHost } from './host.ts';
import { contextType, fullName } from './names.ts';

const type = contextType('IOperation');

/** `context.Operation`. */
export class Operation extends NetObject {
  readonly host: OperationHost;
  constructor(host: OperationHost) {
    super();
    this.host = host;
  }
  override get netType(): NamedType {
    return type;
  }
}

defineType({
  name: fullName('IOperation'),
  kind: 'class',
  members: {
    'string Id { get; }': (self: Operation) => self.host.id,
    'string Method { get; }': (self: Operation) => self.host.method,
    'string Name { get; }': (self: Operation) => self.host.name,
    'string UrlTemplate { get; }': (self: Operation) => self.host.urlTemplate,
  },
});
