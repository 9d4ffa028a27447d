import { type CallInfo, defineType } from '../core/define.ts';
import { NetThrow, throwNet } from '../core/exception.ts';
import { arrayOf, type NamedType, named, T, type TypeRef } from '../core/type-ref.ts';
import { NetArray, NetObject } from '../core/values.ts';
import { loadArray, loadObject, loadToken, parseJson } from '../json/json-loader.ts';
import type { JsonReader } from '../json/json-reader.ts';
import type { JToken } from '../json/tree/token.ts';
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

const datelike = /"\d{4}-\d{2}-\d{2}T/;

function jsonBody<K extends JToken>(
  self: MessageBody,
  preserve: boolean,
  load: (reader: JsonReader) => K,
  call: CallInfo,
): K {
  return parseBody('JSON', () => {
    const text = self.text(preserve, call);
    const asText = datelike.test(text) && self.host.keepsDatesAsText?.();
    return parseJson(text, load, call.runtime, asText ? 'None' : 'DateTime');
  });
}

function as(self: MessageBody, wanted: TypeRef, preserve: boolean, call: CallInfo): unknown {
  if (wanted === T.string || wanted === T.object) return self.text(preserve, call);
  if (wanted === bytes) return new NetArray(bytes, Uint8Array.from(self.bytes(preserve, call)));
  switch (wanted) {
    case json('JObject'):
      return jsonBody(self, preserve, loadObject, call);
    case json('JArray'):
      return jsonBody(self, preserve, loadArray, call);
    case json('JToken'):
    case json('JContainer'):
    case json('JValue'):
      return jsonBody(self, preserve, loadToken, call);
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
