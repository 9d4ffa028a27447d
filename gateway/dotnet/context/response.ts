import { defineType } from '../core/define.ts';
import type { NamedType } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import type { ResponseHost } from './host.ts';
import { MessageBody } from './message-body.ts';
import { MultiDictionary } from './multi-dictionary.ts';
import { contextType, fullName } from './names.ts';

const type = contextType('IResponse');

/** `context.Response`, and what send-request puts into a variable. */
export class NetResponse extends NetObject {
  readonly host: ResponseHost;
  readonly headers: MultiDictionary;
  constructor(host: ResponseHost) {
    super();
    this.host = host;
    this.headers = new MultiDictionary(host.headers);
  }
  override get netType(): NamedType {
    return type;
  }
}

defineType({
  name: fullName('IResponse'),
  kind: 'class',
  members: {
    'IMessageBody Body { get; }': (self: NetResponse) => MessageBody.of(self.host.body),
    'MultiValueDictionary Headers { get; }': (self: NetResponse) => self.headers,
    'int StatusCode { get; }': (self: NetResponse) => self.host.statusCode,
    'string StatusReason { get; }': (self: NetResponse) => self.host.statusReason,
  },
});
