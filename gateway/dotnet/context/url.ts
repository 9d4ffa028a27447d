import { type CallInfo, defineType } from '../core/define.ts';
import { type NamedType, named } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import type { UrlHost } from './host.ts';
import { construct } from './library.ts';
import { MultiDictionary } from './multi-dictionary.ts';
import { contextType, fullName } from './names.ts';

const type = contextType('IUrl');
const uri = named('System.Uri');

/** `IUrl`. */
export class NetUrl extends NetObject {
  readonly host: UrlHost;
  #query: MultiDictionary | undefined;
  constructor(host: UrlHost) {
    super();
    this.host = host;
  }
  override get netType(): NamedType {
    return type;
  }
  get query(): MultiDictionary {
    this.#query ??= new MultiDictionary(this.host.query);
    return this.#query;
  }
  toText(): string {
    return this.host.toString();
  }
}

defineType({
  name: fullName('IUrl'),
  kind: 'class',
  members: {
    'string Host { get; }': (self: NetUrl) => self.host.host,
    'string Path { get; }': (self: NetUrl) => self.host.path,
    'int Port { get; }': (self: NetUrl) => self.host.port,
    'MultiValueDictionary Query { get; }': (self: NetUrl) => self.query,
    'string QueryString { get; }': (self: NetUrl) => self.host.queryString,
    'string Scheme { get; }': (self: NetUrl) => self.host.scheme,
    'Uri ToUri()': (self: NetUrl, call: CallInfo) => construct(uri, self.host.toString(), call),
    'string ToString()': (self: NetUrl) => self.toText(),
  },
});
