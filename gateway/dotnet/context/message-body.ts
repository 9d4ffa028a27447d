import { type CallInfo, defineType } from '../core/define.ts';
import { NetThrow, throwNet } from '../core/exception.ts';
import { arrayOf, type NamedType, named, T, type TypeRef } from '../core/type-ref.ts';
import { NetArray, NetObject } from '../core/values.ts';
import { loadArray, loadObject, loadToken, parseJson } from '../json/json-loader.ts';
import { formContent } from './form-content.ts';
import type { BodyHost } from './host.ts';
import { parse } from './library.ts';
import { contextType, fullName } from './names.ts';

const type = contextType('IMessageBody');
const bytes = arrayOf(T.byte);
const json = (name: string): NamedType => named(`Newtonsoft.Json.Linq.${name}`);
const xml = (name: string): NamedType => named(`System.Xml.Linq.${name}`);

/** `IMessageBody`: the body of a request or response. */
export class MessageBody extends NetObject {
  readonly host: BodyHost;
  private constructor(host: BodyHost) {
    super();
    this.host = host;
  }
  /** @returns null for a message without a body */
  static of(host: BodyHost | null): MessageBody | null {
    return host && new MessageBody(host);
  }
  override get netType(): NamedType {
    return type;
  }

  bytes(preserve: boolean, call: CallInfo): Uint8Array {
    const content = this.host.read(preserve);
    call.runtime.charge(content.length);
    return content;
  }

  /** The content in the message's charset, without a byte order mark. */
  text(preserve: boolean, call: CallInfo): string {
    const content = this.bytes(preserve, call);
    try {
      return new TextDecoder(this.host.charset ?? 'utf-8').decode(content);
    } catch {
      // a charset nobody knows
      return new TextDecoder().decode(content);
    }
  }
}

/** Worded as the gateway does; what is wrong follows in the parser's own words. */
function parseBody<R>(kind: 'JSON' | 'XML', read: () => R): R {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof NetThrow)) throw error;
    return throwNet(
      'System.Exception',
      `The message body is not a valid ${kind}. ${error.exception.message}`,
      error.exception,
    );
  }
}

function as(self: MessageBody, wanted: TypeRef, preserve: boolean, call: CallInfo): unknown {
  if (wanted === T.string || wanted === T.object) return self.text(preserve, call);
  if (wanted === bytes) return new NetArray(bytes, Uint8Array.from(self.bytes(preserve, call)));
  const { runtime } = call;
  switch (wanted) {
    case json('JObject'):
      return parseBody('JSON', () => parseJson(self.text(preserve, call), loadObject, runtime));
    case json('JArray'):
      return parseBody('JSON', () => parseJson(self.text(preserve, call), loadArray, runtime));
    case json('JToken'):
    case json('JContainer'):
    case json('JValue'):
      return parseBody('JSON', () => parseJson(self.text(preserve, call), loadToken, runtime));
    case xml('XElement'):
    case xml('XNode'):
    case xml('XContainer'):
      return parseBody('XML', () => parse(xml('XElement'), self.text(preserve, call), call));
    case xml('XDocument'):
      return parseBody('XML', () => parse(xml('XDocument'), self.text(preserve, call), call));
    default:
      return throwNet('System.NotSupportedException', 'The message body cannot be read as the given type.');
  }
}

defineType({
  name: fullName('IMessageBody'),
  kind: 'class',
  members: {
    'T As<T>(bool preserveContent = false)': (self: MessageBody, preserve: boolean, call: CallInfo) =>
      as(self, call.typeArgs[0] ?? T.string, preserve, call),
    'IDictionary<string, IList<string>> AsFormUrlEncodedContent(bool preserveContent = false)': (
      self: MessageBody,
      preserve: boolean,
      call: CallInfo,
    ) => formContent(self.text(preserve, call), call),
  },
});
