import { defineType } from '../core/define.ts';
import type { NamedType } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { certificateFromDer } from '../crypto/x509-certificate.ts';
import type { RequestHost, UrlHost } from './host.ts';
import { MessageBody } from './message-body.ts';
import { MultiDictionary } from './multi-dictionary.ts';
import { contextType, fullName } from './names.ts';
import { StringDictionary } from './string-dictionary.ts';
import { NetUrl } from './url.ts';

const type = contextType('IRequest');

/** `context.Request`. */
export class NetRequest extends NetObject {
  readonly host: RequestHost;
  readonly headers: MultiDictionary;
  readonly matchedParameters: StringDictionary;
  readonly originalUrl: NetUrl;
  #url: { readonly host: UrlHost; readonly url: NetUrl } | undefined;
  constructor(host: RequestHost) {
    super();
    this.host = host;
    this.headers = new MultiDictionary(host.headers);
    this.matchedParameters = new StringDictionary(host.matchedParameters);
    this.originalUrl = new NetUrl(host.originalUrl);
  }
  override get netType(): NamedType {
    return type;
  }
  get url(): NetUrl {
    const { url } = this.host;
    if (this.#url?.host !== url) this.#url = { host: url, url: new NetUrl(url) };
    return this.#url.url;
  }
}

defineType({
  name: fullName('IRequest'),
  kind: 'class',
  members: {
    'IMessageBody Body { get; }': (self: NetRequest) => MessageBody.of(self.host.body),
    'X509Certificate2 Certificate { get; }': (self: NetRequest) =>
      self.host.certificate ? certificateFromDer(self.host.certificate) : null,
    'MultiValueDictionary Headers { get; }': (self: NetRequest) => self.headers,
    'string IpAddress { get; }': (self: NetRequest) => self.host.ipAddress,
    'StringDictionary MatchedParameters { get; }': (self: NetRequest) => self.matchedParameters,
    'string Method { get; }': (self: NetRequest) => self.host.method,
    'IUrl OriginalUrl { get; }': (self: NetRequest) => self.originalUrl,
    'IUrl Url { get; }': (self: NetRequest) => self.url,
    'IPrivateEndpointConnection PrivateEndpointConnection { get; }': () => null,
  },
});

defineType({
  name: fullName('IPrivateEndpointConnection'),
  kind: 'class',
  members: {
    'string Name { get; }': () => null,
    'string GroupId { get; }': () => null,
    'string MemberName { get; }': () => null,
  },
});
