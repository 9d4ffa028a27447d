/** The XML members of Newtonsoft.Json.JsonConvert. */
import { type CallInfo, defineType } from '../core/define.ts';
import type { EnumValue } from '../core/values.ts';
import { newLineFor } from '../json/j-token.ts';
import { loadToken, parseJson } from '../json/json-loader.ts';
import type { XDocument } from './tree/document.ts';
import type { XElement } from './tree/element.ts';
import { fromJsonToken, toJsonToken } from './xml-to-json.ts';

const serialize = (
  node: XDocument | XElement | null,
  formatting: EnumValue | null,
  omitRoot: boolean,
  call: CallInfo,
): string => {
  if (node === null) return 'null';
  const text = toJsonToken(node, omitRoot).toJson(formatting ? newLineFor(formatting, call) : null);
  call.runtime.charge(text.length);
  return text;
};

const deserialize = (text: string | null, root: string | null, call: CallInfo): XDocument =>
  fromJsonToken(parseJson(text, loadToken, call.runtime), root, call.runtime);

defineType({
  name: 'Newtonsoft.Json.JsonConvert',
  kind: 'class',
  members: {
    'static string SerializeXNode(XObject node)': (node: XDocument | XElement | null, call: CallInfo) =>
      serialize(node, null, false, call),
    'static string SerializeXNode(XObject node, Formatting formatting)': (
      node: XDocument | XElement | null,
      formatting: EnumValue,
      call: CallInfo,
    ) => serialize(node, formatting, false, call),
    'static string SerializeXNode(XObject node, Formatting formatting, bool omitRootObject)': serialize,
    'static XDocument DeserializeXNode(string value)': (text: string | null, call: CallInfo) =>
      deserialize(text, null, call),
    'static XDocument DeserializeXNode(string value, string deserializeRootElementName)': deserialize,
  },
});
